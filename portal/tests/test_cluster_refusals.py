"""An entry that the cluster will not have as it is: set aside and named, and it keeps no other out."""

import pytest
from django.core.management import CommandError, call_command

from portal.management.clock import catch_up
from search import indexing
from search.engines.elastic import schema
from search.models import LateChange

from .test_cluster_faults import changed, found, site  # noqa: F401 (a fixture)

pytestmark = pytest.mark.elasticsearch
TOO_LONG = "x" * 40_000  # bytes; a term of the index holds 32,766


@pytest.fixture
def poisoned(site, monkeypatch):  # noqa: F811
    """`site.poison`: the ids of objects whose entries hold what no index of a cluster holds."""
    site.poison, made = set(), schema.document

    def document(entry):
        return made(entry) | ({"s_title": TOO_LONG} if entry.pk in site.poison else {})

    monkeypatch.setattr(schema, "document", document)
    return site


def late(of, title):
    """A tool published while the cluster is away."""
    of.door.mode = "ill"
    page = changed(of, title)
    of.door.mode = ""
    return page


def test_it_is_tried_five_times_and_set_aside_and_those_behind_it_pass(poisoned, caplog):
    bad = late(poisoned, "Outil maudit")
    poisoned.poison.add(bad.pk)
    late(poisoned, "Outil suivant")
    for tries in range(1, 6):
        catch_up()
        assert found(poisoned.node) == 1  # the one behind
        assert set(LateChange.objects.values_list("pk_of", "tries")) == {(bad.pk, tries)}
    row = LateChange.objects.first()
    assert (
        "field [s_title]" in row.why
        and TOO_LONG[:20] not in row.why
        and f"refuses tool:{bad.pk}, which is set aside" in caplog.text
    )
    asked = len(poisoned.door.asked)
    catch_up()
    assert len(poisoned.door.asked) == asked  # no more
    with pytest.raises(CommandError, match=rf"elasticsearch refuse tool:{bad.pk} : .*s_title[\s\S]*mis de côté : tool:{bad.pk}"):
        call_command("search_doctor", repair=True, verbosity=0)


def test_it_is_owed_no_more_once_it_has_changed(poisoned):
    bad = changed(poisoned, "Outil d’abord sain")
    poisoned.poison.add(bad.pk)
    bad.title = "Outil maudit"
    bad.save_revision().publish()
    indexing.refresh.call("tool", bad.pk)
    assert [(row.pk_of, row.tries) for row in LateChange.objects.all()] == [(bad.pk, 1)]
    assert found(poisoned.node, "abord") == 1  # as it was, until it is taken as it is
    poisoned.poison.clear()
    indexing.refresh.call("tool", bad.pk)
    assert not LateChange.objects.exists() and found(poisoned.node, "maudit") == 1


def test_a_rebuild_goes_on_without_it_and_tries_it_again(poisoned, caplog):
    bad = changed(poisoned, "Outil maudit")
    poisoned.poison.add(bad.pk)
    LateChange.objects.create(kind="tool", pk_of=bad.pk, tries=LateChange.MOST_TRIES)
    indexing.rebuild(poisoned.node)
    assert f"The cluster refuses tool:{bad.pk}" in caplog.text and found(poisoned.node, "gommettes") == 1
    assert indexing.drift(poisoned.node)["missing"] == [f"tool:{bad.pk}"]
    poisoned.poison.clear()
    catch_up()
    assert not any(indexing.drift(poisoned.node).values()) and not LateChange.objects.exists()


def test_an_object_of_which_no_entry_can_be_made_keeps_no_other_out(poisoned, monkeypatch):
    bad, good = late(poisoned, "Outil maudit"), late(poisoned, "Outil sain")
    made = indexing.changes
    monkeypatch.setattr(indexing, "changes", lambda code, pk, key="": made(code, pk, key) if pk != bad.pk else 1 / 0)
    catch_up()
    row = LateChange.objects.get(pk_of=bad.pk)
    assert (row.tries, row.why) == (1, "ZeroDivisionError('division by zero')")
    assert found(poisoned.node, "sain") == 1 and not LateChange.objects.filter(pk_of=good.pk).exists()
