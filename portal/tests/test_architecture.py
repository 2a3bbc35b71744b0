"""The house as drawn: imports go down, nothing inline, files of a size, settings that read no environment."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.migrations.loader import MigrationLoader

ROOT = Path(settings.BASE_DIR)
PACKAGES = ("portal", "search", "media", "tools_library", "network")
# From the bottom up: a package imports itself and what stands before it.
LAYERS = ["portal.accounts", "search", "media", "portal", "tools_library", "network"]
SEES_EVERYTHING = ("portal/urls.py", "portal/api.py", "portal/demo/", "portal/tests/", "portal/management/", "conftest.py")
# Plain functions without models, which every room may use.
SHARED = ("portal.durations", "portal.typography", "portal.pictures", "portal.pdf", "search.text")


def sources(*names):
    return [p for name in names or PACKAGES for p in sorted((ROOT / name).rglob("*.py")) if "migrations" not in p.parts]


def relative(path):
    return path.relative_to(ROOT).as_posix()


def layer(module):
    if module == "portal.accounts" or module.startswith("portal.accounts."):
        return 0
    top = module.split(".")[0]
    return LAYERS.index(top) if top in LAYERS else None


def imported(path):
    """Modules that a file imports, relative ones resolved."""
    package = relative(path).removesuffix(".py").split("/")
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: -node.level] if node.level else []
            yield ".".join([*base, *([node.module] if node.module else [])])


def test_imports_only_go_down():
    wrong = []
    for path in sources():
        name = relative(path)
        own = layer(name.removesuffix(".py").replace("/", "."))
        if name.startswith(SEES_EVERYTHING) or "/tests/" in name:
            continue
        for module in imported(path):
            target = layer(module)
            if target is not None and target > own and not module.startswith(SHARED):
                wrong.append(f"{name} imports {module}")
    assert wrong == []


def test_shared_functions_know_no_model():
    """What every room may use is plain: durations, typography, pictures, PDF, text."""
    files = [ROOT / "portal/durations.py", ROOT / "portal/typography.py", ROOT / "search/text.py"]
    files += sources("portal/pictures", "portal/pdf")
    modules = {module for path in files for module in imported(path)}
    assert not {m for m in modules if m.startswith(("django.db", "wagtail", "portal.models", "portal.accounts"))}


def test_migrations_depend_only_downwards():
    order = {"accounts": 0, "search": 1, "media": 2, "portal": 3, "tools_library": 4, "network": 5}
    graph = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    wrong = [
        (key, dependency)
        for key, migration in graph.items()
        for dependency in migration.dependencies
        if key[0] in order and dependency[0] in order and order[dependency[0]] > order[key[0]]
    ]
    assert wrong == []


def test_migrations_stay_small():
    """A StreamField would write its blocks in every migration: ours do not."""
    files = [p for name in PACKAGES for p in (ROOT / name).rglob("migrations/*.py")]
    assert sum(path.stat().st_size for path in files) < 200_000
    assert not any("blocks." in path.read_text() for path in files)


def test_a_change_of_blocks_makes_no_migration():
    from wagtail.blocks import CharBlock

    from portal.fields import BodyField

    one, two = BodyField([("a", CharBlock())], blank=True), BodyField([("b", CharBlock()), ("c", CharBlock())], blank=True)
    assert one.deconstruct()[1:] == two.deconstruct()[1:]


@pytest.mark.django_db
def test_no_model_waits_for_a_migration():
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("path", sources(), ids=relative)
def test_files_stay_under_400_lines(path):
    limit = 250 if "settings" in path.parts else 400
    assert len(path.read_text().splitlines()) <= limit


def test_only_production_the_demo_and_browser_tests_read_the_environment():
    """The demo: its port, which its command tells the server and the worker."""
    readers = [
        relative(p)
        for p in sources("portal", "search", "media", "tools_library", "network")
        if re.search(r"\benviron\b|\bgetenv\b", p.read_text())
    ]
    readers = [name for name in readers if "/tests/" not in name and "management/" not in name]
    assert set(readers) <= {f"portal/settings/{name}.py" for name in ("production", "demo", "test_browser")} | {"portal/wsgi.py"}


def test_templates_hold_no_inline_style_nor_script():
    templates = [p for name in PACKAGES for p in (ROOT / name).rglob("*.html")]
    inline = re.compile(
        r'\sstyle="|\son(click|change|submit|load|input)=|<style|<script(?![^>]*\b(src=|type="application/ld\+json"|nonce="{{ self.request.csp_nonce }}"))'
    )
    assert [relative(p) for p in templates if inline.search(p.read_text())] == []


def test_every_page_type_states_its_tree_rules_and_its_reading_rule():
    from wagtail.models import Page, get_page_models

    for model in (m for m in get_page_models() if m is not Page):
        assert "subpage_types" in vars(model) and "parent_page_types" in vars(model), model
        assert hasattr(model.objects, "visible_to") and hasattr(model, "for_page"), model


def test_the_five_packages_are_apps():
    assert {"accounts", "portal", "search", "media", "tools_library", "network"} <= {c.label for c in apps.get_app_configs()}


def test_media_root_lies_outside_packages(settings):
    from portal.checks import media_lies_outside_packages

    assert media_lies_outside_packages(None) == []
    settings.MEDIA_ROOT = ROOT / "media" / "uploads"
    assert [error.id for error in media_lies_outside_packages(None)] == ["portal.E001"]
