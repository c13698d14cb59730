"""The English texts: found in the code, kept in a catalogue, compiled without gettext installed.

Danish is the source: a Danish sentence in the code is its own key. `collect` reads the code,
`merge` keeps what was translated, `faults` says what is still missing or broken.
"""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOMS: Final = ("sdg_platform", "workshops", "practices", "partnerships", "templates")
KEYWORDS: Final = {
    f"{kind}gettext{lazy}": None for kind in ("", "n", "p", "np") for lazy in ("", "_lazy")
} | {"_": None, "gettext_noop": None}
PLACEHOLDER: Final = re.compile(r"%\((\w+)\)[sdf]|(?<!%)%[sd]|(?<!\{)\{(\w*)\}")
TAG: Final = re.compile(r"</?[a-z]+")


def catalogue_path(base: Path) -> Path:
    return base / "locale" / "en" / "LC_MESSAGES" / "django.po"


def collect(base: Path) -> Catalog:
    """Every Danish text in the rooms under `base`, without translations."""
    found = Catalog(locale="en", charset="utf-8", fuzzy=False)
    for path in sources(base):
        place = path.relative_to(base).as_posix()
        for context, text in texts_in(path):
            found.add(text, context=context, locations=[(place, 1)])
    return found


def sources(base: Path) -> Iterator[Path]:
    for room in ROOMS:
        for path in sorted((base / room).rglob("*")):
            code = path.suffix == ".py" and "migrations" not in path.parts
            if code or (path.suffix in {".html", ".txt"} and "templates" in path.parts):
                yield path


def texts_in(path: Path) -> Iterator[tuple[str | None, str | tuple[str, str]]]:
    """Each marked text of one file as (context, text); a plural is a pair."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Django turns a template into calls that look like Python; only their order in a line
        # matters to us, not the indentation, which is the template's.
        source = "\n".join(line.strip() for line in templatize(source).splitlines())
    stream = io.BytesIO(source.encode())
    for _, function, texts, _ in extract_python(stream, KEYWORDS, [], {"encoding": "utf-8"}):
        yield from _by_keyword(str(function), _forms(texts))


def _by_keyword(
    function: str, parts: list[str]
) -> Iterator[tuple[str | None, str | tuple[str, str]]]:
    """Sort a call's literal arguments into context, singular and plural."""
    context = parts.pop(0) if parts and "pgettext" in function else None
    if function.startswith("n"):
        if len(parts) > 1:
            yield context, (parts[0], parts[1])
    elif parts:
        yield context, parts[0]


def _forms(texts: object) -> list[str]:
    """The one or two forms of a text as a list; what is no text is left out."""
    forms = texts if isinstance(texts, list | tuple) else [texts]
    return [form for form in forms if isinstance(form, str)]


def read(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale="en", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale="en")


def merge(old: Catalog, found: Catalog) -> Catalog:
    """What is in the code now, with the translations we have; nothing guessed or kept dead."""
    for message in found:
        known = old.get(message.id, message.context) if message.id else None
        if known is not None and isinstance(known.id, tuple) == isinstance(message.id, tuple):
            message.string = known.string
            message.flags |= known.flags & {"fuzzy"}
    return found


def write(catalogue: Catalog, path: Path) -> None:
    """Sorted and without line numbers or dates, so that two branches seldom collide."""
    path.parent.mkdir(parents=True, exist_ok=True)
    out = io.BytesIO()
    write_po(out, catalogue, sort_output=True, include_lineno=False, omit_header=True, width=100)
    head = (
        'msgid ""\nmsgstr ""\n"Language: en\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    )
    path.write_text(head + out.getvalue().decode(), encoding="utf-8")


def compile_to(source: Path, target: Path) -> int:
    """Write the binary catalogue that Django reads; returns how many texts are in it."""
    catalogue = read(source)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        write_mo(file, catalogue)
    return sum(1 for message in catalogue if message.id and message.string)


def lacks_english(message: Message) -> bool:
    return len(_forms(message.string)) < len(_forms(message.id)) or not all(_forms(message.string))


def faults(base: Path) -> Iterator[str]:
    """One line for each text that lacks English, is fuzzy, stale, or lost a placeholder."""
    kept = read(catalogue_path(base))
    for message in collect(base):
        if not message.id:
            continue
        known = kept.get(message.id, message.context)
        where = message.locations[0][0] if message.locations else "?"
        if problem := _fault(message, known):
            yield f"{where}: {problem}: {_forms(message.id)[0]!r}"


def _fault(message: Message, known: Message | None) -> str | None:
    if known is None:
        return "not collected"
    originals, english = _forms(message.id), _forms(known.string)
    if lacks_english(known):
        return "no English"
    if known.fuzzy:
        return "fuzzy"
    for before, after in zip(originals, english, strict=False):
        if _placeholders(before) != _placeholders(after):
            return "placeholders differ"
        if sorted(TAG.findall(before)) != sorted(TAG.findall(after)):
            return "markup differs"
    return None


def _placeholders(text: str) -> list[str]:
    """What a translation must carry over, in any order.

    >>> _placeholders("%(n)s af {total} er 100 %%")
    ['%(n)s', '{total}']
    """
    return sorted(match.group() for match in PLACEHOLDER.finditer(text))
