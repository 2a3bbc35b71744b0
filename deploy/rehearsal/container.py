"""A service of compose.yaml as a process in namespaces of its own: its files, its user, its limits, and nothing else."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from . import composed, images
from .limits import Limits

SYSTEM = [f"/usr/{name}" for name in ("bin", "sbin", "lib", "lib64", "share/zoneinfo")]
SYSTEM += [f"/etc/{name}" for name in ("ssl", "alternatives", "ld.so.cache")]
LINKS = {"/bin": "usr/bin", "/sbin": "usr/sbin", "/lib": "usr/lib", "/lib64": "usr/lib64", "/var/run": "../run"}
LOOK = 0.3  # seconds between two tests of health: nobody waits for the interval of the file here
GRACE = 10  # seconds, Docker's own
SHARED = 3  # this machine may be busy with something else: so many times the patience of the file


def laid(how, source, target):
    """`source` at `target`, under folders that all may cross: bwrap alone would make them for root."""
    for parent in [*reversed(Path(target).parents)][1:]:
        yield from ("--perms", "0755", "--dir", str(parent))
    yield from (how, str(source), str(target))


class Container:
    """`told`: what compose.yaml says of it. `site`: the whole file; `scratch` holds volumes and logs."""

    def __init__(self, name: str, site: dict, scratch: Path, run: str):
        self.name, self.site, self.scratch, self.told = name, site, scratch, site["services"][name]
        self.image = images.build(scratch, self.told)
        self.limits = Limits(run, name, self.told)
        uid, _colon, gid = str(self.told["user"]).partition(":")
        self.uid, self.gid = int(uid), int(gid or self.image.user[1])
        self.log = scratch / "logs" / name
        self.environment = {"HOME": "/", **self.image.environment, **self.told.get("environment", {})}
        self.process, self.pid = None, 0

    # --- what it sees

    def files(self):
        """The arguments of bwrap that lay its files."""
        for path in [path for path in (*SYSTEM, sys.base_prefix) if path != "/usr" and Path(path).exists()]:
            yield from laid("--ro-bind", path, path)
        for path, target in LINKS.items():
            yield from laid("--symlink", target, path)
        yield from ("--proc", "/proc", "--dev", "/dev", "--perms", "1777", "--dir", "/tmp")  # noqa: S108 (its own)
        for path in self.told.get("tmpfs", []):
            yield from ("--perms", "1777", "--tmpfs", path)
        for source, target in self.image.shown.items():
            yield from laid("--ro-bind", source, target)
        for source, target in self.image.writable.items():
            yield from laid("--bind", source, target)
        for name, text in self.etc().items():
            path = self.scratch / f"{self.name}.{name}"
            path.write_text(text)
            yield from laid("--ro-bind", path, f"/etc/{name}")
        for secret in self.told.get("secrets", []):
            yield from laid("--ro-bind", self.scratch / self.site["secrets"][secret]["file"], f"/run/secrets/{secret}")
        for volume in self.told.get("volumes", []):
            yield from laid(*self.volume(*volume.split(":")))
        if self.told.get("read_only"):
            yield from ("--remount-ro", "/")

    def etc(self):
        """Who it is, and where the others are: on this network, whose only machine has every name."""
        uid, gid, name = self.image.user
        return {
            "passwd": f"root:x:0:0::/root:/bin/sh\n{name}:x:{uid}:{gid}::/:/bin/sh\n",
            "group": f"root:x:0:\n{name}:x:{gid}:\n",
            "hosts": f"127.0.0.1 localhost {' '.join(self.site['services'])}\n",
        }

    def volume(self, source, target, mode="rw"):
        """A named volume takes the owner of the image's folder; a file of the checkout is shown as it is."""
        if source.startswith("."):
            return "--ro-bind", self.scratch / source, target
        folder = self.scratch / "volumes" / source
        if not folder.exists():
            folder.mkdir(parents=True)
            os.chown(folder, self.image.user[0], self.gid)
        return "--ro-bind" if mode == "ro" else "--bind", folder, target

    # --- how it runs

    def as_its_user(self, command):
        """`command` with its user, its environment, and no power at all."""
        return [
            *("setpriv", f"--reuid={self.uid}", f"--regid={self.gid}", "--clear-groups", "--inh-caps=-all"),
            *("--bounding-set=-all", "--no-new-privs", "--", "env", "-i"),
            *(f"{name}={value}" for name, value in self.environment.items()),
            *command,
        ]

    def start(self):
        told, write = os.pipe()
        spaces = ["--unshare-ipc", "--unshare-uts", "--unshare-pid", "--as-pid-1", "--hostname", self.name, "--die-with-parent"]
        command = self.image.entry or self.told.get("command") or self.image.command
        arguments = [*spaces, "--info-fd", str(write), *self.files(), "--chdir", self.image.folder]
        self.log.parent.mkdir(exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                ["bwrap", *arguments, "--", *self.as_its_user(command)],
                pass_fds=[write], stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=self.limits.enter,
            )  # fmt: skip
        os.close(write)
        with os.fdopen(told) as answer:
            said = answer.read()
        if not said:
            raise RuntimeError(f"{self.name} does not start: {self.tail()}")
        self.pid = json.loads(said)["child-pid"]

    def inside(self, *command) -> list:
        """What runs `command` inside it, as `docker compose exec` does."""
        enter = ["nsenter", "--target", str(self.pid), "--mount", "--pid", "--ipc", "--uts", f"--wdns={self.image.folder}", "--"]
        return [*enter, *self.as_its_user(command)]

    def run(self, *command, timeout: float = 60) -> subprocess.CompletedProcess:
        asked = self.inside(*command)
        return subprocess.run(asked, capture_output=True, text=True, timeout=timeout, stdin=subprocess.DEVNULL)

    def is_alive(self) -> bool:
        return self.process.poll() is None

    def is_healthy(self) -> bool:
        test = self.told["healthcheck"]
        try:
            return self.run(*test["test"][1:], timeout=composed.seconds(test["timeout"])).returncode == 0
        except subprocess.TimeoutExpired:
            return False

    def wait(self):
        """Until its own test says that it does its work. Raises RuntimeError when the patience of the file is over."""
        test = self.told["healthcheck"]
        patience = composed.seconds(test.get("start_period", "0s")) + test["retries"] * composed.seconds(test["interval"])
        end = time.monotonic() + patience * SHARED
        while not self.is_healthy():
            if not self.is_alive():
                raise RuntimeError(f"{self.name} ended: {self.tail()}")
            if time.monotonic() > end:
                raise RuntimeError(f"{self.name} is not healthy after {patience * SHARED:.0f} s: {self.tail()}")
            time.sleep(LOOK)

    def finish(self):
        """Waits for the end of what does one thing. Raises RuntimeError unless it went well."""
        if self.process.wait(timeout=100 * SHARED):
            raise RuntimeError(f"{self.name} failed: {self.tail()}")

    def stop(self) -> float:
        """As `docker compose stop`: seconds that it took. Raises RuntimeError past its grace."""
        grace = composed.seconds(self.told.get("stop_grace_period", f"{GRACE}s"))
        begin = time.monotonic()
        os.kill(self.pid, signal.Signals[self.image.stop])
        try:
            self.process.wait(timeout=grace)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise RuntimeError(f"{self.name} does not stop within {grace:.0f} s") from None
        return time.monotonic() - begin

    def tail(self) -> str:
        return "\n" + "\n".join(self.log.read_text(errors="replace").splitlines()[-20:])
