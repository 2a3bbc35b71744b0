"""What a tool's page shows of the network: the cases that used it, and the labs that led those that everybody reads."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from portal.accounts.access import Access
from portal.content_version import cached
from tools_library.around import Row, register
from tools_library.models import ToolPage

from .. import around
from ..models import CaseStudyPage, LabPage

READ, SHOWN, ON_A_TOOL = 60, 8, 2  # cases: read, named on a page, on a tool; the listing has all


@dataclass(frozen=True)
class Home:
    """The page of a lab, as a link needs it."""

    title: str
    url: str
    locale: object


def homes(language) -> dict[int, Home]:
    """{lab: its public page}: read once per version of the content."""

    def build():
        pages = LabPage.objects.visible_to(None).in_language(language).select_related("locale")
        return {page.owner_lab_id: Home(page.title, page.url, page.locale) for page in pages.only(*LINKED)}

    return cached(f"homes-of-labs:{language}", build)


LINKED = ("title", "url_path", "path", "depth", "slug", "owner_lab", "translation_key", "locale__language_code")


def named(tool, user, language):
    """The cases that name a tool and that this reader may read, newest first, in her language."""
    using = CaseStudyPage.objects.filter(tools__tool__translation_key=tool.translation_key).values("translation_key")
    cases = CaseStudyPage.objects.filter(translation_key__in=using).visible_to(user).in_language(language)
    cases = cases.select_related("locale", "owner_lab").order_by("-started_on", "-pk")
    return cases.only(*LINKED, "access", "started_on", "reference", "owner_lab__name")


def of_lab(lab, user, language) -> list:
    """(heading, cases) of those that a lab leads or took part in. One query."""
    labs = Q(owner_lab=lab.owner_lab_id) | Q(
        pk__in=CaseStudyPage.other_labs.through.objects.filter(lab=lab.owner_lab_id).values("casestudypage")
    )
    return _listed(CaseStudyPage.objects.filter(labs), user, language)


def tools_of_lab(lab, user, language) -> list:
    """(heading, tools) that the cases it leads have used, those that everybody reads. One query."""
    led = CaseStudyPage.objects.visible_to(None).filter(owner_lab=lab.owner_lab_id).values("tools__tool__translation_key")
    rows = ToolPage.objects.filter(translation_key__in=led).visible_to(user).in_language(language).select_related("locale")
    return [(_("Tools of its cases"), list(rows.only(*LINKED, "tagline", "search_description").order_by("title")[:SHOWN]))]


def of_region(territory, user, language) -> list:
    """(heading, cases) of those that are led by a lab of a region. One query."""
    labs = LabPage.objects.filter(territory=territory).values("owner_lab")
    return _listed(CaseStudyPage.objects.filter(owner_lab__in=labs), user, language)


def _listed(cases, user, language) -> list:
    rows = cases.visible_to(user).in_language(language).select_related("locale").only(*LINKED, "summary", "search_description")
    found = list(rows.order_by("-started_on", "-pk")[:SHOWN])
    return [(_("Case studies"), found)]


around.of_labs += [of_lab, tools_of_lab]
around.of_regions.append(of_region)


@register
def cases_and_labs(tool, user, language):
    """One query."""
    found = list(named(tool, user, language)[:READ])
    rows = [Row(case, ", ".join(str(part) for part in (case.owner_lab, case.year) if part)) for case in found[:ON_A_TOOL]]
    yield _("Case studies"), rows
    led = dict.fromkeys(case.owner_lab_id for case in found if case.access == Access.PUBLIC)
    known = homes(language) if led else {}
    yield _("Labs that used it"), [Row(known[lab]) for lab in led if lab in known][:1]
