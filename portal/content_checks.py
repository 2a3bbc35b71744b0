"""What an editor is told of her page before readers see it, in the panel « Vérifications » and in the bar of the page.

Two kinds. What can be read off the page (words of links, headings) is read by `static/js/checks.js`, in the preview. What
the page does not show (a PDF without tags, minutes that do not add up) is a `Fault`, found here or by a hook
`content_faults` of an upper package; the page carries it as an empty, hidden element, for editors only.
"""

from dataclasses import dataclass

from django.forms import Media
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.userbar import ContentCheckerItem
from wagtail.fields import StreamField

from media.levels import files_shown
from media.models import PortalDocument

from .blocks import ImageBlock

# Words of a link that say nothing without the sentence around it. Compared without case, accents kept, nor punctuation.
VAGUE = [
    "ici", "là", "cliquez ici", "cliquer ici", "cliquez", "cliquer", "clic", "lien", "ce lien", "le lien", "lien ici",
    "en savoir plus", "savoir plus", "en lire plus", "lire plus", "lire la suite", "la suite", "suite", "plus", "plus d'infos",
    "plus d'informations", "voir", "voir ici", "voir plus", "détails", "télécharger", "télécharger ici", "consulter", "page",
    "cette page", "document", "ce document", "here", "click here", "click", "link", "this link", "more", "read more",
    "learn more", "find out more", "see more", "details", "download", "this page",
]  # fmt: skip
HIDDEN = {  # faults that the page does not show: what they are, what to do
    "untagged-pdf": (
        _("PDF without tags"),
        _("A screen reader finds neither its headings nor its order. Export the file again as a tagged PDF and replace it."),
    ),
    "no-alt": (
        _("Picture without description"),
        _("Say in one sentence what it shows, or tick “decorative” if it says nothing that the text does not say."),
    ),
    "no-position": (
        _("Lab without a position"),
        _("Give its latitude and longitude (tab “Coming”): without them it is in the list, not on the map."),
    ),
    "no-access": (
        _("Nothing is said of the accessibility of the place"),
        _("Say it in one sentence (tab “Coming”), even when it is not accessible: people decide with it whether to come."),
    ),
    "no-goal": (
        _("Lesson without a goal"),
        _("Say in one sentence, in “Goal”, what one knows in the end: the plan and the search show it."),
    ),
    "no-practice": (
        _("Lesson without practice"),
        _("Add a block “Your turn”, or choose in the tab “Progress” that the lesson is finished otherwise."),
    ),
    "long-lesson": (
        _("Lesson longer than twenty minutes"),
        _("Cut it in two, or take out what another page says already."),
    ),
    "no-objectives": (
        _("Guide without objectives"),
        _("Say what one will know how to do, a verb first, one a line: readers choose a guide by it."),
    ),
    "no-lesson": (
        _("Guide without a lesson"),
        _("Add its lessons under it and publish them: readers see an empty plan until then."),
    ),
    "case-incomplete": (
        _("This case study is not told whole"),
        _("A colleague could not do it again yet. Give dates, participants, stages, the tools used, the day of the last review."),
    ),
    "steps-fit": (
        _("The steps do not last as long as the card says"),
        _("Correct the minutes of the steps (tab “Sequence”), or the minutes at least and at most (tab “Essentials”)."),
    ),
}
READ = {  # rule: (what it looks at, the check of checks.js, its options, what it is, what to do)
    "link-words": (
        "main a[href]",
        "portal-link-words",
        {"vague": VAGUE},
        _("Link whose words say nothing"),
        _("Write where it leads: “the guide of the workshop”, not “click here”, “read more” or a bare address."),
    ),
    "bold-heading": (
        "main p",
        "portal-bold-heading",
        {"most": 120},
        _("Heading made of bold"),
        _("Choose “Heading 2” or “Heading 3” in the toolbar of the text: bold alone gives no outline to the page."),
    ),
    "capitals": (
        "h1, main h2, main h3",
        "portal-capitals",
        {"least": 8},
        _("Title in capitals"),
        _("Write it in small letters, with its accents: capitals are slow to read, and may be spelled out by a screen reader."),
    ),
}
NO_SUMMARY = {
    "error_name": _("No summary"),
    "help_text": _("Write one or two sentences in “Summary” (for a tool, “In one sentence”): lists and searches show them."),
}


@dataclass(frozen=True)
class Fault:
    """Something to mend that the page does not show: a code of `HIDDEN`, and which file or picture."""

    code: str
    about: str = ""

    @property
    def slug(self):
        """What the panel shows beside the fault."""
        return slugify(f"{self.code} {self.about}")


def faults(page) -> list[Fault]:
    """All faults of a page, as it is in memory: saved or being edited."""
    if not hasattr(page, "access"):
        return []
    return [fault for find in hooks.get_hooks("content_faults") for fault in find(page)]


@hooks.register("content_faults")
def untagged_files(page):
    shown = [pk for column, pk in files_shown(page) if column == "document_id"]
    untagged = PortalDocument.objects.filter(pk__in=shown, is_tagged=False).order_by("pk") if shown else []
    return [Fault("untagged-pdf", document.title) for document in untagged]


@hooks.register("content_faults")
def pictures_without_description(page):
    streams = [field.name for field in page._meta.get_fields() if isinstance(field, StreamField)]
    pictures = [block.value for name in streams for block in getattr(page, name) if isinstance(block.block, ImageBlock)]
    return [Fault("no-alt", image.title) for image in pictures if image and not (image.decorative or image.contextual_alt_text)]


def rule(name, selector, check, **more):
    told = {"id": name, "selector": selector, "any": [check], "enabled": True}
    return told | {"impact": "serious", "tags": ["best-practice"]} | more


class PortalChecks(ContentCheckerItem):
    """Wagtail's checks and ours."""

    # Ours reads bold paragraphs as they are written here; Wagtail's would say the same thing twice.
    axe_run_only = [*(r for r in ContentCheckerItem.axe_run_only if r != "p-as-heading"), *READ, *HIDDEN]
    axe_custom_rules = [
        *ContentCheckerItem.axe_custom_rules,
        *(rule(name, selector, check) for name, (selector, check, *_rest) in READ.items()),
        *(rule(name, f'[data-fault="{name}"]', "portal-fault", excludeHidden=False) for name in HIDDEN),
    ]
    axe_custom_checks = [
        *ContentCheckerItem.axe_custom_checks,
        *({"id": check, "options": options} for _selector, check, options, *_rest in READ.values()),
        {"id": "portal-fault"},
    ]
    axe_messages = (
        ContentCheckerItem.axe_messages
        | {name: {"error_name": what, "help_text": todo} for name, (*_how, what, todo) in (READ | HIDDEN).items()}
        | {"empty-meta-description": NO_SUMMARY}
    )

    @property
    def media(self):
        return Media(js=["js/checks.js"])


def may_see(page, request) -> bool:
    """Editors of the page, and nobody else: a reader who also edits elsewhere has nothing to mend here."""
    if getattr(request, "is_preview", False) or not getattr(page, "pk", None):
        return True
    return page.permissions_for_user(request.user).can_edit()


@hooks.register("construct_wagtail_userbar")
def our_checks(request, items, page):
    items[:] = [
        PortalChecks(in_editor=item.in_editor) if isinstance(item, ContentCheckerItem) else item
        for item in items
        if not isinstance(item, ContentCheckerItem) or page is None or may_see(page, request)
    ]
