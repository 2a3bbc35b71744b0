"""Small accessible pictures computed from the content, as SVG text.

Every function is pure and deterministic, and returns one <svg> whose looks come from the stylesheets (currentColor,
--field, --on, --trait, --voile). `hidden=True` gives aria-hidden where the page says the same in words; otherwise the
picture carries a sentence, in the language of `lang` ("fr" or "en"). Unknown numbers are None; impossible ones (a maximum
under its minimum, a negative count) raise ValueError. A width is in units: one unit is one CSS pixel at full size.
"""

from .axis import DurationAxis, duration_axis
from .crowd import crowd
from .funnel import funnel
from .lineage import lineage
from .lost import lost
from .map import Lab, france_map
from .near_miss import near_miss
from .phases import phase_mark, seven_times
from .portrait import portrait
from .poster import poster
from .road import Stop, tour_line
from .swarm import swarm
from .timeline import timeline
from .voices import Step, Tool
from .way import way

__all__ = [
    "DurationAxis",
    "Lab",
    "Step",
    "Stop",
    "Tool",
    "crowd",
    "duration_axis",
    "france_map",
    "funnel",
    "lineage",
    "lost",
    "near_miss",
    "phase_mark",
    "portrait",
    "poster",
    "seven_times",
    "swarm",
    "timeline",
    "tour_line",
    "way",
]
