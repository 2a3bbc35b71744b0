"""The steps that make a demo ready: each is skipped when it was done in today's state."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def is_current(data: Path, step: str, state: str) -> bool:
    """Whether `step` was last done, to its end, in this state: a stamp file remembers it."""
    stamp = data / f".{step}"
    return stamp.exists() and stamp.read_text() == state


def remember(data: Path, step: str, state: str) -> None:
    (data / f".{step}").write_text(state)


class Tenths:
    """Says how far a count is, in tenths, in one line that reads the same on a terminal and in a file."""

    def __init__(self, total: int, say: Callable[[str], object]):
        self.total, self.say, self.count = total, say, 0

    def one_more(self) -> None:
        before, self.count = self.count * 10 // self.total, self.count + 1
        after = min(self.count, self.total) * 10 // self.total
        if after != before:
            self.say(f" {after * 10} %")


class Migrate(DjangoMigrate):
    """Django's command, that tells each migration to `told`."""

    def __init__(self, told: Callable[[], None]):
        super().__init__()
        self.told = told

    def migration_progress_callback(self, action, migration=None, fake=False):
        if action == "apply_success":
            self.told()


def migrate(data: Path, say: Callable[[str], object]) -> bool:
    """Bring the database up to date. Whether there was something to do.

    A stamp tells that the end was reached: what Django does after the last migration (permissions, groups) counts too.
    """
    executor = MigrationExecutor(connection)
    state = hashlib.sha256(str(sorted(executor.loader.disk_migrations)).encode()).hexdigest()
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan and is_current(data, "migrations", state):
        return False
    say(" (dix secondes environ) :" if len(plan) > 50 else " :")
    call_command(Migrate(Tenths(len(plan), say).one_more), verbosity=0, interactive=False)
    remember(data, "migrations", state)
    return True


def static_state() -> str:
    """Changes when a static file of ours changes, or a package is upgraded."""
    ours = [folder for folder in settings.BASE_DIR.glob("*/static") if folder != settings.STATIC_ROOT]
    files = sorted(path for folder in ours for path in folder.rglob("*") if path.is_file())
    seen = hashlib.sha256((settings.BASE_DIR / "requirements.txt").read_bytes())
    for path in files:
        seen.update(str(path.relative_to(settings.BASE_DIR)).encode())
        seen.update(path.read_bytes())
    return seen.hexdigest()


def collect_static(data: Path) -> bool:
    """Hash and compress the static files. Whether there was something to do."""
    state = static_state()
    if (settings.STATIC_ROOT / "staticfiles.json").exists() and is_current(data, "static", state):
        return False
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    remember(data, "static", state)
    return True


def build_index() -> bool:
    """The index of the search, where there is none that answers. Whether there was something to do."""
    from search import indexing

    wanting = indexing.in_need()
    for one in wanting:
        indexing.rebuild(one)
    return bool(wanting)
