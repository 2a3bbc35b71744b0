"""A small site, told to `manage.py shell`: the home page, its shelves, a lab and three of its tools."""

from portal.accounts.models import Lab
from portal.demo import pages
from portal.models import Term
from tools_library.models import ToolPage

PLAIN = {
    "kind": "activity",
    "tagline": "Une phrase.",
    "purpose": "<p>Un but.</p>",
    "expected_outputs": "Une liste",
    "duration_min": 10,
    "duration_max": 30,
    "people_min": 4,
    "people_max": 20,
    "facilitator_level": 1,
    "licence": "CC-BY-SA-4.0",
    "attribution_text": "Lab de répétition",
}

pages.ensure_locales()
home = pages.make_home()
shelf = pages.make_tools_shelf(home)
pages.make_news_shelf(home)
lab = Lab.objects.create(code="a", name="Lab de répétition")
for title in ("Vote par gommettes", "Boule de neige", "Carte des acteurs"):
    page = ToolPage(title=title, owner_lab=lab, live=False, **PLAIN)
    page.phases = [Term.objects.filter(vocabulary="phase").first()]
    shelf.add_child(instance=page)
    page.save_revision().publish()
