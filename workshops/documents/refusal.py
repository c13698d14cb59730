"""Why a file is not read, in one sentence for the person who sent it."""

from django.utils.translation import gettext


class DocumentRefused(ValueError):
    """A file that is not read; `reason` is a code, `str` one sentence with a way on."""

    def __init__(self, reason: str, *, ending: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.ending = ending

    def __str__(self) -> str:
        return {
            "empty": gettext("Filen er tom."),
            "too_large": gettext("Filen fylder mere end 20 MB; del den i flere."),
            "too_long": gettext("Filen har mere end 5.000 afsnit; del den i flere."),
            "too_heavy": gettext("Filen er for tung at læse; del den i flere."),
            "unknown_kind": gettext(
                "Gem filen som .docx, .odt, .rtf, .html, .md eller .txt, og prøv igen."
            ),
            "not_what_it_says": gettext(
                "Filen hedder noget med %(ending)s, men indholdet er af en anden slags."
            )
            % {"ending": self.ending},
            "encrypted": gettext("Filen er låst; gem den uden adgangskode, og prøv igen."),
            "old_word": gettext("Filen er fra en gammel Word; gem den som .docx, og prøv igen."),
            "unsafe": gettext("Filen er pakket, så vi ikke tør åbne den; gem den på ny fra Word."),
        }.get(self.reason) or gettext("Filen er beskadiget; gem den på ny, og prøv igen.")
