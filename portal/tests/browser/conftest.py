"""A real demo, served as readers get it, and a real Chromium."""

import fcntl
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")  # "gw1": each process of the tests serves a demo of its own
# Below 32,768: above, the system lends ports to whoever calls out, the tests of a database before these among them.
PORT = 20_000 + int(settings.CHECKOUT, 16) % 12_000 + int(WORKER[2:] or 0)
DATA = Path(tempfile.gettempdir()) / f"essaim-browser-{settings.CHECKOUT}{WORKER}"
FIRST = DATA.with_name(f"essaim-browser-{settings.CHECKOUT}first")  # prepared once a run, by whoever comes first
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
CHROMIUM = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
FLAGS += ["--disable-sync", "--no-first-run"]


def pytest_collection_modifyitems(items):
    for item in items:
        if "/browser/" in str(item.fspath):
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine (CI installs one)"))


OPEN = []  # the pages of the test that runs


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """A test that fails says what its pages showed."""
    report = yield
    if report.failed:
        report.sections += [(f"page {page.url}", shown(page)) for page in OPEN if not page.is_closed()]
    return report


def shown(page, most=1500):
    try:
        words = page.evaluate("document.body.innerText")
        focus = page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
    except Exception as error:  # it may be leaving
        return repr(error)
    return f"focus: {focus}\n" + re.sub(r"\s*\n\s*", " | ", words)[:most]


@pytest.fixture(scope="session")
def served():
    """The address of a demo started from nothing, by the command that operators use."""
    with serving(DATA, PORT) as address:
        yield address


def named_by(data):
    """What portal.settings.test_browser calls it."""
    return data.name.removeprefix(FIRST.name.removesuffix("first"))


@contextmanager
def serving(data, port, **more):
    """A demo of its own in the folder `data`, with `more` in its environment: its address."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings.test_browser", "PYTHONUNBUFFERED": "1"}
    prepare(environment)
    shutil.rmtree(data, ignore_errors=True)
    shutil.copytree(FIRST, data)
    named = {"ESSAIM_BROWSER_FOLDER": named_by(data)}
    with (data / "demo.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "demo", "--port", str(port)], cwd=settings.BASE_DIR, env=environment | named | more,
            stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            wait(process, data, port)
            yield f"http://localhost:{port}"
        finally:
            process.terminate()
            process.wait(20)


def prepare(environment):
    """FIRST holds the demo of this run: migrated, loaded, with its accounts, and nothing that waits for a worker."""
    ready = FIRST / "ready"
    with FIRST.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if ready.exists() and ready.read_text() == RUN:
            return
        shutil.rmtree(FIRST, ignore_errors=True)
        FIRST.mkdir()
        named = environment | {"ESSAIM_BROWSER_FOLDER": "first"}
        for command in (f"demo --no-serve --port {PORT}", "read_texts", "db_worker --batch --queue-name * --no-startup-delay"):
            arguments = [sys.executable, "manage.py", *command.split()]
            done = subprocess.run(arguments, cwd=settings.BASE_DIR, env=named, capture_output=True, text=True)
            assert done.returncode == 0, done.stdout + done.stderr
        ready.write_text(RUN)


def wait(process, data, port, seconds=150):
    for _ in range(seconds * 2):
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"http://localhost:{port}/sante/pret", timeout=2)
            return
        except OSError:
            time.sleep(0.5)
    pytest.fail((data / "demo.log").read_text()[-2000:])


@pytest.fixture(scope="session")
def accounts(served):
    """{e-mail: password} as the demo keeps them."""
    return dict(re.findall(r"(\S+@\S+)\s+(\S+)", (DATA / "comptes.txt").read_text()))


@pytest.fixture(scope="module")  # its event loop must be gone when a test of the database comes next
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, served):
    """visit(width, scheme, **options) -> a page of a new browser; every error of its console fails the test."""
    contexts, faults = [], []

    def new(width=1280, scheme="light", **options):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, base_url=served, locale="fr-FR", **options
        )
        context.set_default_timeout(60_000)  # the machine may be busy: what is waited for costs nothing when it comes
        contexts.append(context)
        page = context.new_page()
        OPEN.append(page)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda m: faults.append(m.text) if "Content Security Policy" in m.text else None)
        return page

    OPEN.clear()
    yield new
    for context in contexts:
        context.close()
    assert faults == []


def tab_to(page, selector, most=250, key="Tab"):
    """Press Tab until the focus is on `selector`: what a person without a mouse does."""
    for _ in range(most):
        page.keyboard.press(key)
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{selector} is not reached in {most} presses of {key}")


@pytest.fixture(scope="session")
def axe():
    import axe_playwright_python

    return next(Path(axe_playwright_python.__file__).parent.rglob("axe*.js")).read_text()


# A page is loaded once and looked at four times: all the rules by day, those of colours by night.
VIEWS = [(1280, "light"), (320, "light"), (320, "dark"), (1280, "dark")]
BY_NIGHT = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


def violations(page, axe, options=None):
    if not page.evaluate("'axe' in window"):  # half a megabyte: once a page
        page.evaluate(axe)
    found = page.evaluate("options => axe.run({resultTypes: ['violations'], ...options})", options)["violations"]
    return [(fault["id"], [node["target"] for node in fault["nodes"]][:3]) for fault in found]


def faults_of(page, axe) -> dict:
    """What axe finds and what is too wide, on a phone and at a desk, by day and by night."""
    faults = {}
    for width, scheme in VIEWS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # colours do not slide while axe reads them
        found = violations(page, axe, BY_NIGHT if scheme == "dark" else None)
        if found or page.evaluate("document.documentElement.scrollWidth") > width:
            faults[f"{width} {scheme}"] = found or "too wide"
    return faults
