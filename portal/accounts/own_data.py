"""All that the portal knows of a person, as data: her right to a copy (GDPR, article 20)."""

from django.apps import apps
from wagtail.models import PageLogEntry

from . import personal
from .models import AuditEntry, Invitation, User

SCHEMA = 1


def as_data(person) -> dict:
    """JSON-ready. Nothing secret: neither the password's print nor the keys of second factors."""
    return {
        "schema": SCHEMA,
        "account": {
            "email": person.email,
            "first_name": person.first_name,
            "last_name": person.last_name,
            "created": person.date_joined,
            "last_sign_in": person.last_login,
            "groups": list(person.groups.values_list("name", flat=True)),
            "deletion_requested": person.deletion_requested_at,
        },
        "memberships": [
            {"lab": row.lab.name, "role": row.role, "since": row.since, "until": row.until, "ended": row.ended_at}
            for row in person.memberships.select_related("lab")
        ],
        "invitations": list(Invitation.objects.filter(email=person.email).values("role", "lab__name", "sent_at", "accepted_at")),
        "addresses": list(person.emailaddress_set.values("email", "verified", "primary")),
        "second_factors": list(person.authenticator_set.values("type", "created_at", "last_used_at")),
        "linked_accounts": list(person.socialaccount_set.values("provider", "uid", "extra_data", "date_joined", "last_login")),
        "sessions": list(person.usersession_set.values("created_at", "last_seen_at", "ip", "user_agent")),
        "log": list(AuditEntry.objects.filter(person=person).values("at", "action", "actor_name", "lab__name", "details")),
        "my_acts": list(AuditEntry.objects.filter(actor=person).values("at", "action", "person_name", "lab__name", "details")),
        "pages": list(PageLogEntry.objects.filter(user=person).values("timestamp", "action", "label")),
        **personal.copies(person),
        **{f"{label}_owned": owned(person, *place) for label, place in OWNED.items()},
    }


OWNED = {"comments": ("wagtailcore.Comment", "user", "text"), "images": ("media.PortalImage", "uploaded_by_user", "title"),
         "documents": ("media.PortalDocument", "uploaded_by_user", "title")}  # fmt: skip


def owned(person: User, label: str, owner: str, text: str) -> list[str]:
    return list(apps.get_model(label).objects.filter(**{owner: person}).values_list(text, flat=True))
