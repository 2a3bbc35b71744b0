"""STUB, to be replaced by the pictures library."""
from typing import NamedTuple
class Step(NamedTuple):
    minutes: object=None; participation: str=""; size: object=None; title: str=""; rule: str="same"
class Tool(NamedTuple):
    title: str; minutes_min: object=None; minutes_max: object=None; people_min: object=None; people_max: object=None; steps: tuple=(); people: object=None
class DurationAxis(NamedTuple):
    axis: str; rows: list; low: float; high: float
def poster(*a, **k): return ""
timeline=swarm=seven_times=near_miss=lost=portrait=phase_mark=poster
def duration_axis(rows, want=None, **k): return DurationAxis("", [""]*len(rows), 1, 2)
