"""What one takes away, as HTTP answers, and the page that says what a print has become."""

from django.http import Http404, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from media import downloads
from portal import limits, tally
from portal.accounts.access import Access, is_lab_member
from portal.chrome import chrome
from portal.content_version import content_version
from portal.typography import french

from . import content, files, pack, pdf, prints, selection, shelf, zipping

LISTS_A_MINUTE, CARDS_A_MINUTE = 12, 120  # of one address
FORMS = ("pdf", "docx", "odt", "html", "zip")
SMALL = ("a3", "a6")


def tool_or_404(request, reference):
    """The tool that this reader may read; whether it is not hers or does not exist, the same answer."""
    tool = selection.readable(request.user, [reference.upper()]).get(reference.upper())
    if tool is None:
        raise Http404
    return tool


def sheet_of(request, tool, notes: str = "") -> dict:
    return content.sheet(tool, request.user, request.build_absolute_uri, notes)


@require_safe
def one(request, reference, form):
    """fiches/OUT-014.pdf and its like."""
    if form not in FORMS:
        raise Http404
    tool = tool_or_404(request, reference)
    if form == "zip":
        return kit(request, [tool], f"{tool.reference} {tool.title}")
    notes = tool.facilitator_notes if form == "pdf" and is_lab_member(request.user) else ""
    return of_card(request, tool, form, f"{tool.reference} {tool.title}.{form}", notes)


@require_safe
def small(request, reference, form):
    """fiches/OUT-014/a6.pdf, a3.pdf."""
    if form not in SMALL:
        raise Http404
    tool = tool_or_404(request, reference)
    if form == "a3" and not tool.structuring_question:
        raise Http404
    return of_card(request, tool, form, f"{tool.reference} {tool.title}, {form.upper()}.pdf")


def of_card(request, tool, form, name, notes=""):
    sheet = sheet_of(request, tool, notes)
    return answer(
        request,
        shelf.digest(form, sheet),
        lambda: files.MAKERS[form](sheet),
        counted=[tool],
        name=name,
        language=sheet["lang"],
        public=is_public(request, [tool]),
        keep=not notes,
        kind=("card", CARDS_A_MINUTE),
    )


def is_public(request, tools) -> bool:
    return not request.user.is_authenticated and all(tool.access == Access.PUBLIC for tool in tools)


def headers_of(name, language, etag, public, inline) -> dict:
    return {
        "Cache-Control": downloads.PUBLIC if public else downloads.PRIVATE,
        "Content-Disposition": downloads.disposition(name, inline),
        "Content-Language": language,
        "Content-Security-Policy": downloads.POLICY,
        "ETag": f'W/"{etag}"',
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex",
    }


def answer(request, etag, make, *, counted, name, language, public, keep, kind):
    """304, 429 or 200. `kind`: what is counted when the bytes are to be made, and how often a minute."""
    extension = name.rpartition(".")[2]
    headers = headers_of(name, language, etag, public, inline=extension == "pdf")
    if downloads.unchanged(request, f'"{etag}"'):
        return HttpResponseNotModified(headers=headers)
    if not (keep and shelf.has(etag)) and limits.too_many(request, *kind):
        return limits.refusal(request)
    request.META["HTTP_ACCEPT_ENCODING"] = "identity"  # compressed already
    if request.method == "GET":
        count(counted, "print" if extension == "pdf" else "taken")
    return HttpResponse(shelf.kept(etag, make, keep), content_type=files.MIME[extension], headers=headers)


def count(tools, word) -> None:
    for tool in tools:
        tally.note(word, tool.reference)


@require_safe
def several(request, name, form):
    """livret.pdf, cartes-a6.pdf and kit.zip of the tools that the address names."""
    chosen = selection.select(request)
    if not chosen.tools or f"{name}.{form}" not in ("livret.pdf", "cartes-a6.pdf", "kit.zip"):
        raise Http404
    if form == "zip":
        return kit(
            request,
            chosen.tools,
            ngettext("Kit of %(n)s tool", "Kit of %(n)s tools", len(chosen.tools)) % {"n": len(chosen.tools)},
        )
    sheets, language = [sheet_of(request, tool) for tool in chosen.tools], get_language()
    heading, lead = titles(len(sheets), language)
    make = {
        "livret": lambda: pdf.booklet(sheets, heading, lead, language),
        "cartes-a6": lambda: pdf.small_cards(sheets, language),
    }
    return answer(
        request,
        shelf.digest(name, sheets, language, heading, lead),
        make[name],
        counted=chosen.tools,
        name=f"{heading}.pdf" if name == "livret" else f"{_('Cards to cut out')}.pdf",
        language=language,
        public=is_public(request, chosen.tools),
        keep=True,
        kind=("list", LISTS_A_MINUTE),
    )


def titles(count: int, language: str) -> tuple[str, str]:
    """The name of a booklet, and what its first page says."""
    heading = ngettext("%(n)s tool to lead a group", "%(n)s tools to lead a group", count) % {"n": count}
    lead = _(
        "Each card has two sides: what the group sees, then what you need to lead it. The code on it says whether it is current."
    )
    return (french(heading), french(lead)) if language == "fr" else (heading, lead)


def kit(request, tools, name):
    """The ZIP, sent as it is written. What the database must say is asked before the first byte."""
    attached, language = pack.attachments(tools, request.user), get_language()
    told = [
        (tool.pk, prints.code_of(tool, tool.source), [(row.pk, row.document.file_hash) for row, _name in attached[tool]])
        for tool in tools
    ]
    etag = shelf.digest("kit", told, language, content_version(), request.get_host())
    headers = headers_of(f"{name}.zip", language, etag, is_public(request, tools), inline=False)
    if downloads.unchanged(request, f'"{etag}"'):
        return HttpResponseNotModified(headers=headers)
    if request.method == "HEAD":
        return HttpResponse(content_type=files.MIME["zip"], headers=headers)
    if limits.too_many(request, "list", LISTS_A_MINUTE):
        return limits.refusal(request)
    request.META["HTTP_ACCEPT_ENCODING"] = "identity"
    count(tools, "taken")
    made = pack.Kit(tools, attached, language, lambda tool: sheet_of(request, tool))
    moment = timezone.localtime(max(filter(None, (tool.last_published_at for tool in tools)), default=timezone.now()))
    return StreamingHttpResponse(zipping.stream(made.members(), moment), content_type=files.MIME["zip"], headers=headers)


def crumbs(request) -> list[tuple[str, str]]:
    frame = chrome(request)
    return [(_("Home"), frame["home"]), (_("Tools"), frame["search"])]


@require_safe
def selection_page(request):
    """« Ma sélection »: its whole state is in the address, so that it can be sent to a colleague."""
    chosen = selection.select(request)
    rows = [{"tool": tool, "without": chosen.address(without=tool.reference)} for tool in chosen.tools]
    context = {"chosen": chosen, "rows": rows, "most": selection.MOST, "query": chosen.query(), "crumbs": crumbs(request)}
    response = render(request, "tools_library/selection.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@never_cache
def print_state(request, reference, code):
    """/o/OUT-014/224HP: whether the sheet in hand is current, else what has changed since."""
    tool = tool_or_404(request, reference)
    state = prints.state(tool, code, request.user)
    context = {"tool": tool, "state": state, "code": code[:20].upper(), "crumbs": [*crumbs(request), (tool.title, tool.url)]}
    response = render(request, "tools_library/print_state.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response
