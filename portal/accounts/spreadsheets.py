"""Exports that a spreadsheet may open: no cell of a CSV file is run as a formula, whoever wrote it and whichever list it is."""

from wagtail.admin.views.mixins import SpreadsheetExportMixin

# What Excel, LibreOffice and Google Sheets take for the beginning of a formula (OWASP, “CSV injection”), full width included.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
stock = SpreadsheetExportMixin.write_csv_row


def harmless(value):
    """A text as a spreadsheet must read it: as text. Numbers and dates are what they are."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


class HarmlessWriter:
    """A writer of CSV rows that protects each cell."""

    def __init__(self, writer):
        self.writer = writer

    def writerow(self, row):
        return self.writer.writerow({name: harmless(value) for name, value in row.items()})


def write_csv_row(self, writer, row_dict):
    return stock(self, HarmlessWriter(writer), row_dict)


def protect() -> None:
    """Every export of the admin goes through this method, stock or ours: Wagtail holds that formulas are not its affair."""
    SpreadsheetExportMixin.write_csv_row = write_csv_row
