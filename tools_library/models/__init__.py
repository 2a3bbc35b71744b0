"""The library's models."""

from .children import ToolAttachment, ToolLink, ToolMaterial, ToolRelation, ToolStep
from .imports import ToolImport, ToolImportLine
from .index import ToolIndexPage
from .materials import Material
from .numbers import ToolCount
from .querysets import ToolQuerySet
from .tools import ToolPage

__all__ = [
    "Material",
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
