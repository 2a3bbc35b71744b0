"""What an editor is told of her page: each fault found where it is and nowhere else, told to those who may mend it."""

import re

import pytest
from django.core.files.base import ContentFile

from media.models import PortalDocument
from media.tests.conftest import attach, cover, document, image, stores  # noqa: F401  (fixtures)
from portal.content_checks import HIDDEN, READ, VAGUE, Fault, PortalChecks, faults, may_see
from portal.tests.world import fresh


def codes(page):
    return [fault.code for fault in faults(page)]


def test_an_untagged_pdf_is_told_by_its_name_and_a_tagged_one_is_not(w, document):  # noqa: F811
    bad, good = document("Carte nue"), document("Carte lisible")
    PortalDocument.objects.filter(pk=bad.pk).update(is_tagged=False)
    PortalDocument.objects.filter(pk=good.pk).update(is_tagged=True)
    assert faults(attach(w.tool("Outil"), bad, good)) == [Fault("untagged-pdf", "Carte nue")]
    assert codes(attach(w.tool("Sain"), good)) == []


def test_a_file_of_which_nobody_knows_is_not_accused(w, document):  # noqa: F811
    other = document("Tableau", data=b"a;b", name="tableau.csv")
    assert other.is_tagged is None and codes(attach(w.tool("Outil"), other)) == []


@pytest.mark.parametrize(("low", "high", "told"), [(10, 16, []), (10, 15, ["steps-fit"]), (17, 30, ["steps-fit"]), (16, 16, [])])
def test_steps_of_sixteen_minutes_against_the_card(w, low, high, told):
    assert codes(w.tool("Outil", live=False, duration_min=low, duration_max=high)) == told


def test_what_is_being_typed_counts_before_it_is_saved(w):
    tool = w.tool("Outil")
    tool.duration_max = 12
    assert codes(tool) == ["steps-fit"] and codes(fresh(tool)) == []


def test_a_picture_without_a_word_nor_a_tick_is_told(w, image):  # noqa: F811
    tool = cover(w.tool("Outil"), image("Mur de notes"))  # ticked “decorative”
    assert codes(tool) == []
    tool.cover_decorative = False
    assert faults(tool) == [Fault("no-alt", "Mur de notes")]
    tool.cover_alt, tool.space_image = "Six personnes devant un mur", image("Plan")
    assert faults(tool) == [Fault("no-alt", "Plan")]


@pytest.mark.parametrize(
    ("value", "told"), [({}, ["no-alt"]), ({"alt_text": "Un mur"}, []), ({"decorative": True, "alt_text": ""}, [])]
)
def test_a_picture_in_a_text_too(w, image, value, told):  # noqa: F811
    page = w.content("Page", live=False)
    page.body = page.body.stream_block.to_python([{"type": "image", "value": {"image": image().pk, "alt_text": ""} | value}])
    assert codes(page) == told


def test_who_may_mend_a_page_is_told_and_nobody_else(w, people, client):
    page = w.tool("Trop longue", duration_max=12, duration_min=1)
    for who, told in ((people.editor, True), (people.national, True), (people.neighbour, False), (people.member, False)):
        client.force_login(who)
        html = client.get(page.url).content.decode()
        assert ('data-fault="steps-fit"' in html) is told, who
        assert ("checker-axe-configuration" in html) is told, who
    client.logout()
    assert "data-fault" not in client.get(page.url).content.decode()


def test_the_preview_carries_the_faults_under_a_policy_that_lets_the_editor_frame_it(w, people, client):
    from django.urls import reverse

    page = w.tool("Trop longue", live=False, duration_max=12)
    page.save_revision()
    client.force_login(people.editor)
    response = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    html, policy = response.content.decode(), response["Content-Security-Policy"]
    assert re.search(r'<div hidden><i data-fault="steps-fit" id="steps-fit"></i></div>', html)
    assert "frame-ancestors 'self'" in policy and "script-src 'self';" in policy and "nonce" not in policy
    assert "frame-ancestors 'none'" in client.get("/")["Content-Security-Policy"]


def test_every_fault_has_words_that_say_what_to_do(w, people, rf):
    told = PortalChecks().get_axe_configuration(rf.get("/"))
    rules = {rule["id"] for rule in told["spec"]["rules"]}
    assert {*READ, *HIDDEN} <= rules and {*READ, *HIDDEN} <= set(told["options"]["runOnly"])
    for name in told["options"]["runOnly"]:
        assert told["messages"][name]["error_name"] and told["messages"][name]["help_text"]
    assert all(word == word.lower() for word in VAGUE)


def test_a_page_never_saved_may_be_checked(w, people, rf):
    from tools_library.models import ToolPage

    request = rf.get("/")
    request.user = people.editor
    assert may_see(ToolPage(title="x"), request)


def test_the_panel_of_the_editor_runs_our_checks(w, people, client):
    from django.urls import reverse

    page = w.tool("Outil", live=False)
    client.force_login(people.editor)
    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "portal-link-words" in html and "untagged-pdf" in html and "p-as-heading" not in html.split("runOnly")[1][:600]


def test_a_pdf_sent_by_any_form_is_looked_at(w, people, client):
    from django.urls import reverse

    from portal.rights.collections import lab_collection

    pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    client.force_login(people.editor)
    answer = client.post(
        reverse("wagtaildocs:add_multiple"),
        {"files[]": ContentFile(pdf, "carte.pdf"), "title": "Carte", "collection": lab_collection(w.a).pk},
        headers={"x-requested-with": "XMLHttpRequest"},
    ).json()
    sent = PortalDocument.objects.get(pk=answer["doc_id"])  # taken: a warning is no obstacle
    assert sent.is_tagged is False and "w-help-warning" in answer["form"]
    edit = reverse("wagtaildocs:edit", args=[sent.pk])
    assert "w-help-warning" in client.get(edit).content.decode()
    PortalDocument.objects.filter(pk=sent.pk).update(is_tagged=True)
    assert "w-help-warning" not in client.get(edit).content.decode()
