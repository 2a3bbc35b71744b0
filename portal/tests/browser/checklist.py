"""People and gestures of the editors' checklist: what is prepared in the demo being served, a hand that counts."""

import json
import os
import re
import subprocess
import sys
from email import message_from_bytes, policy

import pytest
from django.conf import settings

from .conftest import DATA
from .desk import MANAGER

AUTHOR, BOSS, LEAVER = (
    f"{name}@demonstration.essaim.example"
    for name in ("editrice.ile-de-france", "responsable.ile-de-france", "facilitatrice.bretagne")
)
WAITING = 12
MOST = 25
PREPARE = f"""
import json
from portal.accounts.models import Membership, User
from portal.management.people import readable_password
from tools_library.models import ToolPage
from wagtail.models import Locale

known = {{}}
for email in {[AUTHOR, BOSS, LEAVER]}:
    user, known[email] = User.objects.get(email=email), readable_password()
    user.set_password(known[email])
    user.save()
user.memberships.update(role="editor")
author, boss = User.objects.get(email="{AUTHOR}"), User.objects.get(email="{BOSS}")
tools = ToolPage.objects.filter(owner_lab__is_trusted=False).exclude(slug__in=["persona", "observation-de-terrain"])
for tool in tools.order_by("owner_lab__code", "pk")[:{WAITING}]:
    if tool.slug == "brainwriting-6-3-5":
        tool.tagline = "Relue par l'équipe nationale."
    tool.save_revision(user=author)
    flow = tool.get_workflow().start(tool, author)
    if tool.owner_lab.code == "ile-de-france":
        flow.current_task_state.approve(user=boss)
print("KNOWN", json.dumps(known))
"""
CLOCK = """
from datetime import timedelta
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, Revision

page, past = Page.objects.get(slug="{slug}", locale__language_code="fr"), timezone.now() - timedelta(minutes=1)
Revision.page_revisions.filter(object_id=str(page.pk)).exclude(approved_go_live_at=None).update(approved_go_live_at=past)
call_command("publish_scheduled")
Page.objects.filter(pk=page.pk).update(expire_at=past)
call_command("publish_scheduled")
"""


def shell(code, **more):
    """Run in the demo that is being served; `more`: in its environment."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings.test_browser"} | more
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def accounts(accounts):
    """Also people of a lab that is not trusted, somebody about to leave; and twelve pages that wait."""
    return accounts | json.loads(shell(PREPARE).partition("KNOWN ")[2])


def letter(page, to, about):
    """The text of the last letter to somebody about something, once the queue has sent it."""
    for _ in range(240):
        for path in sorted((DATA / "mail").glob("*"), key=lambda path: path.stat().st_mtime, reverse=True):
            for raw in reversed(path.read_bytes().split(b"-" * 79)):
                message = message_from_bytes(raw.strip(), policy=policy.default)
                if message["to"] == to and about in message["subject"]:
                    return message.get_body(("plain",)).get_content()
        page.wait_for_timeout(250)
    raise AssertionError(f"no letter to {to} about {about}")


class Hand:
    """Counts as people do: a click, a key that sends, a field filled or ticked is one action each. It follows links: no address
    is typed but the first. Scrolling and waiting are free."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def click(self, selector):
        self.count += 1
        self.page.locator(selector).first.click()

    def press(self, key):
        self.count += 1
        self.page.keyboard.press(key)

    def write(self, selector, text):
        self.count += 1
        self.page.locator(selector).first.click()
        self.page.keyboard.type(text)

    def choose(self, selector, label):
        self.count += 1
        self.page.select_option(selector, label=label)

    def tick(self, selector):
        self.count += 1
        self.page.check(selector)


def menu(page, action):
    """What the arrow beside « Enregistrer le brouillon » offers."""
    page.click('footer [data-w-dropdown-target="toggle"]')
    page.locator(f"{action}:visible").first.click()


def publish(page):
    menu(page, '[name="action-publish"]')
    page.wait_for_url("**/admin/pages/*/")


def save(page):
    page.click("footer .action-save")
    page.wait_for_selector(".messages .success")


def told(page):
    return page.inner_text(".messages").replace("\xa0", " ")


def invited(desk, page, accounts, email):
    """The manager invites; the person opens the letter, then her account, and signs out."""
    boss, accounts[email] = desk(MANAGER), "trois mots et demi"
    boss.goto("/admin/members/inviter/")
    boss.fill("#id_email", email)
    boss.check("[name=role][value=editor]")
    boss.click("main form [type=submit]")
    boss.wait_for_selector(".messages .success")
    link = re.search(r"/compte/invitation/\S+", letter(boss, email, "Lab de Bretagne vous invite")).group()
    page.goto(link)
    page.fill("#id_first_name", "Nouvelle")
    page.fill("#id_last_name", "Venue")
    page.fill("#id_password1", accounts[email])
    page.click("text=Ouvrir mon compte")
    page.wait_for_url("**/compte/")
    page.context.clear_cookies()
