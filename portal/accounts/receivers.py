"""What happens to accounts is written in the audit log; a factor that was just added has just been used."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed, password_changed, password_reset, password_set, user_logged_in
from allauth.mfa.signals import authenticator_added, authenticator_removed
from allauth.socialaccount.signals import social_account_added, social_account_removed
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.db.models.signals import post_save
from django.dispatch import receiver

from .models import AuditEntry, User

Action = AuditEntry.Action


def record(action, user, **details):
    AuditEntry.objects.record(action, by=user, person=user, **details)


@receiver(post_save, sender=User)
def address_is_known(instance, created, raw=False, **kwargs):
    """Nobody types an address alone: an invitation or an operator vouched for it. So nobody else may claim it."""
    if created and not raw:
        EmailAddress.objects.create(user=instance, email=instance.email.lower(), verified=True, primary=True)


@receiver(user_logged_in)
def signed_in(user, request, sociallogin=None, **kwargs):
    record(Action.SIGNED_IN, user, **({"door": settings.OIDC["name"]} if sociallogin else {}))
    if sociallogin:
        arrived(request, user, sociallogin.state["arrival"])


def arrived(request, user, arrival):
    """By a provider's door: its token is needed to go out again, and its level may be a second factor."""
    request.session["oidc"] = {"id_token": arrival["id_token"], "end": arrival["end"]}
    if arrival["acr"] in settings.OIDC["second_factor_acr"]:
        record_authentication(request, user, "mfa", type="oidc", acr=arrival["acr"])


@receiver(social_account_added)
def linked(request, sociallogin, **kwargs):
    record(Action.LINKED, sociallogin.user, door=settings.OIDC["name"])


@receiver(social_account_removed)
def unlinked(request, socialaccount, **kwargs):
    record(Action.UNLINKED, socialaccount.user, door=socialaccount.provider)


@receiver(user_login_failed)
def refused(credentials, **kwargs):
    """Only for an account that exists: what strangers type is theirs."""
    user = User.objects.filter(email__iexact=(credentials.get("email") or "").strip()).first()
    if user:
        AuditEntry.objects.record(Action.SIGN_IN_FAILED, person=user)


@receiver([password_changed, password_reset, password_set])
def new_password(user, **kwargs):
    record(Action.PASSWORD, user)


@receiver(email_changed)
def new_address(user, **kwargs):
    record(Action.EMAIL, user)


@receiver(authenticator_added)
def factor_added(request, user, authenticator, **kwargs):
    record(Action.FACTOR_ADDED, user, kind=authenticator.type)
    if authenticator.type != authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


@receiver(authenticator_removed)
def factor_removed(user, authenticator, **kwargs):
    record(Action.FACTOR_REMOVED, user, kind=authenticator.type)
