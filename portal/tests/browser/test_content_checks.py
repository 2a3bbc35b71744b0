"""The panel of checks and the live preview, played: each fault shown while it is there, gone once it is mended."""

import pytest

from .desk import desk, open_panel, open_tool, settle  # noqa: F401  (a fixture)

pytestmark = pytest.mark.journey

BOLD = "<p><b>Avant de commencer</b></p><p>Prévenez les participants.</p>"
FAULTS = {  # code: (where it stands, with the fault, without)
    "link-words": [
        ("<p>Le guide est <a href='https://example.org/'>ici</a>.</p>"),
        ("<p><a href='https://example.org/'>le guide</a></p>"),
    ],
    "bold-heading": [BOLD, "<h2>Avant de commencer</h2><p>Prévenez <b>les participants</b>.</p>"],
    "capitals": ["<h2>PRÉVENEZ TOUT LE MONDE</h2>", "<h2>Le réseau CLIP et la DITP</h2>"],
}
MORE = {
    "link-words": [
        "<a href='/x'>Cliquez ici !</a>", "<a href='/x'>« En savoir plus »…</a>", "<a href='/x'>https://example.org/a</a>",
        "<a href='/x'>www.example.org</a>", "<a href='/x'>En\u00a0savoir plus →</a>", "<a href='/x' aria-label='ici'>Le guide</a>",
    ],
    "bold-heading": ["<p><strong> Matériel </strong></p><ul><li>Un mur</li></ul>"],
    "capitals": ["<h3>ÉTAT DES LIEUX</h3>"],
}  # fmt: skip
SOUND = {
    "link-words": ["<a href='/x'>Voir la fiche « Carte d'empathie »</a>", "<a href='/x'>example.org, le site du réseau</a>"],
    "bold-heading": ["<p><b>La dernière phrase.</b></p>", "<p><b>Gras</b> au début seulement.</p><p>Suite</p>", f"<p><b>{'long ' * 40}</b></p><p>x</p>"],
    "capitals": ["<h2>DITP</h2>", "<h2>LEGO® SERIOUS PLAY®, pour penser</h2>", "<h2>2026</h2>"],
}  # fmt: skip


def told(page):
    """The faults that the panel shows: (name, where)."""
    return page.evaluate(
        """() => [...document.querySelectorAll('[data-checks-panel] [data-content-checker-row]')].map((row) =>
            ['name', 'selector-text'].map((part) => row.querySelector(`[data-content-checker-${part}]`).textContent))"""
    )


def names(page):
    """{the words of a fault: its code}, from the configuration of the panel."""
    return page.evaluate(
        """() => Object.fromEntries(Object.entries(JSON.parse(document.querySelector('#checker-axe-configuration').textContent).messages)
            .map(([code, told]) => [told.error_name, code]))"""
    )


def wait_for(page, codes):
    """Until the panel shows these faults and no other."""
    known = names(page)
    for _ in range(200):
        page.wait_for_timeout(300)
        found = sorted(known[name] for name, _where in told(page))
        if found == sorted(codes):
            return
    raise AssertionError(f"{found} instead of {codes}")


def test_the_panel_tells_and_stops_telling(desk):  # noqa: F811
    page = desk()
    open_tool(page, "objectif-inverse")
    open_panel(page, "checks")
    wait_for(page, [])
    title, most = page.input_value("#id_title"), page.input_value("#id_duration_max")
    page.fill("#id_title", "COMMENT ÉCHOUER À COUP SÛR")
    page.fill("#id_duration_min", "1")
    page.fill("#id_duration_max", "2")
    page.fill("#id_tagline", "")
    wait_for(page, ["capitals", "empty-meta-description", "steps-fit"])
    assert page.inner_text('[data-side-panel-toggle="checks"] [data-side-panel-toggle-counter]') == "3"
    assert "#steps-fit" in [where for _name, where in told(page)]
    page.fill("#id_title", title)
    page.fill("#id_duration_max", most)
    page.fill("#id_tagline", "Une phrase.")
    wait_for(page, [])


@pytest.fixture
def bench(desk):  # noqa: F811
    """A page under the bar of the site, and the rules run on what is put in it."""
    page = desk()
    page.goto("/outils/objectif-inverse/")
    settle(page)

    def run(html, code):
        return page.evaluate(
            """async ([html, code]) => {
                document.querySelector("main").innerHTML = "<h1>Titre</h1>" + html;
                const { violations } = await axe.run("main", { runOnly: [code] });
                return violations.flatMap((found) => found.nodes).length;
            }""",
            [html, code],
        )

    return run


def test_each_check_of_what_is_shown_finds_its_fault_and_nothing_sound(bench):
    wrong = []
    for code, (faulty, sound) in FAULTS.items():
        wrong += [(code, html) for html in (faulty, *MORE[code]) if bench(html, code) != 1]
        wrong += [(code, html) for html in (sound, *SOUND[code]) if bench(html, code) != 0]
    assert wrong == []


def test_the_preview_has_the_width_of_a_telephone_a_tablet_a_desk_and_a_sheet(desk):  # noqa: F811
    page = desk()
    open_tool(page, "carte-d-empathie")
    open_panel(page, "preview")
    frame = page.locator("#w-preview-iframe")
    for size, width in (("mobile", 375), ("tablet", 768), ("desktop", 1280), ("a4", 794)):
        page.locator(f'[name="preview-size"][value="{size}"]').check(force=True)
        settle(page)
        assert frame.evaluate("f => f.contentWindow.innerWidth") == width
        inside = frame.element_handle().content_frame()
        assert inside.locator("h1").inner_text() == page.input_value("#id_title").replace("'", "’")
        assert inside.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")


def test_the_preview_on_paper_shows_what_the_printer_gives(desk):  # noqa: F811
    page = desk()
    open_tool(page, "carte-d-empathie")
    open_panel(page, "preview")
    frame = page.locator("#w-preview-iframe")

    def shown(selector):
        return (
            frame.element_handle()
            .content_frame()
            .evaluate("s => [...document.querySelectorAll(s)].filter((e) => e.getClientRects().length).length", selector)
        )

    assert shown(".no-print") and not shown(".print-only")
    page.select_option("#id_preview_mode", "print")
    page.wait_for_function("() => document.querySelector('#w-preview-iframe').contentDocument.querySelector('[src*=printed]')")
    settle(page)
    assert shown(".print-only") and not shown(".no-print") and not shown("body > header")
