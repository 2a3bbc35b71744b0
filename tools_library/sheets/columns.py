"""Columns: how a value of a tool is written in a cell, and read from it.

Values are those of a revision's JSON: keys of rows, codes, ISO dates. `read` raises ValueError with words for the editor.
"""

import re
from datetime import date, datetime
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.fields import lines

from . import richtext
from .books import Books, Names, of_choices
from .cells import clean, key


def several(text: str) -> list[str]:
    """One a line; or, on one line, apart by « | »."""
    return lines(text) if "\n" in text else lines(text.replace("|", "\n"))


def found(names: Names, text: str):
    """The value that a word names. Raises ValueError with what may be written."""
    try:
        return names.find(text)
    except KeyError:
        told = {"word": text[:60], "words": names.some() or _("none yet")}
        raise ValueError(_("“%(word)s” is not known here. Write one of these: %(words)s.") % told) from None


class Column:
    """A text, as it is."""

    def __init__(self, name: str, label=""):
        self.name, self.label, self.field = name, label, None
        self._headings: dict[str, str] = {}

    @property
    def heading(self) -> str:
        language = get_language() or ""
        if language not in self._headings:  # asked for at every cell
            self._headings[language] = capfirst(str(self.label or self.field.verbose_name))
        return self._headings[language]

    @cached_property
    def keeps(self) -> bool:
        """Whether an empty cell leaves the value, or the default, as it is."""
        return not self.field.blank and self.field.has_default()

    @property
    def empty(self):
        return None if self.field.null else ""

    def write(self, value, books: Books):
        return value or ""

    def text(self, value, books: Books) -> str:
        """What `write` puts in the cell, as it comes back."""
        if value in (None, "", []):
            return ""
        return clean(self.write(value, books))

    def read(self, text: str, books: Books):
        if not isinstance(self.field, models.TextField):
            text = " ".join(text.split())
        return text

    def value(self, text: str, books: Books):
        """The checked value of a cell."""
        if not text:
            return self.empty
        value = self.read(text, books)
        self.check(value)
        return value

    def check(self, value):
        try:
            self.field.run_validators(value)
        except ValidationError as error:
            raise ValueError(" ".join(error.messages)) from None


class Rich(Column):
    def write(self, value, books):
        return richtext.to_text(value)

    def read(self, text, books):
        return richtext.to_html(text)


class Lines(Column):
    def write(self, value, books):
        return "\n".join(lines(value or ""))

    def read(self, text, books):
        return "\n".join(several(text))


class Number(Column):
    def write(self, value, books):
        return "" if value is None else value

    def read(self, text, books):
        digits = re.sub(r"[\s\u00a0\u202f]", "", text).removesuffix(".0")
        if not re.fullmatch(r"\d{1,9}", digits):
            raise ValueError(_("“%(text)s” is not a whole number. Write figures only, for example 30.") % {"text": text[:40]})
        return int(digits)


class Flag(Column):
    TRUE, FALSE = {"oui", "yes", "x", "1", "vrai", "true"}, {"non", "no", "0", "faux", "false"}
    empty = keeps = False

    def write(self, value, books):
        return _("yes") if value else _("no")

    def read(self, text, books):
        if key(text) not in self.TRUE | self.FALSE:
            raise ValueError(_("“%(text)s”: write “oui” or “non”.") % {"text": text[:40]})
        return key(text) in self.TRUE


class Day(Column):
    """French order; what a spreadsheet keeps as a date comes in the international one."""

    def write(self, value, books):
        return datetime.fromisoformat(str(value)).strftime("%d/%m/%Y") if value else ""

    def read(self, text, books):
        for pattern in ("%d/%m/%Y", "%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%d/%m/%y", "%d.%m.%Y", "%d-%m-%Y"):
            try:
                return self.checked(datetime.strptime(text, pattern).date())
            except ValueError:
                continue
        raise ValueError(_("“%(text)s” is not a date. Write it so: 14/03/2026.") % {"text": text[:40]})

    def checked(self, day: date) -> str:
        if day.year < 1900:
            raise ValueError
        return day.isoformat()

    def check(self, value):
        """Read: checked."""


class Choice(Column):
    @cached_property
    def names(self) -> Names:
        return of_choices(self.field.choices)

    def write(self, value, books):
        return self.names.say(value)

    def read(self, text, books):
        return found(self.names, text)

    def check(self, value):
        """Found: one of the choices."""


class Named(Column):
    """A row of another table."""

    def __init__(self, name, book, label=""):
        super().__init__(name, label)
        self.book = book

    empty = None

    def names(self, books) -> Names:
        return getattr(books, self.book)

    def write(self, value, books):
        return self.names(books).say(value)

    def read(self, text, books):
        return found(self.names(books), text)

    def check(self, value):
        """Found: it is there."""


class Tool(Named):
    """Another tool, by its reference."""

    def write(self, value, books):
        return books.references.get(value, "")

    def read(self, text, books):
        try:
            return books.tools.find(text)
        except KeyError:
            raise ValueError(_("No tool has the reference “%(text)s”.") % {"text": text[:40]}) from None


class Several(Named):
    """Rows of another table."""

    @property
    def empty(self):
        return []

    def write(self, value, books):
        order = {pk: place for place, pk in enumerate(self.names(books).words)}
        return "\n".join(self.names(books).say(pk) for pk in sorted(value or [], key=lambda pk: order.get(pk, 0)))

    def read(self, text, books):
        return list(dict.fromkeys(found(self.names(books), word) for word in several(text)))


class Terms(Several):
    def names(self, books):
        return books.terms(self.book)


class Codes(Several):
    """Codes between spaces, written as names."""

    empty = ""

    def write(self, value, books):
        return super().write((value or "").split(), books)

    def read(self, text, books):
        return " ".join(super().read(text, books))
