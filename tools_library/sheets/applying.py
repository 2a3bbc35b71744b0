"""An import carried out, and taken back: each tool in a transaction of its own, so that what stops half-way is still true."""

import json
import logging

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django_tasks import task
from wagtail.models import Revision

from portal.accounts.models import User

from ..models import ToolImport, ToolImportLine, ToolIndexPage, ToolPage
from .planning import CHANGED, CREATED, REFUSED, SAME, plan
from .tables import Table

AT_ONCE = 10  # tools written while the editor waits; more go to the queue: each takes a quarter of a second on a busy machine
BATCH = 100  # tools that a task of the queue writes
KEPT = 5  # files read and not confirmed, a person
logger = logging.getLogger("portal.audit")
State = ToolImport.State


def tell(action, record, **details):
    told = {"action": action, "import": record.pk, "file": record.filename, **details}
    logger.info("audit %s", json.dumps(told, ensure_ascii=False))


def now_or_queued(count, function, *arguments):
    """Now if it is short, else by the queue, once what was decided is in the database."""
    if count <= AT_ONCE:
        return function.call(*arguments)
    return transaction.on_commit(lambda: function.enqueue(*arguments))


# --- reading


def remember(user, filename, table: Table) -> ToolImport:
    """Keep what was read and what it would do. Of what the same person never confirmed, the oldest go."""
    waiting = ToolImport.objects.filter(by=user, state=State.READ)
    ToolImport.objects.filter(pk__in=list(waiting.values_list("pk", flat=True)[KEPT:])).delete()
    lines = plan(user, table)
    record = ToolImport(by=user, filename=filename, table=table.as_json())
    settle(record, lines)
    record.save()
    return record


def settle(record, lines):
    record.report = [line.as_json() for line in lines]
    outcomes = [line.outcome for line in lines]
    record.created, record.changed = outcomes.count(CREATED), outcomes.count(CHANGED)
    record.unchanged, record.refused = outcomes.count(SAME), outcomes.count(REFUSED)


# --- importing


def confirm(user, record) -> bool:
    """Import it, if the library is still what was shown; else show again what it would do now."""
    lines = plan(user, Table.from_json(record.table))
    if [line.as_json() for line in lines] != record.report:
        settle(record, lines)
        record.save()
        return False
    if ToolImport.objects.filter(pk=record.pk, state=State.READ).update(state=State.RUNNING):  # once, whoever clicks twice
        now_or_queued(record.to_do, carry_out, record.pk)
    return True


@task()
def carry_out(pk: int) -> None:
    """Begun again after a crash, it goes on: what is done already is found as it should be."""
    record = ToolImport.objects.select_related("by").get(pk=pk)
    if record.state != State.RUNNING or record.by is None:
        return
    done = {line.reference or line.title for line in record.lines.all()}
    lines = plan(record.by, Table.from_json(record.table))
    todo = [line for line in lines if line.outcome in (CREATED, CHANGED) and (line.reference or line.title) not in done]
    for line in todo[:BATCH]:
        write_or_say_why_not(record, line)
    if todo[BATCH:]:  # letters and pictures wait in the same queue: let them pass
        carry_out.enqueue(record.pk)
        return
    record.created, record.changed = (record.lines.filter(is_new=new, told="").count() for new in (True, False))
    record.state, record.table = State.DONE, {}
    record.save()
    tell("tools_imported", record, by=record.by.pk, created=record.created, changed=record.changed)


def write_or_say_why_not(record, line):
    """A tool that the database refuses must not stop the others."""
    try:
        write(record, line)
    except (ValidationError, IntegrityError) as error:
        words = " ".join(error.messages) if isinstance(error, ValidationError) else _("The database refused it.")
        ToolImportLine.objects.create(
            imported=record, page_id=0, reference=line.reference, title=line.title[:255], revision_id=0, told=words[:300]
        )


@transaction.atomic
def write(record, line):
    made = create(record.by, line) if line.known is None else change(record.by, line)
    ToolImportLine.objects.create(imported=record, **made)


def create(user, line) -> dict:
    shelf = ToolIndexPage.objects.filter(locale__language_code="fr").order_by("path").first()
    if shelf is None:
        raise ValidationError(_("There is no shelf of tools yet: the national team makes it under the home page."))
    blank = ToolPage(locale=shelf.locale, owner=user, live=False, has_unpublished_changes=True)
    page = ToolPage.from_serializable_data(blank.serializable_data() | line.values)
    shelf.add_child(instance=page)
    revision = page.save_revision(user=user, clean=False)
    return told_of(page, revision) | {"is_new": True}


def change(user, line) -> dict:
    page = ToolPage.objects.select_for_update().get(pk=line.known.page.pk)
    if page.latest_revision_id != line.known.page.latest_revision_id or not may_write(user, page):
        return told_of(page, page.latest_revision) | {"told": _("Changed or locked by somebody else meanwhile: left as it was.")}
    before, had_changes = page.latest_revision or page.save_revision(changed=False, clean=False), page.has_unpublished_changes
    draft = page.with_content_json(line.known.content | line.values)
    revision = draft.save_revision(user=user, clean=False, log_action=True)
    return told_of(draft, revision) | {"previous_id": before.pk, "had_changes": had_changes}


def may_write(user, page) -> bool:
    lock = page.get_lock()
    return page.permissions_for_user(user).can_edit() and not (lock and lock.for_user(user))


def told_of(page, revision) -> dict:
    return {"page_id": page.pk, "reference": page.reference, "title": page.title, "revision_id": revision.pk if revision else 0}


# --- taking it back


def undo(user, record) -> None:
    if ToolImport.objects.filter(pk=record.pk, state=State.DONE).update(state=State.UNDOING):
        tell("tools_import_undone", record, by=user.pk)
        now_or_queued(record.lines.count(), take_back, record.pk, user.pk)


@task()
def take_back(pk: int, user_pk: int) -> None:
    """The last tool first, as when one unwinds. With the rights that this person has now."""
    record, user = ToolImport.objects.get(pk=pk), User.objects.get(pk=user_pk)
    if record.state != State.UNDOING:
        return
    left = record.lines.filter(is_undone=False, told="").order_by("-pk")
    for line in left[:BATCH]:
        take_back_one(user, line)
    if left.exists():
        take_back.enqueue(pk, user_pk)
        return
    record.state = State.UNDONE
    record.save(update_fields=["state"])


@transaction.atomic
def take_back_one(user, line):
    page = ToolPage.objects.filter(pk=line.page_id).first()
    line.told = reason_to_leave(user, page, line)
    line.is_undone = not line.told
    if line.is_undone and page is not None:
        remove(user, page) if line.is_new else put_back(user, page, line)
    line.save()


def reason_to_leave(user, page, line) -> str:
    """Why a tool stays as it is; empty: nobody has touched it since."""
    if page is None:
        return "" if line.is_new else _("Deleted since.")
    if page.latest_revision_id != line.revision_id:
        return _("Changed since the import.")
    if page.live_revision_id == line.revision_id or (line.is_new and page.live):
        return _("Published since the import.")
    if page.workflow_in_progress:
        return _("Submitted for review since the import.")
    if line.is_new and page.get_translations().exists():
        return _("Translated since the import.")
    if not may_write(user, page) or (line.is_new and not page.permissions_for_user(user).can_delete()):
        return _("Locked, or no longer yours to change.")
    return ""


def remove(user, page):
    page.delete(user=user)


def put_back(user, page, line):
    """The draft before, as a new one at the top of the history."""
    before = Revision.objects.get(pk=line.previous_id)
    draft = before.as_object()
    draft.save_revision(user=user, clean=False, log_action="wagtail.revert", previous_revision=before, changed=line.had_changes)
    ToolPage.objects.filter(pk=page.pk).update(has_unpublished_changes=line.had_changes)
