"""What the desk asks, a class a panel: which pages, in which order, and what to say of each.

A panel shows the first rows and how many there are; the list of the same name shows all, with filters.
"""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, TaskState, WorkflowState, get_page_models
from wagtail.permissions import policy_registry

from portal.rights.policy import owned_by

from .pages import as_rows, changeable, having, in_source_language, of_any_type, of_my_labs
from .words import day, waiting_since, who

ENGLISH = "en"
FRESH = timedelta(days=365)  # what nobody has read for longer is to be read again


def page_flows(**conditions):
    """The reviews of pages that stand so, for a query on pages with a `key`."""
    base = ContentType.objects.get_for_model(Page)
    return WorkflowState.objects.filter(base_content_type=base, object_id=OuterRef("key"), **conditions)


class Question:
    """A question about pages. `wide`: its rows hold sentences. `quiet`: no answer is no news."""

    name = heading = empty = ""
    icon = "doc-empty"
    order = 100
    wide = quiet = False

    def title(self, user):
        return self.heading

    def is_asked(self, user):
        return True

    def pages(self, user):
        raise NotImplementedError

    def dress(self, pages):
        """Say in `page.note` what a row tells beside the title; in `page.reason` what somebody wrote."""
        for page in pages:
            page.note = self.note(page)

    def note(self, page):
        return ""


class Waiting(Question):
    """What this person can approve or send back, the oldest first."""

    name, order, icon, wide = "waiting", 20, "clipboard-list", True
    heading = gettext_lazy("Waiting for me")
    empty = gettext_lazy("Nothing waits for you. What a lab submits comes here, the oldest first.")

    def is_asked(self, user):
        return user.is_national or bool(user.publishing_labs)

    def pages(self, user):
        states = TaskState.objects.reviewable_by(user)
        mine = states.filter(revision__object_id=OuterRef("key")).order_by("started_at")
        pages = as_rows(Page.objects.all()).filter(key__in=states.values("revision__object_id"))
        pages = pages.annotate(state_id=Subquery(mine.values("pk")[:1]), waiting_since=Subquery(mine.values("started_at")[:1]))
        return pages.annotate(step_id=Subquery(mine.values("task")[:1])).order_by("waiting_since", "pk")

    def dress(self, pages):
        states = TaskState.objects.select_related("task", "workflow_state__requested_by")
        states = states.in_bulk([page.state_id for page in pages])
        for page in pages:
            state = states[page.state_id]
            page.step, page.submitted_by = state.task.name, who(state.workflow_state.requested_by)
            page.since = waiting_since(page.waiting_since)
            page.note = _("submitted by %(who)s, waiting %(since)s") % {"who": page.submitted_by, "since": page.since}
            page.act = (_("See the preview"), reverse("wagtailadmin_pages:workflow_preview", args=[page.pk, state.task_id]))


class SentBack(Question):
    """What a reviewer sent back, and why: the words are there to be read, not to be looked for."""

    name, order, icon, wide = "sent_back", 30, "resubmit", True
    heading = gettext_lazy("Sent back with a reason")
    empty = gettext_lazy("Nothing came back. A page that a reviewer sends back shows here with the reason.")

    def pages(self, user):
        flows = page_flows(status=WorkflowState.STATUS_NEEDS_CHANGES)
        concerned = Exists(flows.filter(requested_by=user)) | owned_by(user.editing_labs)
        pages = changeable(user).filter(concerned).annotate(flow_id=Subquery(flows.values("pk")[:1]))
        pages = pages.annotate(sent_at=Subquery(flows.values("current_task_state__finished_at")[:1]))
        return pages.exclude(flow_id=None).order_by("-sent_at", "-pk")

    def dress(self, pages):
        flows = WorkflowState.objects.select_related("current_task_state__finished_by")
        flows = flows.in_bulk([page.flow_id for page in pages])
        for page in pages:
            state = flows[page.flow_id].current_task_state
            page.reason = state.comment if state else ""
            told = {"who": who(state and state.finished_by), "day": day(page.sent_at)}
            page.note = _("sent back by %(who)s on %(day)s") % told


class Drafts(Question):
    """What this person began and did not publish."""

    name, order, icon = "drafts", 40, "edit"
    heading = gettext_lazy("My drafts")
    empty = gettext_lazy("No draft of yours is open. What you begin is kept here until it is published.")

    def pages(self, user):
        mine = Q(latest_revision__user=user) | Q(owner=user, latest_revision__user=None)
        pages = changeable(user).filter(mine, Q(live=False) | Q(has_unpublished_changes=True))
        back = page_flows(status=WorkflowState.STATUS_NEEDS_CHANGES)  # those are under « Renvoyés »
        in_review = Exists(page_flows(status=WorkflowState.STATUS_IN_PROGRESS))
        return pages.exclude(Exists(back)).annotate(in_review=in_review).order_by("-latest_revision_created_at", "-pk")

    def note(self, page):
        changed = day(page.latest_revision_created_at)
        if page.in_review:
            return _("in review, changed on %(day)s") % {"day": changed}
        if page.live:
            return _("published, with changes of %(day)s to publish") % {"day": changed}
        return (_("withdrawn, changed on %(day)s") if page.first_published_at else _("never published, %(day)s")) % {
            "day": changed
        }


class OfMyLab(Question):
    """What the lab keeps, the last change first."""

    name, order, icon = "lab", 50, "folder-open-inverse"
    empty = gettext_lazy("Your lab keeps no page yet. A tool that works for you is a good beginning.")

    def title(self, user):
        if not user.editing_labs:
            return _("The pages of the network")
        return _("The pages of my lab") if len(user.editing_labs) == 1 else _("The pages of my labs")

    def pages(self, user):
        pages = of_my_labs(user).annotate(told=of_any_type(having("completeness"), "completeness"))
        return pages.order_by(F("latest_revision_created_at").desc(nulls_last=True), "-pk")

    def note(self, page):
        said = self.said(page)
        return (
            said if getattr(page, "told", None) is None else _("%(said)s, filled in at %(n)s %%") % {"said": said, "n": page.told}
        )

    def said(self, page):
        if page.locked:
            told = {"who": who(page.locked_by), "day": day(page.locked_at)}
            return _("locked by %(who)s since %(day)s") % told if page.locked_at else _("locked by %(who)s") % told
        state = _("published") if page.live else _("draft")
        if not page.latest_revision_id:
            return state
        told = {"state": state, "who": who(page.latest_revision.user), "day": day(page.latest_revision_created_at)}
        return _("%(state)s, changed by %(who)s on %(day)s") % told


class Locked(OfMyLab):
    """What somebody locked: by whom, since when."""

    name, order, icon, quiet = "locked", 55, "lock", True
    heading = gettext_lazy("Locked pages")
    empty = gettext_lazy("No page is locked.")

    def title(self, user):
        return self.heading

    def pages(self, user):
        return super().pages(user).filter(locked=True).order_by("locked_at", "pk")


class ToReread(Question):
    """What nobody has read through for a year, or whose day has come. News are dated: they do not age."""

    name, order, icon = "reread", 60, "history"
    heading = gettext_lazy("To be read again")
    empty = gettext_lazy("All was read within twelve months.")

    def pages(self, user):
        today = timezone.localdate()
        ageless = [model for model in get_page_models() if not getattr(model, "ages", True)]
        pages = of_my_labs(user).filter(live=True).exclude(pk__in=Page.objects.type(*ageless).values("pk"))
        pages = pages.annotate(
            due=of_any_type(having("review_due_on"), "review_due_on"),
            read_on=Coalesce(
                of_any_type(having("last_reviewed_on"), "last_reviewed_on"), of_any_type(having("verified_on"), "verified_on")
            ),
        )
        old = Q(last_published_at__lt=timezone.now() - FRESH) & (Q(read_on=None) | Q(read_on__lt=today - FRESH))
        return pages.filter(Q(due__lte=today) | Q(due=None) & old).order_by("due", "last_published_at", "pk")

    def note(self, page):
        if page.due:
            return _("to be read again since %(day)s") % {"day": day(page.due)}
        if page.read_on:
            return _("last read through on %(day)s") % {"day": day(page.read_on)}
        return _("published on %(day)s") % {"day": day(page.last_published_at)}


class WithoutEnglish(Question):
    """What English readers read in French, or in the words of an older version."""

    name, order, icon = "english", 70, "site"
    heading = gettext_lazy("Without an English version")
    empty = gettext_lazy("Everything is read in English, and up to date.")

    def pages(self, user):
        twin = Page.objects.filter(translation_key=OuterRef("translation_key"), locale__language_code=ENGLISH)
        pages = in_source_language(of_my_labs(user)).filter(live=True)
        pages = pages.annotate(
            twin_id=Subquery(twin.values("pk")[:1]),
            twin_live=Subquery(twin.values("live")[:1]),
            twin_at=Subquery(twin.values("latest_revision_created_at")[:1]),
        )
        late = Q(last_published_at__gt=F("twin_at"))
        pages = pages.filter(Q(twin_id=None) | Q(twin_live=False) | late)
        return pages.order_by(F("twin_at").asc(nulls_last=True), "-last_published_at", "pk")

    def note(self, page):
        if page.twin_id is None:
            page.act = (_("Translate"), reverse("simple_translation:submit_page_translation", args=[page.pk]))
            return _("not translated")
        page.act = (_("Open the translation"), reverse("wagtailadmin_pages:edit", args=[page.twin_id]))
        if not page.twin_at or page.last_published_at <= page.twin_at:
            return _("English draft, not published")
        told = {"source": day(page.last_published_at), "twin": day(page.twin_at)}
        return _("translation late: French of %(source)s, English of %(twin)s") % told


QUESTIONS = [Waiting(), SentBack(), Drafts(), OfMyLab(), Locked(), ToReread(), WithoutEnglish()]


def may_add(user) -> bool:
    return policy_registry.get_by_type(Page).user_has_any_permission(user, {"add"})
