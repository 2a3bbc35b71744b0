"""The national team decides for everybody: its sessions need a second factor before they open anything."""

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

# What such a session still reaches: the enrolment itself, and the way out.
OPEN = {"account_logout", "account_reauthenticate", "account_profile"}
OPEN |= {"alive", "ready"}  # asked by machines, also when nobody's session can be read
OPEN_PREFIX = "mfa_"


def used_second_factor(request) -> bool:
    """Whether this session, not only this account, went through a second factor."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def lacks_second_factor(request) -> bool:
    user = request.user
    if not (settings.NATIONAL_TEAM_NEEDS_SECOND_FACTOR and user.is_authenticated and user.is_national):
        return False
    return not used_second_factor(request)


class SecondFactorMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        name = request.resolver_match.url_name or ""
        if name in OPEN or name.startswith(OPEN_PREFIX) or not lacks_second_factor(request):
            return None
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return JsonResponse({"error": _("A second factor is needed.")}, status=403)
        messages.warning(request, _("The national team signs in with two factors. Add the second one now: it takes two minutes."))
        return redirect("mfa_index")
