"""Small accessible pictures computed from the content, as SVG text.

Every function is pure and deterministic, and returns one <svg> whose looks come from the stylesheets (currentColor,
--field, --on, --trait, --voile). `hidden=True` gives aria-hidden where the page says the same in words; otherwise the
picture carries a sentence, in the language of `lang` ("fr" or "en"). Unknown numbers are None; impossible ones (a maximum
under its minimum, a negative count) raise ValueError. A width is in units: one unit is one CSS pixel at full size.
"""

from .axis import DurationAxis, duration_axis
from .lost import lost
from .near_miss import near_miss
from .phases import phase_mark, seven_times
from .portrait import portrait
from .poster import poster
from .swarm import swarm
from .timeline import timeline
from .voices import Step, Tool

__all__ = [
    "DurationAxis",
    "Step",
    "Tool",
    "duration_axis",
    "lost",
    "near_miss",
    "phase_mark",
    "portrait",
    "poster",
    "seven_times",
    "swarm",
    "timeline",
]
