"""The pages about oneself, about the colleagues, and the way in behind an invitation."""

from smtplib import SMTPException

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sdg_platform.accounts.decorators import (
    accounts_keeper_required,
    keeps_accounts,
    login_required,
)
from sdg_platform.accounts.forms import (
    InviteForm,
    MunicipalityPickForm,
    ProfileForm,
    RoleForm,
    WelcomeForm,
)
from sdg_platform.accounts.mail import send_invitation
from sdg_platform.accounts.middleware import has_second_factor
from sdg_platform.accounts.models import Invitation, Membership, Municipality
from sdg_platform.accounts.requests import Request

page_or_post = require_http_methods(["GET", "HEAD", "POST"])


@page_or_post
@never_cache
@login_required
def account_profile(request: Request) -> HttpResponse:
    """Name, language, memberships, and the ways to the password and the second factor."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        user = form.save()
        with translation.override(user.language):
            messages.success(request, gettext("Gemt."))
            return redirect("account_profile")
    memberships = request.user.memberships.current().select_related("municipality")
    context = {
        "form": form,
        "memberships": memberships,
        "keeps_accounts": keeps_accounts(request),
        "has_second_factor": has_second_factor(request.user),
    }
    return render(request, "accounts/account_profile.html", context, status=status_of(form))


@require_safe
@never_cache
@accounts_keeper_required
def member_list(request: Request) -> HttpResponse:
    pick = MunicipalityPickForm(request.GET, actor=request.actor)
    return member_page(request, pick.chosen())


@require_POST
@never_cache
@accounts_keeper_required
def member_invite(request: Request) -> HttpResponse:
    municipality = MunicipalityPickForm(request.POST, actor=request.actor).chosen()
    form = InviteForm(request.POST, actor=request.actor, municipality=municipality)
    if not form.is_valid():
        return member_page(request, municipality, form)
    invitation, token = form.save()
    try:
        send_invitation(invitation, token)
    except (OSError, SMTPException):
        invitation.delete()
        form.add_error(None, gettext("Mailen kunne ikke sendes lige nu. Prøv igen om lidt."))
        return member_page(request, municipality, form)
    sent = gettext("Invitationen er sendt til %(email)s.") % {"email": invitation.email}
    messages.success(request, sent)
    return to_members(municipality.pk)


@require_POST
@accounts_keeper_required
def member_role(request: Request, pk: int) -> HttpResponse:
    membership = changeable_membership(request, pk)
    form = RoleForm(request.POST, actor=request.actor, membership=membership)
    if form.is_valid():
        membership.change_role(form.cleaned_data["role"])
        messages.success(request, gettext("Rollen er ændret. Personen skal logge ind igen."))
    else:
        messages.error(request, gettext("Vælg en rolle fra listen."))
    return to_members(membership.municipality_id)


@require_POST
@accounts_keeper_required
def member_end(request: Request, pk: int) -> HttpResponse:
    membership = changeable_membership(request, pk)
    membership.end()
    messages.success(request, gettext("Personen er ikke længere med i kommunen."))
    return to_members(membership.municipality_id)


@require_POST
@accounts_keeper_required
def member_close(request: Request, pk: int) -> HttpResponse:
    """Close the whole account, in every municipality: for administrators."""
    membership = changeable_membership(request, pk)
    if not request.actor.runs_installation:
        raise PermissionDenied
    membership.user.close()
    messages.success(request, gettext("Kontoen er lukket."))
    return to_members(membership.municipality_id)


@require_POST
@accounts_keeper_required
def invitation_withdraw(request: Request, pk: int) -> HttpResponse:
    waiting = Invitation.objects.visible_to(request.actor).open()
    invitation = get_object_or_404(waiting, pk=pk)
    if invitation.role not in request.actor.roles_to_give(invitation.municipality_id):
        raise PermissionDenied
    invitation.delete()
    messages.success(request, gettext("Invitationen er trukket tilbage."))
    return to_members(invitation.municipality_id)


@page_or_post
@never_cache
def account_invitation(request: Request, token: str) -> HttpResponse:
    """The way in: a stranger chooses a password, somebody with an account says yes."""
    invitation = Invitation.objects.by_token(token).select_related("municipality").first()
    if invitation is None:
        return render(request, "accounts/invitation_gone.html", status=404)
    if request.user.is_authenticated or invitation.needs_login():
        return answer_as_member(request, invitation)
    form = WelcomeForm(request.POST or None, invitation=invitation)
    if request.method == "POST" and form.is_valid():
        return perform_login(request, form.save(), redirect_url=reverse("home"))
    context = {"form": form, "invitation": invitation}
    return render(request, "accounts/account_invitation.html", context, status=status_of(form))


def answer_as_member(request: Request, invitation: Invitation) -> HttpResponse:
    """Add the municipality to an account that exists; only its owner can say yes."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    is_own = request.user.email == invitation.email
    if request.method == "POST" and is_own:
        invitation.accept(request.user)
        return redirect("account_profile")
    context = {"invitation": invitation, "is_own": is_own}
    return render(
        request, "accounts/invitation_answer.html", context, status=200 if is_own else 403
    )


def changeable_membership(request: Request, pk: int) -> Membership:
    """A foreign or ended one is a 404; an own one that is above the actor's reach a 403."""
    memberships = Membership.objects.visible_to(request.actor).current()
    membership = get_object_or_404(memberships.select_related("user"), pk=pk)
    if not membership.may_be_changed_by(request.actor):
        raise PermissionDenied
    return membership


def member_page(
    request: Request, municipality: Municipality, invite: InviteForm | None = None
) -> HttpResponse:
    """Who is with us, who is invited, and the form for one more."""
    actor = request.actor
    pick = MunicipalityPickForm(initial={"municipality": municipality}, actor=actor)
    members = municipality.memberships.current().for_list()
    context = {
        "municipality": municipality,
        "pick": pick if actor.runs_installation or len(actor.roles) > 1 else None,
        "members": [
            (it, RoleForm(actor=actor, membership=it) if it.may_be_changed_by(actor) else None)
            for it in members
        ],
        "invitations": municipality.invitations.open(),
        "invite": invite or InviteForm(actor=actor, municipality=municipality),
    }
    status = 422 if invite else 200
    return render(request, "accounts/member_list.html", context, status=status)


def to_members(municipality_code: str) -> HttpResponse:
    return redirect(f"{reverse('member_list')}?municipality={municipality_code}")


def status_of(form: ProfileForm | WelcomeForm) -> int:
    return 422 if form.is_bound and not form.is_valid() else 200
