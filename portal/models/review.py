"""Review of what an editor submits: the lab's manager first, then the national team."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models.functions import Cast
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.locks import WorkflowLock
from wagtail.models import Page, Task, TaskState
from wagtail.permissions import policy_registry
from wagtail.utils.timestamps import render_timestamp

from portal.rights.refusals import DecidedMeanwhile, ReasonMissing


class ReasonForm(forms.Form):
    """Whoever sends a page back says why: its author reads it in her mail and on her desk."""

    comment = forms.CharField(
        label=_("What should change"), required=True, widget=forms.Textarea(attrs={"rows": 4}), max_length=2000,
        help_text=_("The author receives these words. For example: the steps last longer than the card says."),
    )  # fmt: skip


class ReviewLock(WorkflowLock):
    """Says who submitted the page and since when it waits."""

    def get_message(self, user):
        state = self.object.current_workflow_state
        if not self.for_user(user) or state is None:
            return None
        told = gettext("<b>Waiting for review</b> since {when}: {who} submitted it. Its reviewers alone may change it meanwhile.")
        return format_html(told, when=render_timestamp(state.created_at), who=state.requested_by or gettext("somebody"))


class ReviewTask(Task):
    """A step of the review, done by those who may publish for the lab, or by the national team."""

    class Reviewers(models.TextChoices):
        LAB = "lab", _("Managers of the lab")
        NATIONAL = "national", _("National team")

    reviewers = models.CharField(_("reviewers"), max_length=10, choices=Reviewers, default=Reviewers.LAB)

    admin_form_fields = [*Task.admin_form_fields, "reviewers"]
    lock_class = ReviewLock

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")

    @classmethod
    def get_description(cls):
        return _("The managers of the lab that keeps the page, or the national team, approve it or send it back with a reason.")

    def may_act(self, page, user) -> bool:
        if self.reviewers == self.Reviewers.NATIONAL:
            return bool(user.is_active and user.is_national)
        return policy_registry.get_by_type(Page).user_has_permission_for_instance(user, "publish", page)

    user_can_access_editor = user_can_lock = may_act

    def locked_for_user(self, obj, user):
        return not self.may_act(obj, user)

    def get_actions(self, obj, user):
        if not self.may_act(obj, user):
            return []
        return [("approve", _("Approve"), False), ("reject", _("Send back with a reason"), True)]

    def get_form_for_action(self, action):
        return ReasonForm if action == "reject" else super().get_form_for_action(action)

    @transaction.atomic
    def on_action(self, task_state, user, action_name, **kwargs):
        # What the request has read may have been decided since, by somebody else.
        task_state.refresh_from_db(from_queryset=TaskState.objects.select_for_update())
        # Stock views check the page of the URL, then act on the task state of the URL: nothing says that the second
        # belongs to the first.
        page = task_state.revision.content_object
        if not self.may_act(page, user):
            raise PermissionDenied
        if task_state.status != TaskState.STATUS_IN_PROGRESS:
            raise DecidedMeanwhile(page, ValidationError(gettext("Read what became of it before you go on.")))
        if action_name == "reject" and not str(kwargs.get("comment", "")).strip():
            raise ReasonMissing(page, ValidationError(gettext("Say what should change: its author will read it.")))
        return super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user, **kwargs):
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        if self.reviewers == self.Reviewers.NATIONAL:
            return waiting if user.is_active and user.is_national else waiting.none()
        pages = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "publish")
        return waiting.filter(revision__object_id__in=pages.values_list(Cast("pk", models.CharField()), flat=True))
