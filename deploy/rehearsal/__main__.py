"""The services of compose.yaml on this machine, without a container engine: python -m deploy.rehearsal, as root.

Each is a process with the command, the environment, the user, the files, the limits and the test of health that compose.yaml
gives it (container.py), on a network of their own, where the site is then used (play.py). Programs are Debian's, the node of
search is that of bin/elasticsearch. What stands in for the images is in images.py. Nothing is left behind.
"""

import fcntl
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from . import composed, play
from .container import Container
from .images import ROOT
from .limits import sweep

HOST = "essaim.example"
# Whatever ends this process ends them all.
NEW = ["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
SPACES = ["setpriv", "--pdeathsig", "KILL", "unshare", *NEW, "--"]


def can() -> bool:
    """Whether this machine lets us make namespaces."""
    one = [*SPACES, "bwrap", "--ro-bind", "/", "/", "--proc", "/proc", "--unshare-pid", "setpriv", "--reuid=101", "true"]
    return os.geteuid() == 0 and not subprocess.run(one, capture_output=True).returncode


def loopback() -> None:
    """The network of the services has one interface; a new one is down."""
    up = struct.pack("16sH14s", b"lo", 1, b"")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        fcntl.ioctl(asked, 0x8914, up)  # SIOCSIFFLAGS, IFF_UP


def prepare(scratch: Path) -> None:
    """What an operator does before the first start: secrets, a certificate, the address of a mail server."""
    (scratch / "deploy").mkdir()
    for name in ("secrets.sh", "nginx.conf"):
        shutil.copy(ROOT / "deploy" / name, scratch / "deploy" / name)
    # Debian's nginx is older than the image's and does not know this line.
    proxy = scratch / "deploy" / "nginx.conf"
    proxy.write_text(proxy.read_text().replace("  http2 on;\n", ""))
    script = ["sh", str(scratch / "deploy" / "secrets.sh")]
    subprocess.run(script, check=True, capture_output=True)
    secrets = scratch / "secrets"
    (secrets / "mail_url").write_text("smtp://127.0.0.1:2525")
    certificate = ["-keyout", "certificate_key.pem", "-out", "certificate.pem", "-days", "2", "-subj", f"/CN={HOST}"]
    extra = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-addext", f"subjectAltName=DNS:{HOST}"]
    subprocess.run(["openssl", "req", "-x509", *certificate, *extra], cwd=secrets, check=True, capture_output=True)
    subprocess.run(script, check=True)  # once more: what was given gets its owner


def start(scratch: Path, run: str) -> play.Site:
    """Every service, in the order and on the conditions of the file."""
    site = composed.read(ROOT / "compose.yaml", {"ESSAIM_HOST": HOST})
    made = play.Site()
    for name in composed.in_order(site["services"]):
        for other, told in site["services"][name].get("depends_on", {}).items():
            {"service_healthy": made[other].wait, "service_completed_successfully": made[other].finish}[told["condition"]]()
        made[name] = Container(name, site, scratch, run)
        made[name].start()
        print(f"{time.monotonic() - BEGIN:5.1f} s  {name} started, user {made[name].uid}", flush=True)
    for one in made.values():
        if "healthcheck" in one.told:
            one.wait()
    refused = sorted({f"{kind} of {one.name}" for one in made.values() for kind in one.limits.refused})
    if refused:
        print(f"This machine does not limit {', '.join(refused)}.")
    return made


def inside(scratch: Path, run: str) -> None:
    loopback()
    made = start(scratch, run)
    print(f"{time.monotonic() - BEGIN:5.1f} s  all are healthy", flush=True)
    for scene in play.SCENES:
        scene(made)
        print(f"{time.monotonic() - BEGIN:5.1f} s  {scene.__doc__.splitlines()[0]}", flush=True)
    alive = [one for one in made.values() if one.is_alive()]
    print("Memory: " + ", ".join(f"{one.name} {one.limits.memory() >> 20} MB" for one in alive))
    print("Stopped: " + ", ".join(f"{one.name} in {one.stop():.1f} s" for one in reversed(alive)))


def main() -> int:
    """Makes the room, plays in namespaces that end with it, and takes everything away."""
    if not can():
        print("Namespaces are not allowed here (root, bubblewrap and CAP_SYS_ADMIN are needed): the services are not rehearsed.")
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # as an error: what was made is taken away
    run = f"essaim-{os.getpid()}"
    scratch = Path(tempfile.mkdtemp(prefix=f"{run}-"))
    try:
        return subprocess.run([*SPACES, sys.executable, "-m", "deploy.rehearsal", str(scratch), run], cwd=ROOT).returncode
    finally:
        shutil.rmtree(scratch)
        sweep(run)


if __name__ == "__main__":
    BEGIN = time.monotonic()
    if len(sys.argv) < 3:
        sys.exit(main())
    with suppress(BrokenPipeError):
        prepare(Path(sys.argv[1]))
        inside(Path(sys.argv[1]), sys.argv[2])
