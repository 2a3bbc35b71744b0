"""Materials are shared: a lab adds, and changes what its own tools alone name."""

import pytest
from django.urls import reverse

from tools_library.models import Material, ToolMaterial


@pytest.fixture
def material(w):
    return Material.objects.create(code="gommettes-test", name_fr="Gommettes", category="stationery")


def rename(client, material):
    data = {"code": material.code, "name_fr": "Autre chose", "name_en": "", "unit": "", "category": "stationery"}
    url = reverse(material.snippet_viewset.get_url_name("edit"), args=[material.pk])
    answer = client.post(url, data, follow=True)
    material.refresh_from_db()
    return answer


def test_an_editor_renames_what_no_tool_or_her_own_tools_name(w, people, client, material):
    ToolMaterial.objects.create(page=w.tool("À nous"), material=material)
    client.force_login(people.editor)
    rename(client, material)
    assert material.name_fr == "Autre chose"


def test_what_a_neighbours_tool_names_is_the_national_teams_to_rename(w, people, client, material):
    ToolMaterial.objects.create(page=w.tool("À elle", w.b, live=False), material=material)
    client.force_login(people.editor)
    answer = rename(client, material)
    assert material.name_fr == "Gommettes" and "équipe nationale" in answer.content.decode()
    client.force_login(people.national)
    rename(client, material)
    assert material.name_fr == "Autre chose"
