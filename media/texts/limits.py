"""What reading a file may cost, and why one is not read. No Django: the process that reads knows none."""

MOST_FILE = 100_000_000  # bytes of the file itself
MOST_TEXT = 200_000  # bytes kept, in UTF-8. Source: search.md, rule 7
MOST_PAGES = 1_000
MOST_XML = 100_000_000  # bytes of one part of an office file, unpacked
MEMORY = 512_000_000  # bytes of addresses
CPU, WALL = 20, 45  # seconds: of work; of anything
MOST_TOLD = 4_000_000  # bytes that the process may write

# Why it is not read, or not to its end. What an editor is told of each: media/texts/words.py.
LONG, PAGES, TIME, ROOM, LOCKED, DAMAGED, HUGE, OTHER, SCAN, MISSING = (
    "long", "pages", "time", "room", "locked", "damaged", "huge", "other", "scan", "missing",
)  # fmt: skip


class Unreadable(Exception):
    """`note`: one of the above."""

    def __init__(self, note: str):
        super().__init__(note)
        self.note = note
