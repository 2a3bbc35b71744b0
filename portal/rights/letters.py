"""Letters of the review: to those who can act, and to whoever submitted. In place of Wagtail's, which know groups only."""

from functools import wraps

from django.dispatch import receiver
from django.urls import reverse
from wagtail.admin import signal_handlers
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.permissions import policy_registry
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted
from wagtail.users.models import UserProfile

from portal.accounts import mail
from portal.accounts.models import NATIONAL_TEAM, Membership, User

STOCK = (
    (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
    (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
    (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
    (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
)


def silence_wagtail():
    """Wagtail connects its own when its admin is ready, which comes after us: they go as soon as they come."""
    connect = signal_handlers.register_signal_handlers

    @wraps(connect)
    def connect_others():
        connect()
        for signal, sender, uid in STOCK:
            signal.disconnect(sender=sender, dispatch_uid=uid)

    signal_handlers.register_signal_handlers = connect_others


def national_team():
    return User.objects.filter(is_active=True, groups__name=NATIONAL_TEAM)


def reviewers(task, page):
    """Those who can act on the page at this step; where a lab has nobody, the national team."""
    if task.reviewers == task.Reviewers.NATIONAL or not getattr(page, "owner_lab_id", None):
        return national_team()
    roles = [Membership.Role.MANAGER, *([Membership.Role.EDITOR] if page.owner_lab.is_trusted else [])]
    held = Membership.objects.current().filter(lab=page.owner_lab_id, role__in=roles)
    people = User.objects.filter(is_active=True, pk__in=held.values("user"))
    return people if people.exists() else national_team()


def page_link(page) -> str:
    return mail.absolute(reverse("wagtailadmin_pages:edit", args=[page.pk]))


def send(letter, people, page, preference, **context):
    link = page_link(page)
    for person in people:
        if getattr(UserProfile.get_for_user(person), f"{preference}_notifications"):
            mail.send(letter, person.email, page=page, link=link, **context)


def page_of(state):
    return state.revision.content_object.specific if isinstance(state, TaskState) else state.content_object.specific


@receiver(task_submitted)
def tell_reviewers(instance, user=None, **kwargs):
    task = instance.task.specific
    if hasattr(task, "reviewers"):
        page = page_of(instance)
        people = reviewers(task, page).exclude(pk=getattr(user, "pk", None))
        send("to_review", people, page, "submitted", who=instance.workflow_state.requested_by)


def still_keeps(author, page) -> bool:
    """Whether she may open the page today: who has left reads no reason."""
    policy, author = policy_registry.get_by_type(Page), User.objects.filter(pk=author.pk, is_active=True).first()
    return bool(author) and policy.user_has_any_permission_for_instance(author, {"change", "publish"}, page)


@receiver([workflow_rejected, workflow_approved])
def tell_author(signal, instance, user=None, **kwargs):
    author = instance.requested_by
    if author is None or author == user or not still_keeps(author, page_of(instance)):
        return
    refused = signal is workflow_rejected
    reason = instance.current_task_state.get_comment() if refused and instance.current_task_state else ""
    letter, preference = ("sent_back", "rejected") if refused else ("approved", "approved")
    send(letter, [author], page_of(instance), preference, who=user, reason=reason)
