"""To the provider's door and back; what is linked to one's account; out of both houses."""

import secrets
from urllib.parse import urlsplit

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import LoginView, LogoutView
from allauth.decorators import rate_limit
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.forms import DisconnectForm
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.signals import social_account_removed
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from requests import RequestException

from .adapter import logger, refusal
from .provider import Door, absolute

APP = "allauth.socialaccount"
AWAY = (RequestException, OAuth2Error, ValueError)


def needs_provider() -> None:
    if not settings.OIDC:
        raise Http404


def away(request, address: str):
    """A page that leads there at once. Not a redirect: browsers hold the answers to a form to `form-action 'self'`."""
    return render(request, "account/oidc_away.html", {"address": address, "name": settings.OIDC["name"]})


def leave(request, process, **kept):
    """To the provider, with a state and a nonce of this session."""
    provider = get_adapter().get_provider(request, settings.OIDC["issuer"])
    nonce = secrets.token_urlsafe(32)
    try:
        asked = provider.get_auth_params() | {"nonce": nonce}
        answer = provider.redirect(request, process, auth_params=asked, nonce=nonce, **kept)
    except AWAY as error:
        return out_of_reach(request, error)
    return away(request, answer.url)


def out_of_reach(request, error):
    logger.error("oidc provider out of reach: %s", error)
    return refusal(request, "unavailable")


@never_cache
@require_POST
@rate_limit(action="login")
def login(request):
    """Only on a POST: no page of elsewhere signs anybody in."""
    needs_provider()
    data = {"invitation": request.POST.get("invitation", "")[:100]}
    return leave(request, AuthProcess.LOGIN, next_url=get_next_redirect_url(request), data=data)


@login_required
@never_cache
@require_POST
def link(request):
    """For somebody signed in, who has just said again that it is she."""
    needs_provider()
    raise_if_reauthentication_required(request, app=APP)
    return leave(request, AuthProcess.CONNECT)


class Callback(OAuth2CallbackView):
    """The way back. What this session kept when it left is given to the exchange, which compares the nonce."""

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except AWAY as error:  # of the provider's description, which allauth reads before it watches for faults
            return out_of_reach(request, error)

    def _get_state(self, request, provider):
        state, answer = super()._get_state(request, provider)
        self.adapter.state = state
        return state, answer


@never_cache
@require_safe
def callback(request):
    needs_provider()
    return Callback.adapter_view(Door(request, settings.OIDC["issuer"]))(request)


class Login(LoginView):
    """The sign-in page, with the provider's button where there is a provider."""

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"oidc": settings.OIDC and settings.OIDC["name"]}


# --- what is linked


class UnlinkForm(DisconnectForm):
    """As allauth's, for doors that are no longer in the settings too."""

    def save(self):
        raise_if_reauthentication_required(self.request, app=APP)
        account = self.cleaned_data["account"]
        told = {"account": account, "provider": door_name(account)}
        account.delete()
        social_account_removed.send(sender=SocialAccount, request=self.request, socialaccount=account)
        get_adapter().send_notification_mail("socialaccount/email/account_disconnected", self.request.user, context=told)


def door_name(account) -> str:
    """As the settings call it today, or the host of one that they no longer name."""
    if settings.OIDC and account.provider == settings.OIDC["issuer"]:
        return settings.OIDC["name"]
    return urlsplit(account.provider).hostname or account.provider


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def linked(request):
    """The accounts of elsewhere that open mine."""
    accounts = list(SocialAccount.objects.filter(user=request.user).order_by("date_joined"))
    if not (settings.OIDC or accounts):
        raise Http404
    form = UnlinkForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("The link is cut: this account no longer opens yours."))
        return redirect("socialaccount_connections")
    rows = [{"account": one, "door": door_name(one), "email": one.extra_data.get("email", "")} for one in accounts]
    return render(
        request, "account/oidc_linked.html", {"form": form, "rows": rows, "oidc": settings.OIDC and settings.OIDC["name"]}
    )


# --- out of both houses


class Logout(LogoutView):
    """Whoever came in by the provider's door goes out by it: its own session would sign the next person in."""

    def post(self, *args, **kwargs):
        kept = self.request.session.get("oidc")
        answer = super().post(*args, **kwargs)
        if not (settings.OIDC and kept and kept["end"]):
            return answer
        state = secrets.token_urlsafe(32)
        self.request.session["oidc_logout"] = {"state": state, "next": answer.url}
        back = absolute(self.request, "oidc_logout")
        asked = {"id_token_hint": kept["id_token"], "post_logout_redirect_uri": back, "state": state}
        return away(self.request, kept["end"] + ("&" if "?" in kept["end"] else "?") + urlencode(asked))


@never_cache
@require_safe
def logged_out(request):
    """The way back from there."""
    needs_provider()
    kept = request.session.pop("oidc_logout", None) or {}
    if not constant_time_compare(request.GET.get("state", ""), kept.get("state") or secrets.token_urlsafe(8)):
        return redirect("/")
    messages.success(request, _("You are signed out, here and at %(name)s.") % {"name": settings.OIDC["name"]})
    return redirect(kept["next"])
