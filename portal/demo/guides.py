"""The guides of the demo: from YAML to pages, with their lessons in English where there are some."""

from wagtail.models import Locale, Page

from portal.accounts.models import Lab
from tools_library.models import GuideAuthor, GuideIndexPage, GuidePage, LessonPage, ModulePage

from .bodies import body
from .facts import HERE, read

GUIDES = HERE / "guides"
SAME = ("title", "slug", "summary", "kind", "audience", "level", "deliverable", "licence", "review_due_on", "search_description")
OF_LESSON = ("title", "slug", "summary", "required", "completion", "minutes", "search_description")


def words(data, names=SAME) -> dict:
    """The fields of a page, from a file in any language."""
    values = {name: data[name].strip() if isinstance(data[name], str) else data[name] for name in names if name in data}
    if "objectives" in data:
        values["objectives"] = "\n".join(data["objectives"])
    if "minutes" in values:
        values["minutes_override"] = values.pop("minutes")
    return values


def make_shelf(home):
    return home.add_child(
        instance=GuideIndexPage(
            title="Guides",
            slug="guides",
            show_in_menus=True,
            summary="Apprenez en faisant : une idée par leçon, un exercice chez vous, et votre place gardée.",
            search_description="Guides pas à pas pour créer un lab, préparer une session, animer et débriefer.",
        )
    )


def placed(parent, page):
    return Page.objects.get(pk=parent.pk).add_child(instance=page)


def load_guides(shelf, targets, folder=GUIDES):
    """Every guide under `shelf`, published with its lessons. `targets`: {"tool:OUT-006": id …}. Returns {slug: page}."""
    return {path.parent.name: load_guide(shelf, path.parent, targets) for path in sorted(folder.glob("*/guide.yaml"))}


def load_guide(shelf, folder, targets):
    data = read(folder / "guide.yaml")
    guide = placed(shelf, GuidePage(owner_lab=Lab.objects.get(code=data["owner_lab"]), live=False, **words(data)))
    guide.authors = [GuideAuthor(sort_order=n, name=name) for n, name in enumerate(data.get("authors") or [])]
    guide.save_revision(log_action=True).publish()
    for module in data["modules"]:
        place = placed(guide, ModulePage(title=module["title"], slug=module["slug"], goal=module["goal"], live=False))
        place.save_revision(log_action=True).publish()
        for name in module["lessons"]:
            load_lesson(place, folder / f"{name}.yaml", targets)
    return guide


def load_lesson(parent, path, targets):
    data = read(path)
    lesson = placed(parent, LessonPage(live=False, **words(data, OF_LESSON)))
    lesson.body = body(data["body"], targets, data["slug"])
    lesson.save_revision(log_action=True).publish()


def load_english(guides, targets, folder=GUIDES):
    """Guides that have an English file, their modules, and the lessons that have one."""
    locale = Locale.objects.get(language_code="en")
    for slug, guide in guides.items():
        if (folder / slug / "en" / "guide.yaml").exists():
            translate_guide(guide, folder / slug, locale, targets)


def translated(page, locale, values):
    draft = page.copy_for_translation(locale, copy_parents=False).specific.get_latest_revision_as_object()
    for name, value in values.items():
        setattr(draft, name, value)
    draft.save_revision(log_action=True).publish()
    return draft


def translate_guide(guide, folder, locale, targets):
    data = read(folder / "en" / "guide.yaml")
    translated(GuidePage.objects.get(pk=guide.pk), locale, words(data))
    modules = ModulePage.objects.child_of(guide).order_by("path")
    for module, text in zip(modules, data["modules"], strict=True):
        translated(module, locale, {name: text[name] for name in ("title", "slug", "goal") if name in text})
    for path in sorted((folder / "en").glob("[0-9]*.yaml")):
        text = read(path)
        slug = read(folder / path.name)["slug"]
        lesson = LessonPage.objects.descendant_of(guide).get(slug=slug)
        # The blocks of both languages have the same ids: what a learner wrote under a question is found in both.
        translated(lesson, locale, words(text, OF_LESSON) | {"body": body(text["body"], targets, slug)})
