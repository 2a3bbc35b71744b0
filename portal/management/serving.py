"""The demo's server and its worker, side by side."""

import http.client
import os
import threading
import time
from collections.abc import Callable

from .supervisor import Child, manage, run, tied

SERVER_GRACE = 5  # seconds for answers under way, when the demo stops
WORKER_GRACE = 16  # seconds: more than `manage.py work` gives its own worker and its clock


def server(port: int) -> list[str]:
    """granian: two workers of sixteen threads keep answering while others download slowly."""
    return tied(
        "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "2", "--blocking-threads", "16", "--respawn-failed-workers",
        "--workers-kill-timeout", str(SERVER_GRACE), "--log-level", "error", "portal.wsgi:application",
    )  # fmt: skip


def answers(port: int) -> bool:
    """Whether the site says that it is ready. No proxy of the environment comes between."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/sante/pret")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def announce(port: int, say: Callable[[str], object], patience: float = 60) -> threading.Event:
    """Say the address once it answers. Returns at once; the event is set when there is no more to wait for."""
    over = threading.Event()

    def wait():
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if answers(port):
                say(f"\nOuvrez http://localhost:{port} (Ctrl+C pour arrêter)\n")
                return over.set()
            time.sleep(0.1)
        say("Le serveur ne répond pas. Lisez les lignes ci-dessus.\n")
        return over.set()

    threading.Thread(target=wait, daemon=True).start()
    return over


def serve(port: int, answered: threading.Event) -> None:
    """Until a signal. Both end together; one that dies is started again. Their letters name this port.

    The worker waits until the site has `answered`: two cores start the server alone in half the time.
    """
    os.environ["ESSAIM_DEMO_PORT"] = str(port)
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")  # threads of a worker share their memory: 20 MiB less each
    run(
        [
            Child("server", lambda n: server(port), grace=SERVER_GRACE * 2),
            Child("work", lambda n: manage("work"), grace=WORKER_GRACE, after=answered),
        ]
    )
