"""One's own account: an invitation taken, the profile, the data."""

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError, transaction
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from . import workflow
from .forms import NameForm, NewAccountForm, SureForm
from .middleware import lacks_second_factor
from .models import AuditEntry, Invitation, User
from .own_data import as_data
from .rules import still_vouched


def provider_name() -> str:
    """The other door, where there is one."""
    return settings.OIDC["name"] if settings.OIDC else ""


@never_cache
def invitation(request, key):
    """The page that a link opens. Nothing is taken on a GET: scanners of mail follow links."""
    found = Invitation.objects.for_key(key)
    if found is None or not still_vouched(found):
        return render(request, "account/invitation_gone.html", status=410)
    person = User.objects.filter(email=found.email.lower()).first()
    context = {"invitation": found, "person": person, "here": request.path, "key": key, "oidc": provider_name()}
    if request.user.is_authenticated and request.user != person:
        return render(request, "account/invitation_other.html", context)
    if person is not None:
        return known_person(request, found, person, context)
    return new_person(request, found, context)


def known_person(request, found, person, context):
    if not person.is_active:
        return render(request, "account/invitation_gone.html", context, status=410)
    if request.user != person or request.method != "POST":
        return render(request, "account/invitation.html", context)
    workflow.accept(found, person)
    return welcome(request, found)


def new_person(request, found, context):
    form = NewAccountForm(request.POST or None, instance=User(email=found.email.lower()))
    if not form.is_valid():
        return render(request, "account/invitation.html", context | {"form": form})
    try:
        with transaction.atomic():
            person = form.save()
            workflow.accept(found, person)
    except IntegrityError:  # the same link, twice at the same moment: the other one has it
        return render(request, "account/invitation_gone.html", status=410)
    get_adapter().login(request, person)
    UserSession.objects.create_from_request(request)
    return welcome(request, found)


def welcome(request, found):
    place = found.lab or found.get_role_display()
    messages.success(
        request, _("You are welcome. Your role is open: %(role)s.") % {"role": f"{found.get_role_display()}, {place}"}
    )
    return redirect("account_profile")


@login_required
@never_cache
def profile(request):
    """Who I am, which roles I hold, how my account is kept."""
    form = NameForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your name is saved."))
        return redirect("account_profile")
    roles = request.user.memberships.current().select_related("lab")
    past = request.user.memberships.exclude(pk__in=roles.values("pk")).select_related("lab")
    context = {
        "form": form,
        "roles": roles,
        "past": past,
        "factors": request.user.authenticator_set.exclude(type="recovery_codes").count(),
        "oidc": provider_name(),
        "linked": request.user.socialaccount_set.count(),
        "must_add_factor": lacks_second_factor(request),
        "not_required_here": request.user.is_national and not settings.NATIONAL_TEAM_NEEDS_SECOND_FACTOR,
    }
    return render(request, "account/profile.html", context)


@login_required
@never_cache
def own_data(request):
    return render(request, "account/own_data.html", {"form": SureForm()})


@login_required
@never_cache
@require_safe
def download(request):
    """All that the portal knows of the person who asks."""
    AuditEntry.objects.record(AuditEntry.Action.DATA_EXPORTED, by=request.user, person=request.user)
    response = JsonResponse(as_data(request.user), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="mes-donnees-essaim.json"'
    return response


@login_required
@never_cache
@require_POST
def deletion(request):
    """Ask for it, or call it off."""
    if "cancel" in request.POST:
        workflow.cancel_deletion(request.user)
        messages.success(request, _("Your account stays."))
        return redirect("account_own_data")
    form = SureForm(request.POST)
    if not form.is_valid():
        return render(request, "account/own_data.html", {"form": form})
    if request.user.deletion_requested_at is None:
        workflow.ask_deletion(request.user)
    messages.success(request, _("The national team has your request, and a month to answer. You may call it off until then."))
    return redirect("account_own_data")


@login_required
@never_cache
@require_POST
def end_sessions(request):
    """Every session of mine, this one last."""
    AuditEntry.objects.record(AuditEntry.Action.SESSIONS_ENDED, by=request.user, person=request.user)
    for session in UserSession.objects.filter(user=request.user):
        session.end()
    get_adapter().logout(request)
    messages.success(request, _("All your sessions are closed. Sign in again."))
    return redirect("account_login")
