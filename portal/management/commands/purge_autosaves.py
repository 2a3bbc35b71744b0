"""Revisions that were saved by themselves go after a while; those that anybody or anything still needs stay."""

from datetime import timedelta

from django.core.management.base import BaseCommand
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision, TaskState

from portal.history import EDIT, MARK

DAYS = 30
BATCH = 500


def old_autosaves(days: int):
    """Revisions of pages whose last save was automatic, older than `days`; never one that is live, the latest, scheduled,
    in a review past or present, or that a publication, a return to a version or any other act names."""
    entries = PageLogEntry.objects.filter(revision__isnull=False)
    automatic = Q(action=EDIT, data__has_key=MARK)
    return (
        Revision.page_revisions.filter(created_at__lt=timezone.now() - timedelta(days=days), approved_go_live_at=None)
        .filter(pk__in=entries.filter(automatic).values("revision"))
        .exclude(pk__in=entries.exclude(automatic).values("revision"))
        .exclude(pk__in=TaskState.objects.values("revision"))
        .exclude(pk__in=Page.objects.filter(latest_revision__isnull=False).values("latest_revision"))
        .exclude(pk__in=Page.objects.filter(live_revision__isnull=False).values("live_revision"))
    )


def purge(days: int = DAYS) -> int:
    """How many went. Their log entries stay, without the version that they can no longer show."""
    gone = 0
    for revision in old_autosaves(days).iterator(BATCH):
        if revision.is_latest_revision():
            continue
        PageLogEntry.objects.filter(revision=revision.pk).update(revision=None)
        revision.delete()
        gone += 1
    return gone


class Command(BaseCommand):
    help = f"Supprime les versions enregistrées automatiquement depuis plus de {DAYS} jours. Chaque nuit, par « manage.py work »."

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, default=DAYS, help="Âge à partir duquel elles partent, en jours.")
        parser.add_argument("--dry-run", action="store_true", help="Compte sans supprimer.")

    def handle(self, *args, days, dry_run, verbosity, **options):
        count = old_autosaves(days).count() if dry_run else purge(days)
        if verbosity:
            self.stdout.write(f"{count} version(s) automatique(s) {'à supprimer' if dry_run else 'supprimée(s)'}.")
