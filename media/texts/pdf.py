"""The text of a PDF, page by page. Runs in the process that reads: no Django."""

from collections.abc import Iterator

from .limits import DAMAGED, LOCKED, MOST_PAGES, PAGES, Unreadable


def pages(file) -> Iterator[str]:
    """Raises Unreadable. A page that alone is broken is empty: the others keep their numbers."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        pdf = PdfReader(file)
        if pdf.is_encrypted and not pdf.decrypt(""):  # many that “forbid to print” open without a password
            raise Unreadable(LOCKED)
        number = len(pdf.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as error:
        raise Unreadable(DAMAGED) from error
    if not number:
        raise Unreadable(DAMAGED)
    for n in range(min(number, MOST_PAGES)):
        yield text(pdf, n)
    if number > MOST_PAGES:
        raise Unreadable(PAGES)


def text(pdf, n: int) -> str:
    try:
        return pdf.pages[n].extract_text()
    except MemoryError:
        raise
    except Exception:  # a page made to deceive may raise anything
        return ""
