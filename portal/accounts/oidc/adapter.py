"""Who comes in by the provider's door: somebody who linked it before, or the holder of an open invitation. Nobody else."""

import logging
import secrets

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthError, AuthProcess
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from requests import RequestException

from .. import workflow
from ..models import AuditEntry, Invitation, User
from .tokens import Untrusted

logger = logging.getLogger("portal.accounts")
STATUS = {"unavailable": 502, "failed": 400}  # the others: 403


def refusal(request, why: str, **context):
    """The page that says what went wrong and what to do. `why` names one of its texts."""
    told = {"why": why, "name": settings.OIDC["name"], **context}
    return render(request, "account/oidc_refused.html", told, status=STATUS.get(why, 403))


def refuse(request, why: str, **context):
    raise ImmediateHttpResponse(refusal(request, why, **context))


def domain_is_welcome(email: str) -> bool:
    """`example.fr` is itself alone; `.example.fr` is all that lies below."""
    welcome, domain = settings.OIDC["domains"], email.rpartition("@")[2]
    return not welcome or any(domain == one or (one[0] == "." and domain.endswith(one)) for one in welcome)


def level_is_enough(acr: str) -> bool:
    asked = settings.OIDC["acr_values"]
    return not asked or acr in asked + settings.OIDC["second_factor_acr"]


class LinkedAdapter(DefaultSocialAccountAdapter):
    """The one provider of the settings; no account by itself, none by an address."""

    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "no_password": gettext_lazy("Choose a password first: without it, nothing would open your account any more."),
    }

    def list_apps(self, request, provider=None, client_id=None):
        """Never from the database: whoever writes there would add a door. The issuer is the provider's name, because `sub` is
        one of its numbers."""
        told = settings.OIDC
        if not told or provider not in (None, "openid_connect", told["issuer"]) or client_id not in (None, told["client_id"]):
            return []
        return [
            SocialApp(
                provider="openid_connect", provider_id=told["issuer"], name=told["name"], client_id=told["client_id"],
                secret=told["client_secret"], settings={"server_url": told["issuer"], "scope": told["scopes"]},
            )
        ]  # fmt: skip

    def generate_state_param(self, state):
        return secrets.token_urlsafe(32)  # ProConnect refuses fewer than 32 characters

    def is_open_for_signup(self, request, sociallogin):
        return False

    def authenticate_by_email(self, sociallogin):
        return None

    def pre_social_login(self, request, sociallogin):
        """The provider knows this person. Do we?"""
        email, arrival = sociallogin.account.extra_data["email"], sociallogin.arrival
        sociallogin.token, sociallogin.state["arrival"] = None, arrival
        if not domain_is_welcome(email):
            refuse(request, "domain", email=email)
        if not level_is_enough(arrival["acr"]):
            refuse(request, "level")
        if sociallogin.state["process"] != AuthProcess.CONNECT and not sociallogin.is_existing:
            self.by_invitation(request, sociallogin, email)

    def by_invitation(self, request, sociallogin, email):
        found = Invitation.objects.for_key((sociallogin.state.get("data") or {}).get("invitation", ""))
        if found is None or User.objects.filter(email__iexact=found.email).exists():
            refuse(request, "unknown", email=email)
        if found.email.lower() != email:
            refuse(request, "invitation", email=email, invited=found.email)
        open_account(found, sociallogin)
        sociallogin.state["next"] = reverse("account_profile")
        messages.success(request, _("You are welcome. Your role is open."))

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None):
        if error == AuthError.CANCELLED:
            messages.info(request, _("You stopped the sign-in. Nothing has changed."))
            raise ImmediateHttpResponse(redirect("account_login"))
        what = exception if isinstance(exception, Untrusted) else type(exception).__name__
        logger.warning("oidc answer refused: %s", what if exception else "no such state, or an error of the provider")
        refuse(request, "unavailable" if isinstance(exception, RequestException) else "failed")


@transaction.atomic
def open_account(invitation, sociallogin):
    """The key of the invitation and the provider's word on the same address: an account, without a password."""
    told = sociallogin.user
    person = User(email=invitation.email.lower(), first_name=told.first_name, last_name=told.last_name)
    person.set_unusable_password()
    person.save()
    workflow.accept(invitation, person)
    sociallogin.user = sociallogin.account.user = person
    sociallogin.account.save()
    AuditEntry.objects.record(AuditEntry.Action.LINKED, by=person, person=person, door=settings.OIDC["name"])
