"""The environment, read once and strictly: what is missing or malformed is collected, and said all at once."""

from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "yes", "on", "oui"}, {"0", "false", "no", "off", "non"}
UNREADABLE = "not an address"


class Environment:
    """Each method reads a variable and gives its value or, with a fault noted, something of the same type."""

    def __init__(self, source):
        self.source, self.faults = dict(source), []
        for name in [name for name in source if name.startswith("ESSAIM_") and name.endswith("_FILE")]:
            self.read(name, source[name].strip())

    def read(self, name, path):
        """NAME_FILE names a file that holds NAME: secrets stay out of the environment."""
        meant = name.removesuffix("_FILE")
        del self.source[name]
        if self.source.get(meant, "").strip():
            self.fault(name, f"given beside {meant}: one of the two")
        try:
            self.source[meant] = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, ValueError) as error:
            self.fault(name, f"cannot be read: {getattr(error, 'strerror', None) or error}")

    def fault(self, name, what):
        self.faults.append(f"{name}: {what}")

    def text(self, name, default=None, *, least=1):
        value = self.source.get(name, "").strip()
        if not value and default is not None:
            return default
        if len(value) < least:
            found = f"only {len(value)} characters, {least} at least" if value else "missing"
            self.fault(name, found)
        return value

    def number(self, name, default):
        value = self.source.get(name, "").strip()
        if value and not (value.isascii() and value.isdigit()):
            self.fault(name, f"not a whole number: {value!r}")
            return default
        return int(value) if value else default

    def flag(self, name, default):
        value = self.source.get(name, "").strip().lower()
        if value and value not in TRUE | FALSE:
            self.fault(name, f"neither true nor false: {value!r}")
        return value in TRUE if value else default

    def names(self, name):
        """Host names separated by commas, one at least."""
        given = self.text(name)
        value = [part.strip() for part in given.split(",") if part.strip()]
        if (given and not value) or any(set(part) & set("/*: ") for part in value):
            self.fault(name, "host names separated by commas, without http://, port nor *")
        return value

    def words(self, name, default):
        """Words separated by spaces or commas."""
        return self.text(name, default).replace(",", " ").split()

    def folder(self, name, default):
        value = Path(self.text(name, str(default)))
        if not value.is_absolute():
            self.fault(name, f"a folder from the root of the disk, such as /srv/essaim: {str(value)!r}")
        return value

    def sender(self, name, default):
        value = self.text(name, default)
        if "@" not in parseaddr(value)[1]:
            self.fault(name, f"no e-mail address: {value!r}")
        return value

    def address(self, name, schemes, default=None, *, host=True, path=False):
        value = self.text(name, default)
        if value and value != default and (wrong := wrong_in(value, schemes, host, path)):
            self.fault(name, wrong)
            return "" if wrong.startswith(UNREADABLE) else value
        return value

    def addresses(self, name, schemes):
        """Several, separated by spaces or commas; none when the variable is empty."""
        found = self.words(name, "")
        for value in found:
            if wrong := wrong_in(value, schemes, True, False):
                self.fault(name, wrong)
        return [] if any(wrong_in(value, schemes, True, False) for value in found) else found

    def site(self, name):
        """The address of the site, without anything behind its name."""
        value = self.address(name, ["https"]).rstrip("/")
        if value and urlsplit(value)[2:] != ("", "", ""):
            self.fault(name, "nothing after the name of the host: https://essaim.example")
        return value

    def done(self):
        if self.faults:
            raise ImproperlyConfigured("\n".join(["Settings of production:", *self.faults]))


def wrong_in(value: str, schemes, host: bool, path: bool) -> str:
    """What is wrong with an address, in words; "" when nothing is."""
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018  (asked for: a port that is not one raises)
    except ValueError as error:
        return f"{UNREADABLE}: {error}"
    if parts.scheme not in schemes:
        return f"must begin with {' or '.join(f'{s}://' for s in schemes)}"
    if host and not parts.hostname:
        return "names no host"
    return "names no database" if path and not parts.path.strip("/") else ""
