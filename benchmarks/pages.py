"""Our pages against the home page that `wagtail start` makes: CPU a request, requests a second, slow readers.

Each is measured as it is made and as the cache of pages keeps it; theirs is kept by Django's own middleware.
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import _load

ROOT = Path(__file__).resolve().parent.parent
ROUNDS, REQUESTS = 5, 40
LOAD_ROUNDS, LOAD_SECONDS, SLOW = 3, 3, 20
OURS = ["/", "/outils/", "/outils/?max=45&de=20", "/outils/co-design-flash/", "/en/tools/empathy-map/", "/actualites/"]
OURS += ["/labs/", "/labs/lab-mobile-de-bretagne/", "/labs/regions/bretagne/", "/agenda/", "/etudes-de-cas/"]
OURS += ["/etudes-de-cas/forma-diag/", "/guides/creer-son-lab/", "/guides/creer-son-lab/decider-de-l-ouvrir/a-quoi-sert-un-lab/"]
OURS += ["/recherche/?q=carte", "/rien/"]
THEIRS = ["/", "/rien/"]
LOADED = ["/", "/outils/", "/outils/co-design-flash/"]
FORM = "csrftoken=" + "x" * 32  # a page asked for with it passes by our cache
DATA = """
from portal.settings.demo import *
from portal.settings.base import file_cache, file_storages, sqlite
from pathlib import Path
PORTAL_DATA_DIR = Path({folder!r})
DATABASES, CACHES = sqlite(PORTAL_DATA_DIR), file_cache(PORTAL_DATA_DIR)
STORAGES = file_storages(PORTAL_DATA_DIR, static="django.contrib.staticfiles.storage.StaticFilesStorage")
MEDIA_ROOT, STATIC_ROOT = PORTAL_DATA_DIR / "media", PORTAL_DATA_DIR / "static"
ALLOWED_HOSTS = ["*"]
LOGGING = {{"version": 1, "disable_existing_loggers": True}}
"""
BARE = "from .dev import *\nDEBUG = False\nALLOWED_HOSTS = ['*']\nSECRET_KEY = 'x' * 60\n"
KEPT = """from .timed import *
MIDDLEWARE = ["django.middleware.cache.UpdateCacheMiddleware", *MIDDLEWARE, "django.middleware.cache.FetchFromCacheMiddleware"]
CACHES = {{"default": {{"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": {folder!r}}}}}
"""


def environment(folder: Path, settings: str) -> dict[str, str]:
    return os.environ | {"DJANGO_SETTINGS_MODULE": settings, "PYTHONPATH": f"{folder}:{ROOT}"}


def run(place: Path, folder: Path, settings: str, *arguments: str) -> str:
    """What this Python says when it runs `arguments` in `place`, with settings found in `folder`."""
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=place, env=environment(folder, settings), check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


def reference(folder: Path) -> tuple[Path, str]:
    """A new project of `wagtail start`, on SQLite."""
    subprocess.run([Path(sys.executable).parent / "wagtail", "start", "bare", folder], check=True, stdout=subprocess.DEVNULL)
    (folder / "bare" / "settings" / "timed.py").write_text(BARE)
    (folder / "bare" / "settings" / "kept.py").write_text(KEPT.format(folder=str(folder / "cache")))
    run(folder, folder, "bare.settings.timed", "manage.py", "migrate", "-v0")
    return folder, "bare.settings.timed"


def portal(folder: Path) -> tuple[Path, str]:
    """Our demo, in a folder of its own, with a large file for slow readers."""
    (folder / "timed_settings.py").write_text(DATA.format(folder=str(folder)))
    (folder / "static").mkdir()
    (folder / "static" / "large.bin").write_bytes(bytes(20_000_000))
    for command in (["migrate", "-v0"], ["load_demo"], ["rebuild_search"]):
        run(ROOT, folder, "timed_settings", "manage.py", *command)
    return folder, "timed_settings"


def timed(folder: Path, settings: str, addresses: list[str]) -> dict[str, list[float]]:
    """Milliseconds of CPU per request, [made, kept, first (ours alone)], in a process of its own."""
    script = str(Path(__file__).with_name("_requests.py"))
    return json.loads(run(folder, folder, settings, "-P", script, str(REQUESTS), *addresses).splitlines()[-1])


@contextmanager
def served(folder: Path, settings: str, application: str):
    """The port of two workers of granian, as the site is served."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", "2", "--blocking-threads", "16", "--log-level", "error", application]
    process = subprocess.Popen(command, cwd=folder, env=environment(folder, settings) | {"MALLOC_ARENA_MAX": "2"})
    try:
        for _ in range(120):
            try:
                _load.seconds_of(port, "/")
                break
            except OSError:
                time.sleep(0.5)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def processor(theirs, ours) -> None:
    """CPU a request. The best of the rounds: what a busy machine adds is not ours."""
    rows: dict[str, list] = {}
    for _ in range(ROUNDS):  # by turns: a busy moment falls on both
        for name, times in (("wagtail start", timed(*theirs, THEIRS)), ("essaim", timed(*ours, OURS))):
            for address, pair in times.items():
                rows.setdefault(f"{name} {address}", []).append(pair)
    made, kept = ({name: min(pair[n] for pair in pairs) for name, pairs in rows.items()} for n in (0, 1))
    base = made["wagtail start /"]
    print(f"{'CPU a request':<42} {'made':>9} {'(median)':>9}  ratio to theirs {'kept':>9} {'first':>9}  ratio")
    for name, pairs in rows.items():
        median = statistics.median(pair[0] for pair in pairs)
        told = f"{kept[name]:>6.2f} ms" if name.startswith("essaim") and "/rien/" not in name else f"{'-':>9}"
        first = min((pair[2] for pair in pairs if len(pair) > 2), default=0)
        anew = f"{first:>6.2f} ms  {first / base:>5.2f}" if first else f"{'-':>9}"
        print(f"{name:<42} {made[name]:>6.2f} ms {median:>6.2f} ms  {made[name] / base:>15.2f} {told} {anew}")
    print(f"404 against 404: {made['essaim /rien/'] / made['wagtail start /rien/']:.2f}\n")


def load(port: int, address: str, cookie: str = "") -> float:
    return max(_load.per_second(port, address, LOAD_SECONDS, cookie) for _ in range(LOAD_ROUNDS))


def network(theirs, ours) -> None:
    """Requests a second, the best of the rounds; then each page while others download slowly."""
    print(f"{'requests a second, 2 workers':<42} {'made':>9} {'kept':>9}  times as many")
    folder, timed_bare = theirs
    with served(folder, timed_bare, "bare.wsgi:application") as bare:
        made = load(bare, "/")
    with served(folder, "bare.settings.kept", "bare.wsgi:application") as bare:
        told("wagtail start /", made, load(bare, "/"))
    with served(*ours, "portal.wsgi:application") as port:
        for address in LOADED:
            told(f"essaim {address}", load(port, address, FORM), load(port, address))
        with _load.SlowReaders(SLOW, port, "/static/large.bin") as readers:
            for word, cookie in (("made", FORM), ("kept", "")):
                worst = {a: max(_load.seconds_of(port, a, cookie) for _ in range(10)) for a in OURS if a != "/rien/"}
                slowest = max(worst, key=worst.get)
                print(f"{SLOW} slow readers, pages {word}: {worst[slowest] * 1000:.0f} ms at most ({slowest})")
        print(f"(they took {readers.taken / 1000:.0f} kB meanwhile)")


def told(name: str, made: float, kept: float) -> None:
    print(f"{name:<42} {made:>9.0f} {kept:>9.0f} {kept / made:>9.0f}", flush=True)


def main():
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        theirs, ours = reference(Path(one)), portal(Path(two))
        processor(theirs, ours)
        network(theirs, ours)


if __name__ == "__main__":
    main()
