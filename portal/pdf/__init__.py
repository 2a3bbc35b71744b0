"""Turns a data structure into an accessible PDF, with one of a closed set of Typst templates."""

from .printables import render_printable
from .render import PdfError, render

__all__ = ["PdfError", "render", "render_printable"]
