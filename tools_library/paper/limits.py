"""How often one address may ask for what is long to make. Counted in the shared cache; nothing else is kept of it."""

import time
from hashlib import sha256

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.shortcuts import render

MOST = 30  # tools in a list
MINUTE = 60  # seconds
LISTS_A_MINUTE, CARDS_A_MINUTE = 12, 120


def too_many(request, kind: str, most: int) -> bool:
    """Whether this address has asked `most` times for `kind` within the minute."""
    address = address_of(request)
    who = sha256(f"{settings.SECRET_KEY}{address}".encode()).hexdigest()[:20]
    key = f"paper:{kind}:{int(time.time()) // MINUTE}:{who}"
    cache.add(key, 0, 2 * MINUTE)
    try:
        return cache.incr(key) > most
    except ValueError:  # dropped meanwhile
        return False


def address_of(request) -> str:
    """The reader's, not the proxy's, and of IPv6 the network: as the limits of the sign-in see it."""
    try:
        return ratelimit.get_ip(request)
    except PermissionDenied:  # it cannot be known: all those share one count
        return ""


def refusal(request):
    response = render(request, "429.html", status=429)
    response["Retry-After"] = str(MINUTE)
    return response
