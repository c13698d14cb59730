"""Every code and name that a cell may hold, read once for a whole file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from django.conf import settings
from django.utils.translation import override

from practices.incoming.headers import plain
from practices.models import Driver, Outcome, Stage, Status
from sdg_platform.accounts.models import Municipality
from sdg_platform.accounts.sharing import Sharing
from sdg_platform.taxonomy.models import Department, Goal, PreventionPackage, Target, Theme

CODES: Final[Mapping[str, Any]] = {
    "status": Status,
    "stage": Stage,
    "outcome": Outcome,
    "driver": Driver,
    "bad_experience_visibility": Sharing,
}


# How people write a code besides the words of the screen.
ALSO: Final[Mapping[str, Mapping[str, str]]] = {
    "outcome": {
        "delvist": Outcome.PARTLY,
        "delvist lykkedes": Outcome.PARTLY,
        "partially": Outcome.PARTLY,
        "ikke lykkedes": Outcome.DID_NOT,
        "mislykkedes": Outcome.DID_NOT,
        "for tidligt": Outcome.TOO_EARLY,
    }
}


@dataclass(frozen=True)
class Known:
    """Per column what may stand in it, as `headers.plain` leaves it, and the code it means."""

    values: Mapping[str, Mapping[str, Any]]

    @classmethod
    def read(cls) -> Self:
        return cls(
            {
                **{name: _of_codes(codes, ALSO.get(name, {})) for name, codes in CODES.items()},
                "language": {"da": "da", "dansk": "da", "en": "en", "engelsk": "en"},
                "municipality": _municipalities(),
                "departments": _of_records(Department.objects.all(), "name_da", "name_en"),
                "packages": _of_records(PreventionPackage.objects.all(), "name_da", "name_en"),
                "themes": _of_records(Theme.objects.all(), "label", "name_da", "name_en"),
                "goals": _of_records(Goal.objects.all(), "name_da", "name_en"),
                "targets": {code.casefold(): code for code in _keys(Target)},
            }
        )

    def code(self, column: str, said: str) -> Any:
        """The code that is meant; None where nothing of the kind exists."""
        values = self.values[column]
        if column == "targets":
            return values.get(said.casefold())
        return values.get(plain(said))


def _of_codes(codes: Any, also: Mapping[str, str]) -> dict[str, str]:
    """The words of the screen in both languages, and the codes themselves last: they win."""
    said = {plain(word): str(code) for word, code in also.items()}
    for language, _ in settings.LANGUAGES:
        with override(language):
            said |= {plain(str(label)): code for code, label in codes.choices}
    return said | {plain(code): code for code in codes.values}


def _of_records(records: Iterable[Any], *names: str) -> dict[str, Any]:
    records = list(records)
    said = {plain(getattr(record, name)): record.pk for record in records for name in names}
    return said | {plain(str(record.pk)): record.pk for record in records}


def _municipalities() -> dict[str, str]:
    """By code with and without its leading zero, which spreadsheets take away, and by name."""
    said: dict[str, str] = {}
    for code, name, official in Municipality.objects.values_list("code", "name", "official_name"):
        said |= {plain(form): code for form in (f"{name} kommune", official, name)}
    codes = _keys(Municipality)
    return said | {code.lstrip("0"): code for code in codes} | {code: code for code in codes}


def _keys(model: Any) -> list[str]:
    return list(model.objects.order_by().values_list("pk", flat=True))
