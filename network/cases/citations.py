"""A case study cited: in a sentence, in BibTeX, in RIS, in CSL-JSON. All give the address that never changes.

Sources: BibTeX entries (Patashnik, 1988), RIS (Research Information Systems), CSL-JSON 1.0.2 (citationstyles.org).
"""

import json
import re

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.fields import lines

from . import dates

FORMS = {"bib": "BibTeX", "ris": "RIS", "json": "CSL-JSON"}
MIME = {
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "json": "application/vnd.citationstyles.csl+json; charset=utf-8",
}
SPECIAL = re.compile(r"[\\{}$&%#_~^]")
ESCAPED = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def short(case, where) -> str:
    """The full address that never changes. `where(path)` gives a full address."""
    return where(case.short_path)


def day_of(case):
    """The date that a citation gives: the one that its editors gave, else that of its publication."""
    if case.published_on:
        return case.published_on
    moment = case.first_published_at or timezone.now()
    return timezone.localtime(moment).date()


def authors_of(case) -> list[str]:
    return lines(case.authors) or ([case.owner_lab.name] if case.owner_lab else [])


def one_line(text) -> str:
    return " ".join(str(text).split())


def text(case, where) -> str:
    """« Lab national. « Agence de demain », CAS-002, 12 novembre 2026, relue le 4 novembre 2026. https://…/c/CAS-002 »"""
    reviewed = _("reviewed on %(day)s") % {"day": dates.said(case.last_reviewed_on, "day")} if case.last_reviewed_on else ""
    told = [_("“%(words)s”") % {"words": one_line(case.title)}, case.reference, dates.said(day_of(case), "day"), reviewed]
    doi = f" https://doi.org/{case.doi}" if case.doi else ""
    return f"{', '.join(authors_of(case))}. {', '.join(part for part in told if part)}. {short(case, where)}{doi}"


# --- BibTeX


def tex(words) -> str:
    """Text that BibTeX and LaTeX read as text. Braces in it could end a field: they are escaped too."""
    return SPECIAL.sub(lambda sign: ESCAPED.get(sign[0], f"\\{sign[0]}"), one_line(words))


def bibtex(case, where) -> str:
    day = day_of(case)
    fields = {
        "title": f"{{{tex(case.title)}}}",
        "author": " and ".join(f"{{{tex(name)}}}" for name in authors_of(case)),
        "institution": tex(case.owner_lab.name) if case.owner_lab else "",
        "number": case.reference,
        "year": str(day.year),
        "month": str(day.month),
        "url": short(case, where),
        "doi": tex(case.doi),
        "language": "french" if case.locale.language_code == "fr" else "english",
        "note": tex(case.get_licence_display()) if case.licence else "",
        "abstract": tex(case.summary),
    }
    told = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@techreport{{{case.reference},\n{told}\n}}\n"


# --- RIS


def ris(case, where) -> str:
    day = day_of(case)
    pairs = [
        ("TY", "RPRT"),
        *(("AU", name) for name in authors_of(case)),
        ("TI", case.title),
        ("PB", case.owner_lab.name if case.owner_lab else ""),
        ("PY", str(day.year)),
        ("DA", f"{day:%Y/%m/%d}"),
        ("M1", case.reference),
        ("UR", short(case, where)),
        ("DO", case.doi),
        ("LA", case.locale.language_code),
        ("C1", case.get_licence_display() if case.licence else ""),
        ("AB", case.summary),
    ]
    told = [f"{tag}  - {one_line(value)}" for tag, value in pairs if value]
    return "\r\n".join([*told, "ER  - ", ""])


# --- CSL-JSON


def csl(case, where) -> str:
    day = day_of(case)
    item = {
        "id": case.reference,
        "type": "report",
        "title": one_line(case.title),
        "author": [{"literal": name} for name in authors_of(case)],
        "publisher": case.owner_lab.name if case.owner_lab else "",
        "number": case.reference,
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "URL": short(case, where),
        "DOI": case.doi,
        "language": case.locale.language_code,
        "abstract": one_line(case.summary),
        "note": case.get_licence_display() if case.licence else "",
    }
    return json.dumps([{key: value for key, value in item.items() if value}], ensure_ascii=False, indent=2) + "\n"


WRITERS = {"bib": bibtex, "ris": ris, "json": csl}
