"""The guest network of the house, typed for one print."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sdg_platform.fields import CleanCharField
from workshops.wifi import wifi_text

# A network's name holds 32 bytes; a WPA password 8 to 63 characters.
MOST_BYTES = 32
PASSWORD_LENGTHS = range(8, 64)


class WifiForm(forms.Form):
    """Name and password go onto the paper and nowhere else.

    The password is the secret of the town hall, not ours: once stored it would lie in the
    database, in every backup and in the export of a person, for a sheet that is printed once.
    So it comes by POST (an address would be logged and remembered) and is drawn at once.
    """

    name = CleanCharField(
        label=_("Netværkets navn"),
        limit=MOST_BYTES,
        one_line=True,
        error_messages={"required": _("Skriv navnet på jeres Wi-Fi.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Adgangskode"),
        help_text=_("Lad feltet stå tomt, hvis netværket er åbent."),
        required=False,
        strip=False,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    is_hidden = forms.BooleanField(label=_("Netværket er skjult"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        # Django's own answer to a NUL would be another sentence than ours.
        self.fields["password"].validators = []

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if len(name.encode()) > MOST_BYTES:
            raise forms.ValidationError(_("Navnet er for langt til et Wi-Fi. Se efter igen."))
        return name

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if password and not (len(password) in PASSWORD_LENGTHS and password.isprintable()):
            raise forms.ValidationError(_("En adgangskode til Wi-Fi har 8 til 63 tegn."))
        return password

    def text(self) -> str:
        """What the QR code holds."""
        data = self.cleaned_data
        return wifi_text(data["name"], data["password"], is_hidden=data["is_hidden"])
