"""The command that computes all again: it finds what no signal told, and what a crash left behind."""

import os
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from media import checks, drift
from media.models import FileUse, PortalImage, PortalRendition
from portal.tests.world import fresh

from .conftest import SIZE, levels


def check():
    """What `recompute_file_levels --check` says is wrong; it fails if it says anything."""
    out = StringIO()
    if not list(drift.faults()):
        call_command("recompute_file_levels", check=True, stdout=out)
        assert out.getvalue() == "Nothing wrong\n"
        return []
    with pytest.raises(CommandError) as failed:
        call_command("recompute_file_levels", check=True, stdout=out)
    assert str(failed.value) == f"{len(out.getvalue().splitlines())} wrong"
    return out.getvalue().splitlines()


def lose_row(files):
    FileUse.objects.filter(image=files.image)._raw_delete("default")


def keep_row_of_a_draft(files):
    type(files.page).objects.filter(pk=files.page.pk).update(live=False)


def change_access(files):
    type(files.page).objects.filter(pk=files.page.pk).update(access="lab")


def change_level(files):
    PortalImage.objects.filter(pk=files.image.pk).update(level="clip")


def change_labs(files):
    files.document.level_labs.add(files.document.owner_lab)


def lose_rendition(files):
    rendition = files.image.get_rendition(SIZE)
    rendition.file.storage.delete(rendition.file.name)


def leave_an_orphan(files):
    storage = PortalRendition._meta.get_field("file").storage
    path = storage.path(storage.save("public/abandonnee/photo.webp", files.image.file))
    os.utime(path, (0, 0))


HARMS = {
    lose_row: "uses of {page}",
    keep_row_of_a_draft: "uses of {page}",
    change_access: "uses of {page}",
    change_level: "level of image {image}",
    change_labs: "level of document {document}",
    lose_rendition: "rendition public/",
    leave_an_orphan: "file without a row public/abandonnee/photo.webp",
}


@pytest.mark.parametrize("harm", HARMS)
def test_drift_is_told_then_put_right(shown, committing, stores, harm):
    files = shown()
    assert check() == []
    harm(files)
    told = HARMS[harm].format(page=files.page.pk, image=files.image.pk, document=files.document.pk)
    before = levels(files.document, files.image), FileUse.objects.count()
    found = check()
    assert any(line.startswith(told) for line in found), found
    assert (levels(files.document, files.image), FileUse.objects.count()) == before  # only told
    with committing():
        call_command("recompute_file_levels", stdout=StringIO())
    assert check() == []
    expected = {keep_row_of_a_draft: ("", ""), change_access: ("lab", "a")}.get(harm, ("public", ""))
    assert levels(files.document, files.image) == {expected}
    public = list((stores.renditions / "public").rglob("*.webp"))
    assert bool(public) == (expected[0] == "public")


def test_a_rendition_being_made_is_no_orphan(shown, stores):
    shown()
    young = stores.renditions / "private" / "cle" / "photo.webp"
    young.parent.mkdir(parents=True)
    young.write_bytes(b"x")
    assert check() == []


def test_a_logo_and_a_setting_that_is_gone(w, image, committing):
    from portal.models import SiteSettings

    photo = image()
    SiteSettings.objects.update(logo=photo)
    assert [line.split(":")[0] for line in check()] == ["uses of portal.sitesettings"]
    with committing():
        call_command("recompute_file_levels", stdout=StringIO())
    assert levels(photo) == {("public", "")}
    SiteSettings.objects.all()._raw_delete("default")
    assert check() != []
    call_command("recompute_file_levels", stdout=StringIO())
    assert levels(photo) == {("", "")} and fresh(photo).uses.count() == 0


def test_checks_refuse_a_type_that_nobody_can_check(settings):
    assert checks.every_accepted_type_is_known(None) == []
    settings.WAGTAILDOCS_EXTENSIONS = ["pdf", "html"]
    assert [error.id for error in checks.every_accepted_type_is_known(None)] == ["media.E001"]


def test_checks_refuse_wagtails_own_privacy_on_collections(db):
    from wagtail.models import Collection, CollectionViewRestriction

    assert checks.no_private_collection_rows(None, databases=["default"]) == []
    CollectionViewRestriction.objects.create(collection=Collection.get_first_root_node(), restriction_type="login")
    assert [error.id for error in checks.no_private_collection_rows(None, databases=["default"])] == ["media.E002"]


def test_checks_see_a_view_of_wagtails_in_front_of_ours(settings):
    assert checks.our_views_stand_at_the_addresses_that_we_give(None) == []
    settings.MEDIA_URL = "/ailleurs/"
    assert [warning.id for warning in checks.our_views_stand_at_the_addresses_that_we_give(None)] == ["media.W003"]
