"""The library's models."""

from .children import ToolAttachment, ToolLink, ToolMaterial, ToolRelation, ToolStep
from .guides import GuideAuthor, GuideIndexPage, GuidePage, GuidePrerequisite, GuideTool
from .imports import ToolImport, ToolImportLine
from .index import ToolIndexPage
from .lessons import LessonPage, LessonTool, ModulePage
from .materials import Material
from .numbers import ToolCount
from .progress import Enrolment, LearnerNote, LessonProgress
from .querysets import ToolQuerySet
from .tools import ToolPage

__all__ = [
    "Enrolment",
    "GuideAuthor",
    "GuideIndexPage",
    "GuidePage",
    "GuidePrerequisite",
    "GuideTool",
    "LearnerNote",
    "LessonPage",
    "LessonProgress",
    "LessonTool",
    "Material",
    "ModulePage",
    "ToolAttachment",
    "ToolCount",
    "ToolImport",
    "ToolImportLine",
    "ToolIndexPage",
    "ToolLink",
    "ToolMaterial",
    "ToolPage",
    "ToolQuerySet",
    "ToolRelation",
    "ToolStep",
]
