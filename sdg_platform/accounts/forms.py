"""Forms of the account pages: allauth's own in our words, and those for invited members."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.models import Invitation, Membership, Municipality, User
from sdg_platform.accounts.roles import Power, Role
from sdg_platform.fields import CleanCharField

NAME_LIMIT = 120
PASSWORD_HINT = _("Mindst 12 tegn. En sætning er nem at huske og svær at gætte.")


def word(form: forms.Form, hints: dict[str, Any] | None = None, **labels: Any) -> None:
    """Put our labels and hints on a form of allauth's and take its placeholders away."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        field.help_text = (hints or {}).get(name, "")
        field.label = labels.get(name, field.label)


class LoginForm(account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self, login=_("E-mail"), password=_("Adgangskode"))


class ReauthenticateForm(account.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self, password=_("Adgangskode"))


class ResetPasswordForm(account.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self, email=_("E-mail"))


class ChangePasswordForm(account.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(
            self,
            {"password1": PASSWORD_HINT},
            oldpassword=_("Den adgangskode, du bruger nu"),
            password1=_("Ny adgangskode"),
            password2=_("Ny adgangskode igen"),
        )


class SetPasswordForm(account.SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(
            self,
            {"password1": PASSWORD_HINT},
            password1=_("Adgangskode"),
            password2=_("Adgangskode igen"),
        )


class ResetPasswordKeyForm(account.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(
            self,
            {"password1": PASSWORD_HINT},
            password1=_("Ny adgangskode"),
            password2=_("Ny adgangskode igen"),
        )


class AuthenticateForm(second_factor.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self, {"code": _("6 tal fra din app, eller en af dine reservekoder.")}, code=_("Kode"))
        self.fields["code"].widget.attrs["class"] = "code-input"


class ReauthenticateWithCodeForm(second_factor.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self, {"code": _("6 tal fra din app, eller en af dine reservekoder.")}, code=_("Kode"))
        self.fields["code"].widget.attrs["class"] = "code-input"


class ActivateTOTPForm(totp.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self, {"code": _("De 6 tal, som app'en viser nu.")}, code=_("Kode fra app'en"))
        self.fields["code"].widget.attrs |= {"class": "code-input", "inputmode": "numeric"}


class AddPasskeyForm(passkeys.AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(
            self,
            {
                "name": _("Så du kan kende den igen, fx Min telefon."),
                "passwordless": _("Kræver fingeraftryk, ansigt eller pinkode på enheden."),
            },
            name=_("Navn"),
            passwordless=_("Log ind med nøglen alene, uden adgangskode"),
        )


class EditPasskeyForm(passkeys.EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self, name=_("Navn"))


class ProfileForm(forms.ModelForm):
    name = CleanCharField(
        limit=NAME_LIMIT,
        one_line=True,
        required=False,
        label=_("Navn"),
        help_text=_("Dine kolleger ser det ved det, du skriver."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    class Meta:
        model = User
        fields = ["name", "language"]
        labels = {"language": _("Sprog")}
        help_texts = {"language": _("På siden, når du logger ind, og i mails til dig.")}
        widgets = {"language": forms.RadioSelect}


class InviteForm(forms.Form):
    """One person into one municipality; `actor` decides which roles can be given there."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Skriv kollegaens e-mail.")},
    )
    role = forms.ChoiceField(
        label=_("Rolle"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg, hvad kollegaen må.")},
    )

    def __init__(self, *args: Any, actor: Actor, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.municipality = actor, municipality
        self.fields["role"].choices = role_choices(actor, municipality.pk)

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        members = self.municipality.memberships.current()
        if members.filter(user__email=email).exists():
            raise ValidationError(_("Denne person er allerede med i kommunen."))
        return email

    def save(self) -> tuple[Invitation, str]:
        """The invitation and the token of its link."""
        return Invitation.objects.invite(
            email=self.cleaned_data["email"],
            municipality=self.municipality,
            role=self.cleaned_data["role"],
            by=self.actor.user,
        )


def role_choices(actor: Actor, municipality_code: str) -> list[tuple[str, Any]]:
    """The roles that the actor may hand out there, the smallest first."""
    return [(role, Role(role).label) for role in actor.roles_to_give(municipality_code)]


class RoleForm(forms.Form):
    """Another role for a member; only one that the actor could have given."""

    role = forms.ChoiceField(label=_("Rolle"))

    def __init__(self, *args: Any, actor: Actor, membership: Membership, **kwargs: Any) -> None:
        kwargs |= {"initial": {"role": membership.role}, "auto_id": f"id_%s_of_{membership.pk}"}
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = role_choices(actor, membership.municipality_id)


class MunicipalityPickForm(forms.Form):
    """Whose members the page shows; what is unknown or foreign counts as not chosen."""

    marks_optional = False

    municipality = forms.ModelChoiceField(
        Municipality.objects.none(), required=False, label=_("Kommune"), empty_label=None
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = Municipality.objects.all()
        if not actor.runs_installation:
            choices = choices.filter(pk__in=actor.codes_with(Power.INVITE))
        self.fields["municipality"].queryset = choices
        self.fallback = actor.home_code

    def chosen(self) -> Municipality:
        """The municipality asked for, else the own, else the first on the list."""
        self.is_valid()
        choices = self.fields["municipality"].queryset
        return (
            self.cleaned_data.get("municipality")
            or choices.filter(pk=self.fallback).first()
            or choices.first()
        )


class WelcomeForm(forms.Form):
    """Who somebody is, and the password, chosen once behind an invitation's link."""

    name = CleanCharField(
        limit=NAME_LIMIT,
        one_line=True,
        required=False,
        label=_("Dit navn"),
        help_text=_("Dine kolleger ser det ved det, du skriver."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password1 = forms.CharField(
        label=_("Vælg en adgangskode"),
        help_text=PASSWORD_HINT,
        error_messages={"required": _("Vælg en adgangskode.")},
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("Adgangskoden igen"),
        error_messages={"required": _("Skriv adgangskoden én gang til.")},
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        self.invitation = invitation
        account = invitation.account()
        kwargs["initial"] = {"name": account.name if account else ""}
        super().__init__(*args, **kwargs)

    def clean_password1(self) -> str:
        password = self.cleaned_data["password1"]
        somebody = User(email=self.invitation.email, name=self.cleaned_data.get("name", ""))
        password_validation.validate_password(password, somebody)
        return password

    def clean(self) -> None:
        first, second = (self.cleaned_data.get(name) for name in ("password1", "password2"))
        if first and second and first != second:
            self.add_error("password2", _("De to adgangskoder er ikke ens."))

    def save(self) -> User:
        """The account, made or opened, with its membership; the link is used up.

        Raises Invitation.DoesNotExist when somebody was quicker with the same link.
        """
        return self.invitation.welcome(
            name=self.cleaned_data["name"], password=self.cleaned_data["password1"]
        )
