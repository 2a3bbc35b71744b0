"""Views of case studies outside the page tree: the address that never changes, citations, the sheet on paper."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, get_language_from_request, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from media import downloads
from portal.accounts.access import Access
from portal.lists.shelves import create_view
from tools_library.paper import shelf
from tools_library.paper import views as sheets

from ..models import CaseStudyIndexPage, CaseStudyPage
from . import citations, paper

create_case = create_view(
    CaseStudyIndexPage,
    CaseStudyPage,
    gettext_lazy("There is no shelf of case studies yet: the national team makes it under the home page."),
)


def case_or_404(request, reference, language="", cases=None):
    """The case that this reader may read, in her language where it exists."""
    cases = CaseStudyPage.objects.select_related("owner_lab", "locale") if cases is None else cases
    case = cases.visible_to(request.user).in_language(language or get_language()).filter(reference=reference.upper()).first()
    if case is None:
        raise Http404
    return case


@require_safe
@never_cache  # it depends on the reader's language and rights, not on the address
def short_address(request, reference):
    """/c/CAS-002: leads to the case in the reader's language, whatever its address has become."""
    return redirect(case_or_404(request, reference, get_language_from_request(request)).url)


@require_safe
def case_file(request, reference, form):
    """/c/CAS-002.bib, .ris, .json, .pdf: ?lang=en gives the words of the English page."""
    asked = request.GET.get("lang", "")
    language = asked if asked in ("fr", "en") else ""
    if form == "pdf":
        return case_pdf(request, case_or_404(request, reference, language, CaseStudyPage.for_page()))
    if form not in citations.WRITERS:
        raise Http404
    case = case_or_404(request, reference, language)
    public = case.access == Access.PUBLIC and not request.user.is_authenticated
    response = HttpResponse(citations.WRITERS[form](case, request.build_absolute_uri), content_type=citations.MIME[form])
    response["Content-Disposition"] = downloads.disposition(f"{case.reference}.{form}", inline=False)
    response["Cache-Control"] = downloads.PUBLIC if public else downloads.PRIVATE
    response["Content-Language"] = case.locale.language_code
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex"
    return response


def case_pdf(request, case):
    """Made once for what it says, as the sheets of tools are."""
    told = paper.sheet(case, request.user, request.build_absolute_uri)
    return sheets.answer(
        request,
        shelf.digest("case", told),
        lambda: paper.pdf(told),
        counted=(),
        name=f"{case.reference} {case.title}.pdf",
        language=told["lang"],
        public=sheets.is_public(request, [case]),
        keep=True,
        kind=("card", sheets.CARDS_A_MINUTE),
    )
