"""Who is who. A leaf of the house: it imports nothing of the site."""

from .audit import AuditEntry
from .invitations import Invitation
from .labs import Lab, Membership
from .people import CLIP_PEERS, NATIONAL_TEAM, User

__all__ = ["CLIP_PEERS", "NATIONAL_TEAM", "AuditEntry", "Invitation", "Lab", "Membership", "User"]
