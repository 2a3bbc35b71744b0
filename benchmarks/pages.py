"""CPU per request of our pages against the home page that `wagtail start` makes. Prints milliseconds and ratios."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROUNDS, REQUESTS = 7, 40
OURS = ["/", "/outils/", "/outils/?max=45&de=20", "/outils/co-design-flash/", "/en/tools/empathy-map/", "/actualites/", "/rien/"]
THEIRS = ["/", "/rien/"]
DATA = """
from portal.settings.demo import *
from portal.settings.base import file_cache, file_storages, sqlite
from pathlib import Path
PORTAL_DATA_DIR = Path({folder!r})
DATABASES, CACHES = sqlite(PORTAL_DATA_DIR), file_cache(PORTAL_DATA_DIR)
STORAGES = file_storages(PORTAL_DATA_DIR, static="django.contrib.staticfiles.storage.StaticFilesStorage")
MEDIA_ROOT = PORTAL_DATA_DIR / "media"
ALLOWED_HOSTS = ["*"]
"""
BARE = "from .dev import *\nDEBUG = False\nALLOWED_HOSTS = ['*']\nSECRET_KEY = 'x' * 60\n"


def run(place: Path, folder: Path, settings: str, *arguments: str) -> str:
    """What this Python says when it runs `arguments` in `place`, with settings found in `folder`."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": settings, "PYTHONPATH": f"{folder}:{ROOT}"}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=place, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def reference(folder: Path) -> tuple[Path, str]:
    """A new project of `wagtail start`, on SQLite."""
    subprocess.run([Path(sys.executable).parent / "wagtail", "start", "bare", folder], check=True, stdout=subprocess.DEVNULL)
    (folder / "bare" / "settings" / "timed.py").write_text(BARE)
    run(folder, folder, "bare.settings.timed", "manage.py", "migrate", "-v0")
    return folder, "bare.settings.timed"


def portal(folder: Path) -> tuple[Path, str]:
    """Our demo, in a folder of its own."""
    (folder / "timed_settings.py").write_text(DATA.format(folder=str(folder)))
    for command in (["migrate", "-v0"], ["load_demo"]):
        run(ROOT, folder, "timed_settings", "manage.py", *command)
    return folder, "timed_settings"


def timed(folder: Path, settings: str, addresses: list[str]) -> dict[str, float]:
    """Milliseconds of CPU per request, in a process of its own."""
    script = str(Path(__file__).with_name("_requests.py"))
    return json.loads(run(folder, folder, settings, script, str(REQUESTS), *addresses).splitlines()[-1])


def main():
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        theirs, ours = reference(Path(one)), portal(Path(two))
        rows: dict[str, list[float]] = {}
        for _ in range(ROUNDS):  # by turns: a busy moment falls on both
            for name, times in (("wagtail start", timed(*theirs, THEIRS)), ("essaim", timed(*ours, OURS))):
                for address, ms in times.items():
                    rows.setdefault(f"{name} {address}", []).append(ms)
    best = {name: min(times) for name, times in rows.items()}
    base = best["wagtail start /"]
    print(f"{'page':<42} {'best':>8} {'median':>8}  ratio to the home page of wagtail start")
    for name, times in rows.items():
        print(f"{name:<42} {best[name]:>5.2f} ms {statistics.median(times):>5.2f} ms  {best[name] / base:.2f}")
    print(f"404 against 404: {best['essaim /rien/'] / best['wagtail start /rien/']:.2f}")


if __name__ == "__main__":
    main()
