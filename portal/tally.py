"""Numbers without anybody in them: what was taken away, what was not found. Noted after the answer, added up by the worker.

A request leaves its notes in memory; once its answer is sent they go, one line each, to a file of the data folder, which
`manage.py add_counts` takes away each minute. No cookie, no address, no hour: a word, a thing, a
month. A few are lost at a crash.
"""

import json
import os
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.signals import request_finished
from django.utils import timezone

LONGEST = 80  # characters of what is noted
_pending = threading.local()
_adders: dict[str, Callable[[Counter], object]] = {}


def note(word: str, *thing: str) -> None:
    """Counted once the answer is gone."""
    if not hasattr(_pending, "notes"):
        _pending.notes = []
    _pending.notes.append([word, *(str(part)[:LONGEST] for part in thing)])


def flush(**kwargs) -> None:
    """One write for all the notes of a request: lines of several processes do not mix."""
    notes, _pending.notes = getattr(_pending, "notes", []), []
    if not notes:
        return
    month = timezone.localdate().strftime("%Y-%m")
    lines = "".join(json.dumps([month, *one]) + "\n" for one in notes)
    try:
        folder().mkdir(parents=True, exist_ok=True)
        file = os.open(folder() / "notes", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(file, lines.encode())
        finally:
            os.close(file)
    except OSError:
        return  # a full disk stops no reader


def folder() -> Path:
    return settings.PORTAL_DATA_DIR / "tally"


def adds_up(word: str):
    """A function of {(month, *thing): number} that keeps what was noted under `word`."""

    def register(function):
        _adders[word] = function
        return function

    return register


def collect() -> int:
    """Everything noted until now, added up where it is kept. How many notes."""
    taken, total = folder() / "taken", 0
    if not taken.exists():  # else a crash left it: it comes first
        try:
            (folder() / "notes").rename(taken)
        except FileNotFoundError:
            return 0
    counts: dict[str, Counter] = {}
    for line in taken.read_text(errors="replace").splitlines():
        try:
            month, word, *thing = json.loads(line)
        except ValueError:
            continue  # cut by a crash
        counts.setdefault(word, Counter())[month, *thing] += 1
        total += 1
    for word, numbers in counts.items():
        if word in _adders:
            _adders[word](numbers)
    taken.unlink()
    return total


def connect() -> None:
    """Called once, when the apps are ready."""
    from media.signals import file_sent
    from search.signals import answered, nothing_found

    request_finished.connect(flush, dispatch_uid="tally")
    file_sent.connect(lambda file, **kwargs: note("file", file.pk), dispatch_uid="tally-file", weak=False)
    answered.connect(lambda engine, step, **kwargs: note("answered", engine, step), dispatch_uid="tally-answered", weak=False)
    nothing_found.connect(
        lambda kind, language, text, **kwargs: note("nothing", kind, language, text), dispatch_uid="tally-nothing", weak=False
    )
