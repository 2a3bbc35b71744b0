"""Which code runs: pages kept by an older one, in its words and with its stylesheets, are not served by a newer one."""

import hashlib
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings

KINDS = {".py", ".html", ".mo", ".json", ".svg"}


@cache
def release() -> str:
    """The same in every worker started on the same code. Read once, when a process starts."""
    ours = [Path(app.path) for app in apps.get_app_configs() if Path(app.path).is_relative_to(settings.BASE_DIR)]
    files = {path for folder in ours if ".venv" not in folder.parts for path in folder.rglob("*") if path.suffix in KINDS}
    files |= {Path(settings.STATIC_ROOT) / "staticfiles.json", Path(settings.BASE_DIR) / "requirements.txt"}
    seen = hashlib.sha256()
    for path in sorted(files):
        if path.exists():
            seen.update(f"{path}:{path.stat().st_mtime_ns}:{path.stat().st_size};".encode())
    return seen.hexdigest()[:16]
