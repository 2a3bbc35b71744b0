"""The site that was started is used, as readers and operators do. Each scene asserts; its docstring says what held."""

import http.client
import json
import re
import socket
import ssl
import subprocess
import time
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace

HOST = "essaim.example"
SPARE = "L’index de secours du site répond"
YEAR = 31_536_000  # seconds
EMAIL, PASSWORD = "nationale@essaim.example", "mot-de-passe-de-repetition"  # noqa: S105 (of a site that lives a minute)


def get(made, path, *, port=8443, method="GET", headers=()):
    """One request to nginx, whose certificate is verified."""
    certificate = made["proxy"].scratch / "secrets" / "certificate.pem"
    made_socket = socket.create_connection(("127.0.0.1", port), timeout=60)
    if port == 8443:
        made_socket = ssl.create_default_context(cafile=certificate).wrap_socket(made_socket, server_hostname=HOST)
    connection = http.client.HTTPConnection(HOST)
    connection.sock = made_socket
    connection.request(method, path, headers=dict(headers))
    answer = connection.getresponse()
    body = answer.read().decode("utf-8", "replace")
    connection.close()
    return SimpleNamespace(status=answer.status, headers=answer.headers, text=body)


def until(what, patience: float = 30):
    """Waits for `what` to be true. Raises AssertionError past `patience` seconds."""
    begin = time.monotonic()
    while not what():
        assert time.monotonic() - begin < patience, f"not within {patience} s"
        time.sleep(0.3)


class Shell:
    """`manage.py shell` in the container of the site, opened once: it reads a line of code after the other."""

    LOOP = "import json, sys\nfor line in sys.stdin: exec(json.loads(line), {}); print('done', flush=True)"

    def __init__(self, made):
        opened = made["web"].inside("python", "manage.py", "shell", "--no-imports", "-v", "0", "-c", self.LOOP)
        self.process = subprocess.Popen(opened, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def do(self, code):
        self.process.stdin.write(json.dumps(code) + "\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "done\n", self.process.stderr.read()[-2000:]


class Site(dict):
    """The containers by name, and a shell in that of the site."""

    def alive(self):
        return [(name, one) for name, one in self.items() if one.is_alive()]

    @cached_property
    def shell(self):
        return Shell(self)


def publish(made, title):
    """A tool takes another title."""
    made.shell.do(
        "from tools_library.models import ToolPage; page = ToolPage.objects.first();"
        f"page.title = {title!r}; page.save_revision().publish()"
    )


def search_says(made):
    return json.loads(get(made, "/sante/pret").text)["search"]


def ask_node(made, path):
    password = (made["search"].scratch / "secrets" / "search_password").read_text()
    return made["search"].run("curl", "-sf", "-u", f"elastic:{password}", f"http://search:9200{path}")


# --- scenes


def nobody_has_power(made):
    """Each is who compose.yaml says, without a capability, and cannot write in its own files."""
    for name, one in made.alive():
        status = dict(line.split(":\t", 1) for line in one.run("cat", "/proc/1/status").stdout.splitlines() if ":\t" in line)
        assert status["Uid"].split() == [str(one.uid)] * 4 and int(status["Uid"].split()[0]), name
        assert int(status["CapEff"], 16) == int(status["CapBnd"], 16) == 0 and status["NoNewPrivs"] == "1", name
        folders = ["/", "/etc", "/usr/bin", "/run/secrets", one.image.folder]
        written = one.run("sh", "-c", f"for one in {' '.join(folders)}; do touch $one/trace 2>/dev/null && echo $one; done")
        assert written.stdout == "" and bool(one.told.get("read_only")) == ("ro," in mounts(one)["/"]), name


def mounts(one):
    return {row.split()[1]: row.split()[3] + "," for row in one.run("cat", "/proc/1/mounts").stdout.splitlines()}


def secrets_stay_in_files(made):
    """A secret is read by its service, is seen by no other, and is in no environment."""
    words = {path.name: path.read_text().strip() for path in (made["web"].scratch / "secrets").iterdir()}
    for name, one in made.alive():
        environment = one.run("cat", "/proc/1/environ").stdout
        assert not [secret for secret, word in words.items() if word in environment], name
        asked = one.told.get("secrets", [])
        seen = one.run("sh", "-c", "cd /run/secrets && cat * >/dev/null && ls").stdout.split()
        assert sorted(seen) == sorted(asked), (name, seen)


def operator_fills_the_site(made):
    """Commands make an account and the content, in the container of the site."""
    made.shell.do(
        "import os; from django.core.management import call_command;"
        f"os.environ['DJANGO_SUPERUSER_PASSWORD'] = {PASSWORD!r};"
        f"call_command('createsuperuser', interactive=False, email={EMAIL!r}, verbosity=0)"
    )
    made.shell.do((Path(__file__).parent / "content.py").read_text(encoding="utf-8"))


def reader_comes_in_https(made):
    """http leads to https; the home page comes with the headers of safety, static files for a year; a flood is refused."""
    plain = get(made, "/outils/", port=8080, headers={"Host": HOST})
    assert plain.status == 301 and plain.headers["Location"] == f"https://{HOST}/outils/"
    home = get(made, "/")
    assert home.status == 200 and "</html>" in home.text
    for header in ("Strict-Transport-Security", "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"):
        assert home.headers[header], header
    assert "nginx/" not in home.headers["Server"]
    sheet = get(made, re.search(r'href="(/static/[^"]+\.css)"', home.text)[1], headers={"Accept-Encoding": "gzip"})
    assert int(re.search(r"max-age=(\d+)", sheet.headers["Cache-Control"])[1]) >= YEAR
    assert sheet.headers["Content-Encoding"] == "gzip"
    assert get(made, "/", headers={"Host": "autre.example"}).status == 400
    assert get(made, "/outils/", method="POST", headers={"Content-Length": str(61 << 20)}).status == 413


def redis_keeps_pages(made):
    """Redis keeps what was read, behind its password."""
    password = (made["cache"].scratch / "secrets" / "cache_settings").read_text().split()[1]
    assert "NOAUTH" in made["cache"].run("redis-cli", "dbsize").stdout
    assert int(made["cache"].run("redis-cli", "--no-auth-warning", "-a", password, "dbsize").stdout) > 3


def published_is_found(made):
    """What is published is found by the cluster within seconds, through the worker."""
    until(lambda: search_says(made) == "up", 90)
    publish(made, "Zéphyr du matin")
    until(lambda: "Zéphyr du matin" in get(made, "/outils/?q=zephyr").text)
    assert SPARE not in get(made, "/outils/?q=zephyr").text
    aliases = json.loads(ask_node(made, "/_alias").stdout)
    assert [alias for index in aliases.values() for alias in index["aliases"] if alias.startswith("essaim-")], aliases
    until(lambda: json.loads(ask_node(made, "/essaim-*/_count").stdout)["count"] > 2)
    assert made["search"].run("curl", "-sf", "http://search:9200/_cluster/health").returncode  # without a password


def worker_stops_and_comes_back(made):
    """The worker ends within its grace, comes back, and does what was published without it."""
    made["work"].stop()
    publish(made, "Ressac du midi")
    made["work"].start()
    made["work"].wait()
    until(lambda: "Ressac du midi" in get(made, "/outils/?q=ressac").text)


def search_goes_and_comes_back(made):
    """Without the cluster the spare index answers and says so; back, it learns what it missed."""
    made["search"].stop()
    assert SPARE in get(made, "/outils/?q=ressac").text and search_says(made) == "spare"
    publish(made, "Brume du soir")
    until(lambda: "Brume du soir" in get(made, "/outils/?q=brume").text)
    made["search"].start()
    made["search"].wait()
    until(lambda: search_says(made) == "up")
    until(lambda: SPARE not in (page := get(made, "/outils/?q=brume").text) and "Brume du soir" in page, 90)


SCENES = [
    nobody_has_power, secrets_stay_in_files, operator_fills_the_site, reader_comes_in_https, redis_keeps_pages,
    published_is_found, worker_stops_and_comes_back, search_goes_and_comes_back,
]  # fmt: skip
