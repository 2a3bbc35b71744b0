"""What a tool's page computes from the tool."""

import pytest

from tools_library.models import ToolStep


def steps(*minutes):
    return [
        ToolStep(sort_order=n, title=f"Étape {n}", minutes=m, participation="plenary", say="Dites.")
        for n, m in enumerate(minutes)
    ]


@pytest.mark.parametrize(
    ("minutes", "told"),
    [
        ((8, 55, 20), ["à 0:00", "à 0:08", "à 1:03"]),
        ((240, 240), ["à 0:00", "à 4:00"]),  # a day of work, no more
        ((480, 960, 60, 60), ["jour 1", "jour 2", "jour 4", "jour 4"]),  # nobody reads 32:00
    ],
)
def test_a_step_begins_at_an_hour_or_on_a_day(w, client, minutes, told):
    tool = w.tool("Outil", live=False, duration_max=10_000)
    tool.steps = steps(*minutes)
    tool.save_revision().publish()
    html = client.get(tool.get_url()).content.decode()
    beginnings = [part.split("</small>")[0].split("<small>")[1] for part in html.split('<p class="min">')[1:]]
    assert [words.replace("\xa0", " ") for words in beginnings] == told
