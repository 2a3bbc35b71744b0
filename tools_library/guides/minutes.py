"""How long a lesson takes: its words read at an ordinary pace, and its practice."""

import math

from portal.entries import plain

WORDS_A_MINUTE = 180
LONGEST = 20  # minutes of a lesson: beyond, two lessons are better read


def words_of(body) -> int:
    """The words of all that a lesson says."""
    return len(plain(" ".join(map(str, body.stream_block.get_searchable_content(body)))).split())


def practice_minutes(body) -> int:
    return sum(block.value.get("minutes") or 0 for block in body if block.block_type == "practice")


def reading(lesson) -> int:
    """Minutes of a lesson without its practice: what may be too long."""
    return (lesson.minutes_override or computed(lesson.body)) - practice_minutes(lesson.body)


def computed(body) -> int:
    """Minutes of a body; one at least."""
    return max(1, math.ceil(words_of(body) / WORDS_A_MINUTE) + practice_minutes(body))
