"""The network's models."""

from .case_index import CaseStudyIndexPage
from .case_rows import (
    CaseActor,
    CaseAttachment,
    CaseChallenge,
    CaseFigure,
    CaseInspiration,
    CaseMilestone,
    CaseQuote,
    CaseRelated,
    CaseReplication,
    CaseStage,
    CaseTool,
)
from .case_studies import CaseStudyPage
from .events import EventIndexPage, EventPage
from .figures import KeyFigure, KeyFiguresPage, KeyFigureValue
from .lab_index import LabIndexPage
from .lab_rows import LabAward, LabHours, LabInspiration, LabLink, LabRoom, LabTeam
from .labs import LabPage
from .querysets import EventQuerySet, LabQuerySet

__all__ = [
    "CaseActor",
    "CaseAttachment",
    "CaseChallenge",
    "CaseFigure",
    "CaseInspiration",
    "CaseMilestone",
    "CaseQuote",
    "CaseRelated",
    "CaseReplication",
    "CaseStage",
    "CaseStudyIndexPage",
    "CaseStudyPage",
    "CaseTool",
    "EventIndexPage",
    "EventPage",
    "EventQuerySet",
    "KeyFigure",
    "KeyFigureValue",
    "KeyFiguresPage",
    "LabAward",
    "LabHours",
    "LabIndexPage",
    "LabInspiration",
    "LabLink",
    "LabPage",
    "LabQuerySet",
    "LabRoom",
    "LabTeam",
]
