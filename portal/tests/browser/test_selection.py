"""« Ma sélection »: kept on the device with JavaScript, in the address alone without."""

TOOL = "[data-select]"
STATE = "[data-state]"


def kept(page):
    return page.evaluate("JSON.parse(localStorage.getItem('selection') || '[]')")


def test_tools_are_added_kept_and_removed_on_this_device(visit):
    page = visit()
    page.goto("/outils/co-design-flash/")
    page.click(TOOL)
    assert kept(page) == ["OUT-002"] and page.url.endswith("/outils/co-design-flash/")
    page.goto("/outils/world-cafe/")
    page.focus(TOOL)
    page.keyboard.press("Space")
    assert kept(page) == ["OUT-002", "OUT-014"]
    page.click(f"{TOOL} + a")
    assert page.url.endswith("/outils/selection/?o=OUT-002&o=OUT-014") and page.locator(f"{STATE} button").count() == 0
    page.click("[data-remove=OUT-002]")
    assert kept(page) == ["OUT-014"] and page.url.endswith("?o=OUT-014")
    page.goto("/outils/selection/")
    page.wait_for_url("**/outils/selection/?o=OUT-014")


def test_the_selection_of_somebody_else_replaces_mine_only_if_i_ask(visit):
    page = visit()
    page.goto("/outils/world-cafe/")
    page.click(TOOL)
    page.goto("/outils/selection/?o=OUT-007&o=OUT-008")
    page.click("[data-remove=OUT-007]")
    assert kept(page) == ["OUT-014"]
    page.click(f"{STATE} button")
    assert kept(page) == ["OUT-008"]


def test_without_javascript_the_address_holds_the_selection(visit):
    page = visit(java_script_enabled=False)
    page.goto("/outils/co-design-flash/")
    page.click(TOOL)
    assert page.url.endswith("/outils/selection/?o=OUT-002")
    page.fill("#reference", "OUT-014, out-020")
    page.press("#reference", "Enter")
    assert page.locator("[data-remove]").count() == 3
    page.click("[data-remove=OUT-014]")
    assert page.url.endswith("?o=OUT-002&o=OUT-020")
