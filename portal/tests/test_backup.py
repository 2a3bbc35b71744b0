"""A site saved, lost and found again; an archive that is not whole touches nothing."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import zipfile
from contextlib import closing
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import connection

from portal.backup import archive
from portal.backup.databases import PostgreSQL, SQLite
from portal.management.locks import Lock

FACTS = {"vendor": "sqlite", "migrations": [], "rows": {}, "made_at": "2026-11-25T03:00:00+00:00"}
once = pytest.mark.skipif(connection.vendor != "sqlite", reason="says nothing more about another database")
SETTINGS = """
from portal.settings.test import *
from portal.settings.base import file_cache, file_storages, sqlite
from portal.settings.production import postgresql
from pathlib import Path
PORTAL_DATA_DIR = Path({folder!r})
SEARCH_INDEX = PORTAL_DATA_DIR / "index"
DATABASES, CACHES, STORAGES = {database}, file_cache(PORTAL_DATA_DIR), file_storages(PORTAL_DATA_DIR)
MEDIA_ROOT = PORTAL_DATA_DIR / "media"
SECRET_KEY = "canari-de-la-cle-secrete-0123456789-0123456789-0123456789"
"""
START = """
import hashlib, io, json
import django
django.setup()
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management import call_command, get_commands
from django.test import Client
from portal.backup.databases import database
from portal.tests.world import world
from portal.views import visible_pages
"""
FILL = """
from media.models import PortalDocument, PortalImage
from media.tests.conftest import attach, cover, png
w = world()
document = PortalDocument(title="Canevas", owner_lab=w.a)
document.file.save("canevas.pdf", ContentFile(b"%PDF-1.7 " + b"x" * 9000), save=False)
document._set_document_file_metadata()
document.save()
picture = PortalImage.objects.create(title="Mur", owner_lab=w.a, file=ContentFile(png(), name="mur.png"))
cover(attach(w.tool("Fiche"), document), picture)
w.english(w.tools)
w.piece("Nouvelle")
if "rebuild_search" in get_commands():
    call_command("rebuild_search", verbosity=0)
"""
LOOK = """
media = settings.MEDIA_ROOT
answers = {page.url: Client().get(page.url) for page in visible_pages(None)}
print(json.dumps({
    "rows": database().rows(),
    "pages": {url: hashlib.sha256(answer.content).hexdigest() for url, answer in answers.items()},
    "status": sorted({answer.status_code for answer in answers.values()}),
    "files": {str(p.relative_to(media)): hashlib.sha256(p.read_bytes()).hexdigest() for p in media.rglob("*") if p.is_file()},
}))
"""
# Several commands as somebody types them, in one process: for each, its status, what it says and what it complains of.
COMMANDS = """
import contextlib, sys
from django.core.management import execute_from_command_line
told = []
for typed in json.loads({typed!r}):
    said, complaint, status = io.StringIO(), io.StringIO(), 0
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(complaint):
        try:
            execute_from_command_line(["manage.py", *typed])
        except SystemExit as end:
            status = end.code
    told.append([status, said.getvalue(), complaint.getvalue()])
print(json.dumps(told))
"""


def copy_file(folder):
    """The small site of the tests, as a file of its own."""
    with (
        closing(sqlite3.connect(settings.DATABASES["default"]["TEST"]["NAME"])) as small,
        closing(sqlite3.connect(folder / "db.sqlite3")) as copy,
    ):
        small.backup(copy)


class OnServer:
    """The small site of the tests, as a database of its own on the same server."""

    def __init__(self):
        self.server = PostgreSQL()
        self.name = f"{connection.settings_dict['NAME']}_saved"

    def sql(self, *orders):
        self.server.run("psql", "--quiet", "--set=ON_ERROR_STOP=1", *(f"--command={order}" for order in orders))

    def make(self, dump):
        self.sql(f'DROP DATABASE IF EXISTS "{self.name}"', f'CREATE DATABASE "{self.name}"')
        self.server.run("pg_dump", "--format=custom", "--no-owner", "--no-acl", f"--file={dump}")
        self.server.run("pg_restore", "--no-owner", "--no-acl", f"--dbname={self.name}", str(dump))

    def empty(self):
        self.sql(f'\\connect "{self.name}"', "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")

    def drop(self):
        self.sql(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    @property
    def setting(self):
        told = connection.settings_dict
        return f"postgresql('postgresql://{told['USER']}:{told['PASSWORD']}@{told['HOST']}:{told['PORT']}/{self.name}')"


class Place:
    """A site of its own in a folder, played by processes of its own."""

    def __init__(self, room, database="sqlite(PORTAL_DATA_DIR)"):
        self.folder = room / "site"
        self.folder.mkdir()
        (room / "saved_settings.py").write_text(SETTINGS.format(folder=str(self.folder), database=database))
        self.environment = os.environ | {"DJANGO_SETTINGS_MODULE": "saved_settings", "PYTHONPATH": f"{room}:{settings.BASE_DIR}"}

    def play(self, *arguments):
        command = [sys.executable, *arguments]
        done = subprocess.run(command, cwd=settings.BASE_DIR, env=self.environment, capture_output=True, text=True)
        assert not done.returncode, done.stdout + done.stderr
        return done.stdout

    def script(self, *parts):
        return self.play("-c", START + "".join(parts))

    def manage(self, *typed):
        """What one command says, which must succeed."""
        return self.play("manage.py", *map(str, typed))

    def commands(self, *all_typed, then=""):
        """[(whether it fails, what it says)] of several commands; and what a script says, if there is one."""
        typed = json.dumps([list(map(str, one)) for one in all_typed])
        told, _, rest = self.script(COMMANDS.format(typed=typed), then).partition("\n")
        answers = [(bool(status), complaint if status else said) for status, said, complaint in json.loads(told)]
        return (answers, json.loads(rest)) if then else answers


@pytest.fixture(scope="module")
def filled(django_db_setup, tmp_path_factory):
    """A folder that was filled once, on SQLite, and what the site looks like. Copied, never played on."""
    if connection.vendor != "sqlite":
        return None, ""
    place = Place(tmp_path_factory.mktemp("filled"))
    copy_file(place.folder)
    return place.folder, place.script(FILL, LOOK)


@pytest.fixture
def site(db, tmp_path, filled):
    """A filled site of this test alone; `before`: what it looks like."""
    folder, look = filled
    server = None if folder else OnServer()
    if server:
        server.make(tmp_path / "small.dump")
    place = Place(tmp_path, server.setting) if server else Place(tmp_path)
    if folder:
        shutil.copytree(folder, place.folder, dirs_exist_ok=True)
    place.before = json.loads(look or place.script(FILL, LOOK))

    def lose():
        for path in place.folder.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        if server:
            server.empty()

    place.lose = lose
    yield place
    if server:
        server.drop()


@pytest.mark.long
def test_a_site_that_was_lost_comes_back_whole(site, tmp_path):
    before = site.before
    assert before["status"] == [200] and len(before["pages"]) >= 6 and len(before["files"]) >= 3
    said = site.manage("backup", tmp_path)
    (saved,) = tmp_path.glob("essaim-*.zip")
    assert str(saved) in said and saved.stat().st_mode & 0o777 == 0o600 and b"canari-de-la-cle" not in saved.read_bytes()
    assert archive.SECRET not in zipfile.ZipFile(saved).namelist()
    [(fails, said)] = site.commands(["restore", saved])
    assert fails and said.startswith("Restauration refusée : le site contient déjà quelque chose")
    site.lose()
    site.manage("restore", saved)  # into nothing: no need to insist
    assert json.loads(site.script(LOOK)) == before
    assert not list(site.folder.glob(".restore-*")) and not list(tmp_path.glob(".essaim-*"))


@once
@pytest.mark.long
def test_what_came_after_the_backup_goes_with_the_caches(site, tmp_path):
    saved = tmp_path / "avant.zip"
    (failed, _said), (fails, said) = site.commands(["backup", saved, "--with-secret"], ["backup", saved])
    assert not failed and fails and f"{saved} existe déjà" in said
    look = "print('Canari' in Client().get('/outils/').content.decode())"
    later = f"from tools_library.models import ToolPage\nd = ToolPage.objects.get(slug='fiche').get_latest_revision_as_object()\nd.title = 'Canari'\nd.save_revision().publish()\n{look}"
    assert site.script(later).strip() == "True"  # and the page is kept
    (site.folder / "media" / "canari.pdf").write_bytes(b"x")
    assert list((site.folder / "cache" / "pages").glob("*.djcache"))
    site.manage("restore", saved, "--yes", "--secret", tmp_path / "cle")
    found, seen = site.script(LOOK, look).splitlines()
    assert json.loads(found) == site.before and seen == "False"
    key = tmp_path / "cle"
    assert key.read_text().startswith("canari-de-la-cle") and key.stat().st_mode & 0o777 == 0o600


@once
def test_an_archive_that_is_refused_touches_nothing(site, tmp_path):
    saved = tmp_path / "saved.zip"
    site.manage("backup", saved)
    half = tmp_path / "half.zip"
    half.write_bytes(saved.read_bytes()[: saved.stat().st_size // 2])
    before = {path: path.read_bytes() for path in (site.folder / "media").rglob("*") if path.is_file()}
    newer = rewritten(saved, tmp_path / "newer.zip", lambda m: m["migrations"].append(["portal", "9999_demain"]))
    other = rewritten(saved, tmp_path / "other.zip", lambda m: m.update(vendor="oracle"))
    refused = {
        half: "incomplète",
        newer: "plus récente",
        other: "oracle",
        tmp_path / "absent.zip": "ne s'ouvre pas",
        saved: "« manage.py work » tourne",
    }
    lock = Lock(site.folder / "work.lock")
    assert lock.take()
    answers, look = site.commands(*(["restore", path, "--yes"] for path in refused), ["restore", saved, "--check"], then=LOOK)
    lock.release()
    for (fails, said), words in zip(answers, refused.values(), strict=False):
        assert fails and said.startswith("Restauration refusée : ") and words in said and said.count("\n") == 1
    fails, said = answers[-1]
    assert len(answers) == 6 and not fails and "est entière" in said
    assert {path: path.read_bytes() for path in before} == before and look == site.before


def test_a_restore_empties_the_caches_and_makes_the_index_again(settings, tmp_path, monkeypatch):
    from django.core.cache import caches

    from portal.content_version import content_version
    from portal.management.commands import restore
    from portal.settings.caches import file_cache

    settings.CACHES, told = file_cache(tmp_path), []
    version = content_version()
    caches["pages"].set("kept", "page")
    monkeypatch.setattr(restore, "database", lambda: SimpleNamespace(load=told.append, rows=dict))
    monkeypatch.setattr(restore, "stores", SimpleNamespace(put_back=told.append, drop_others=told.append))
    monkeypatch.setattr(restore, "get_commands", lambda: {"rebuild_search": "search"})
    monkeypatch.setattr(restore, "call_command", lambda name, **options: told.append(name))
    archived = SimpleNamespace(manifest={"rows": {}})
    restore.Command().restore(archived, "dumped")
    assert told == [archived, "dumped", archived, "migrate", "rebuild_search"]
    assert caches["pages"].get("kept") is None and content_version() != version


def rewritten(source, target, change):
    """The same archive with another manifest."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == archive.MANIFEST:
                manifest = json.loads(content)
                change(manifest)
                content = json.dumps(manifest)
            new.writestr(name, content)
    return target


# --- the archive alone


@pytest.fixture
def saved(tmp_path):
    source = tmp_path / "source"
    source.write_bytes(os.urandom(11_000))
    path = tmp_path / "small.zip"
    with archive.writing(path) as writer:
        for name in (archive.DATABASE, "files/default/a.pdf"):
            with source.open("rb") as file:
                writer.add(name, file)
        writer.finish(FACTS)
    return path


def test_an_archive_tells_what_it_holds(saved):
    reader = archive.Reader(saved)
    assert reader.names("files/") == ["files/default/a.pdf"] and reader.members[archive.DATABASE]["bytes"] == 11_000


@pytest.mark.parametrize("share", [0, 0.01, 0.3, 0.5, 0.9, 0.999])
def test_any_part_of_an_archive_is_refused(saved, share):
    whole = saved.read_bytes()
    saved.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(archive.Unusable, match="incomplète"):
        archive.Reader(saved)


def test_a_byte_that_changed_is_refused(saved):
    whole, members = saved.read_bytes(), zipfile.ZipFile(saved).infolist()
    for member in members[:-1]:
        start = whole.index(member.filename.encode(), member.header_offset) + len(member.filename) + 20  # ZIP64's field
        for place in range(start + 10, start + member.compress_size - 10, 331):
            saved.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
            with pytest.raises(archive.Unusable, match="abîmée"):
                archive.Reader(saved)


@pytest.mark.parametrize("name", ["../x", "/etc/x", "files/../../x", "files//x", "a\\b"])
def test_a_name_that_leaves_its_folder_is_refused(saved, tmp_path, name):
    made = tmp_path / "made.zip"
    with archive.writing(made) as writer, saved.open("rb") as file:
        for member in (archive.DATABASE, name):
            file.seek(0)
            writer.add(member, file)
        writer.finish(FACTS)
    with pytest.raises(archive.Unusable, match="sort de son dossier"):
        archive.Reader(made)


@pytest.mark.parametrize("change", [
    lambda m: m.update(format=2), lambda m: m.pop("members"), lambda m: m["members"].pop("files/default/a.pdf"),
    lambda m: m["members"].update({"files/default/b.pdf": m["members"]["database"]}), lambda m: m["members"].pop("database"),
    lambda m: m["members"]["database"].update(sha256="0" * 64), lambda m: m.pop("rows"),
])  # fmt: skip
def test_a_manifest_that_says_something_else_is_refused(saved, tmp_path, change):
    with pytest.raises(archive.Unusable):
        archive.Reader(rewritten(saved, tmp_path / "other.zip", change))


def test_a_backup_that_fails_leaves_nothing(tmp_path):
    with pytest.raises(OSError), archive.writing(tmp_path / "x.zip") as writer:
        writer.zip.writestr("a", "b")
        raise OSError(28, "No space left on device")
    assert not list(tmp_path.iterdir())


def test_the_snapshot_is_of_one_moment_while_others_write(tmp_path):
    """Two rows go in together, a thousand times over: a snapshot never holds one without the other."""
    path, stop = tmp_path / "db.sqlite3", threading.Event()
    with closing(sqlite3.connect(path)) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.executescript("CREATE TABLE one (t TEXT); CREATE TABLE two (t TEXT);")

    def write():
        with closing(sqlite3.connect(path, timeout=20)) as live:
            while not stop.is_set():
                with live:
                    live.execute("INSERT INTO one VALUES (hex(randomblob(500)))")
                    live.execute("INSERT INTO two VALUES (hex(randomblob(500)))")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        seen = [SQLite(path).dump(tmp_path / f"copy{n}") for n in range(20)]
    finally:
        stop.set()
        writer.join()
    assert all(rows["one"] == rows["two"] for rows in seen) and seen[-1]["one"] > seen[0]["one"]
