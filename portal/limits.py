"""How often one address may ask for the same thing. Counted in the shared cache; nothing else is kept of it."""

import time
from hashlib import sha256

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.shortcuts import render

MINUTE, HOUR = 60, 3600  # seconds


def too_many(request, kind: str, most: int, seconds: int = MINUTE) -> bool:
    """Whether this address has asked `most` times for `kind` within that time."""
    address = address_of(request)
    who = sha256(f"{settings.SECRET_KEY}{address}".encode()).hexdigest()[:20]
    key = f"limit:{kind}:{int(time.time()) // seconds}:{who}"
    cache.add(key, 0, 2 * seconds)
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


def refusal(request, seconds: int = MINUTE):
    response = render(request, "429.html", status=429)
    response["Retry-After"] = str(seconds)
    return response
