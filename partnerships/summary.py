"""How a partnership is said in a document, before a format is chosen."""

from partnerships.models import Partnership
from sdg_platform.exports.document import Language, Paragraph, Source
from sdg_platform.exports.fitting import shorten

WORDS: dict[str, dict[Language, str]] = {
    "members": {"da": "Med: {names}.", "en": "With: {names}."},
    "offers": {"da": "Tilbyder: {what}", "en": "Offers: {what}"},
    "seeks": {"da": "Søger: {what}", "en": "Seeks: {what}"},
}
MOST_NAMES = 5


def paragraph_of(
    partnership: Partnership,
    language: Language,
    *,
    sources: tuple[Source, ...] = (),
    most: int | None = None,
) -> Paragraph:
    """Title, municipality, what they do together, who is in it, what they offer and seek.

    Needs `municipality` and `roles__organisation`; `most` is in characters, and then only the
    first few names are said.
    """
    names = [role.organisation.name for role in partnership.roles.all()]
    gist = partnership.description
    if most is not None:
        gist = shorten(gist, most)
        names = [*names[:MOST_NAMES], *(["…"] if len(names) > MOST_NAMES else [])]
    said = [gist]
    if names:
        said.append(WORDS["members"][language].format(names=", ".join(names)))
    for name in ("offers", "seeks"):
        if what := getattr(partnership, name):
            said.append(WORDS[name][language].format(what=what))
    return Paragraph(
        "\n".join(filter(None, said)),
        lead=partnership.title,
        aside=partnership.municipality.name,
        sources=sources,
    )
