"""One process at a time on the same data: a lock on a file, that ends with the processes that hold it."""

import fcntl
import secrets
from pathlib import Path


class Lock:
    """Held by this process, and by the children that inherit its descriptor."""

    def __init__(self, path: Path):
        path.parent.mkdir(parents=True, exist_ok=True)
        self.file = path.open("a+")

    def take(self) -> bool:
        """Whether the lock is ours."""
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def identity(self) -> str:
        """A name made at the first use: it says which data folder this is, whatever host or container runs it."""
        self.file.seek(0)
        known = self.file.read().strip()
        if not known:
            known = secrets.token_hex(6)
            self.file.write(known)
            self.file.flush()
        return known

    def release(self) -> None:
        self.file.close()
