"""A strict policy in the admin too: known scripts get a nonce, imitations none; reports hold nothing personal."""

import json
import re

import pytest
from django.urls import reverse

from portal.csp import is_data_call, report_of, with_nonces


@pytest.mark.parametrize(
    "body",
    ['new PageChooser("id_x", {"modalUrl": "/a/"});', 'initDateChooser("id_y", {"format": "d.m.Y"});', ' initTimeChooser("id", {}) ',
     'createTaskChooser("id_task");', 'new wagtail.SnippetChooser("id", null);'],
)  # fmt: skip
def test_the_scripts_of_wagtails_fields_get_a_nonce(body):
    assert is_data_call(body)
    assert with_nonces(f"<p><script>{body}</script>", "abc") == f'<p><script nonce="abc">{body}</script>'


@pytest.mark.parametrize(
    "body",
    ["alert(1)", 'new PageChooser("x"); alert(1)', 'new PageChooser(alert(1));', 'initDateChooser("x", {"a": alert(1)});',
     'new PageChooser("x", {}) || alert(1);', 'new InlinePanel(JSON.parse("{}"));', "(function() { var panel = new InlinePanel(x); })();",
     'new PageChooser(`${alert(1)}`);', "new EvilChooser", 'initDateChooser("x"), alert(1)', 'new x.constructor.constructor("a")()',
     '/* global InlinePanel */ alert(1)', "new PageChooser('x');", 'new PageChooser("x", function(){});'],
)  # fmt: skip
def test_imitations_get_none(body):
    page = f"<script>{body}</script>"
    assert with_nonces(page, "abc") == page


@pytest.mark.parametrize(
    "tag", ["<script >", "<script src=x>", "<SCRIPT>", '<script nonce="x">', "<script\n>", "<script type=module>"]
)
def test_only_the_bare_tag_that_wagtail_writes_is_signed(tag):
    page = f'{tag}new PageChooser("x");</script>'
    assert with_nonces(page, "abc") == page


def test_the_policy_of_the_admin_lets_nothing_inline_run_without_a_nonce(w, people, client):
    tool = w.tool("Outil", live=False)
    client.force_login(people.editor)
    response = client.get(reverse("wagtailadmin_pages:edit", args=[tool.pk]))
    policy, html = response["Content-Security-Policy"], response.content.decode()
    nonce = re.search(r"'nonce-([^']+)'", policy)[1]
    script = next(part for part in policy.split(";") if part.strip().startswith("script-src"))
    assert "unsafe" not in script and "frame-ancestors 'self'" in policy and "report-uri /rapports/csp" in policy
    inline = re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)([^>]*)>", html)
    assert inline and set(inline) == {f' nonce="{nonce}"'}
    assert int(response["Content-Length"]) == len(response.content)
    assert nonce not in client.get(reverse("wagtailadmin_pages:edit", args=[tool.pk])).content.decode()  # one a page


def test_a_title_that_imitates_a_field_gets_no_nonce(w, people, client):
    tool = w.tool('<script>new PageChooser("x");</script>', live=False)
    client.force_login(people.editor)
    html = client.get(reverse("wagtailadmin_pages:edit", args=[tool.pk])).content.decode()
    assert '>new PageChooser("x");</script>' not in html


def test_public_pages_have_no_nonce(w, client):
    policy = client.get("/")["Content-Security-Policy"]
    assert "nonce" not in policy and "unsafe" not in policy and "report-uri /rapports/csp" in policy


REPORT = {
    "csp-report": {
        "document-uri": "http://testserver/outils/?q=mon+secret#ancre", "referrer": "http://testserver/compte/?secret",
        "blocked-uri": "https://evil.example/x.js?secret", "effective-directive": "script-src", "script-sample": "secret",
        "source-file": "http://testserver/outils/?secret",
    }
}  # fmt: skip


def test_a_report_leaves_a_line_without_anything_of_the_reader(db, client, caplog):
    with caplog.at_level("WARNING", logger="portal.csp"):
        answer = client.post("/rapports/csp", json.dumps(REPORT), content_type="application/csp-report")
    assert answer.status_code == 204 and "evil.example/x.js" in caplog.text and "script-src" in caplog.text
    assert "secret" not in caplog.text and "127.0.0.1" not in caplog.text


def test_the_newer_shape_of_reports_is_read_too():
    body = {"documentURL": "http://x/a?b", "blockedURL": "inline", "effectiveDirective": "style-src-attr"}
    assert report_of(json.dumps([{"type": "csp-violation", "body": body}]).encode())["page"] == "http://x/a"


@pytest.mark.parametrize("body", [b"", b"x", b"[]", b"1", b"{}", b'"a"', b"[1]", b'{"csp-report": 3}', b"\xff"])
def test_what_is_no_report_is_refused(db, client, body):
    assert client.post("/rapports/csp", body, content_type="application/csp-report").status_code == 400


def test_reports_cannot_fill_the_logs(db, client, caplog, monkeypatch):
    monkeypatch.setattr("portal.views.CSP_REPORTS_A_MINUTE", 5)
    with caplog.at_level("WARNING", logger="portal.csp"):
        for _ in range(30):
            client.post("/rapports/csp", json.dumps(REPORT), content_type="application/csp-report")
    assert 5 <= sum(record.name == "portal.csp" for record in caplog.records) <= 10  # a minute may end meanwhile
    assert client.post("/rapports/csp", b"x" * 20_000, content_type="application/csp-report").status_code == 413
    assert client.get("/rapports/csp").status_code == 405
