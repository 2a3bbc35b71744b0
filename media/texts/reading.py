"""`read(file, kind)`: the text of a file, read by a process of its own that cannot do harm nor last."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from .limits import DAMAGED, HUGE, MOST_FILE, ROOM, SCAN, TIME, WALL

KINDS = ("pdf", "docx", "pptx", "odt", "odp", "txt", "md")
PAGED = {"pdf", "pptx", "odp"}  # whose pages are those that a reader sees
ROOT = Path(__file__).parents[2]
CHUNK = 256 * 1024  # bytes
READ, PART, NONE = "read", "part", "none"
# How a process ends that has gone over a limit.
ENDS = {-signal.SIGXCPU: TIME, -signal.SIGALRM: TIME, -signal.SIGKILL: ROOM}


@dataclass(frozen=True)
class Text:
    """state: read, part (of it) or none. note: why not all; empty when all of it is read."""

    pages: tuple[str, ...] = ()
    state: str = NONE
    note: str = ""


def read(file, kind: str, wall: float = WALL) -> Text:
    """`file`: opened, binary. It never raises for what a file holds; OSError for a store that does not answer."""
    with TemporaryFile() as copy, TemporaryFile() as told:
        if not is_copied(file, copy):
            return Text(note=HUGE)
        code = run(kind, copy, told, wall)
        told.seek(0)
        return verdict(list(lines(told)), code)


def is_copied(file, copy) -> bool:
    left = MOST_FILE
    while chunk := file.read(CHUNK):
        left -= len(chunk)
        if left < 0:
            return False
        copy.write(chunk)
    copy.seek(0)
    return True


def run(kind: str, copy, told, wall: float) -> int:
    """How it ended: its code, or the signal that ended it, negative. It has a group of its own and no environment."""
    command = [sys.executable, "-E", "-s", "-m", "media.texts.child", kind]
    process = subprocess.Popen(
        command, stdin=copy, stdout=told, stderr=subprocess.DEVNULL, cwd=ROOT, env={"PATH": os.defpath}, start_new_session=True
    )
    try:
        return process.wait(wall)
    except subprocess.TimeoutExpired:
        return -signal.SIGALRM
    finally:
        if process.poll() is None:  # also when whoever waits is told to stop
            process.kill()
            process.wait()


def lines(told) -> Iterator[object]:
    """What it has said; a line that a limit has cut is not one."""
    for line in told:
        try:
            yield json.loads(line)
        except ValueError:
            return


def verdict(said: list, code: int) -> Text:
    pages = tuple(one for one in said if isinstance(one, str))
    note = next((one["note"] for one in said if isinstance(one, dict)), ENDS.get(code, DAMAGED))
    if not any(pages):
        return Text((), NONE, note or SCAN)
    return Text(pages, PART if note else READ, note)
