"""What the images bring, of which compose.yaml says nothing: accounts, entry points, files. Made of this machine's programs."""

import shutil
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

from . import composed

ROOT = Path(__file__).parents[2]
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

# As the entry point of postgres: a cluster made once, its password from a file, then open to the network inside.
# Nothing here must outlive a power cut.
POSTGRES = """
data=/var/lib/postgresql/data
if [ ! -s $data/PG_VERSION ]; then
  set -- --auth-local=trust --auth-host=scram-sha-256 --no-sync
  initdb -D $data -U "$POSTGRES_USER" --pwfile="$POSTGRES_PASSWORD_FILE" "$@" >/tmp/initdb || exit 1
  echo "host all all all scram-sha-256" >>$data/pg_hba.conf
  echo "CREATE DATABASE $POSTGRES_DB" | postgres --single -F -D $data postgres >/dev/null || exit 1
fi
exec postgres -D $data -c listen_addresses='*' -c fsync=off
"""

# As the entry point of elasticsearch: it refuses a password that others could read, and puts it where the node looks.
ELASTICSEARCH = """
mode=$(stat -L -c %a "$ELASTIC_PASSWORD_FILE")
case $mode in
  400|600) ;;
  *) echo "$ELASTIC_PASSWORD_FILE must have file permissions 400 or 600, but has $mode" >&2; exit 1 ;;
esac
password=$(cat "$ELASTIC_PASSWORD_FILE") || exit 1
unset ELASTIC_PASSWORD_FILE
# It lives a minute: compiled once is enough.
export ES_JAVA_OPTS="$ES_JAVA_OPTS -XX:TieredStopAtLevel=1" CLI_JAVA_OPTS="-XX:TieredStopAtLevel=1"
cd /usr/share/elasticsearch
if [ ! -e config/elasticsearch.keystore ]; then
  bin/elasticsearch-keystore create --silent && echo "$password" | bin/elasticsearch-keystore add -x bootstrap.password || exit 1
fi
exec bin/elasticsearch "$@"
"""

TEMPORARY = "".join(f"  {name}_temp_path /tmp/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
NGINX = f"""
pid /tmp/nginx.pid; error_log stderr notice; worker_processes auto;
events {{ worker_connections 1024; }}
http {{
{TEMPORARY}
  include /etc/nginx/mime.types; default_type application/octet-stream; access_log off;
  sendfile on; keepalive_timeout 65;
  include /etc/nginx/conf.d/*.conf;
}}
"""


@dataclass
class Image:
    """shown, writable: files of this machine, and where the container sees them. stop: the signal that ends it."""

    user: tuple[int, int, str]  # number, number of its group, name
    command: list = field(default_factory=list)
    entry: list = field(default_factory=list)
    environment: dict = field(default_factory=dict)
    folder: str = "/"
    shown: dict = field(default_factory=dict)
    writable: dict = field(default_factory=dict)
    stop: str = "SIGTERM"


def postgres(scratch, told):
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"))
    return Image(
        (999, 999, "postgres"),
        entry=["sh", "-c", POSTGRES],
        environment={"PATH": f"{programs}:{PATH}", "LANG": "C.UTF-8"},
        shown={"/usr/share/postgresql": "/usr/share/postgresql"},
        stop="SIGINT",
    )


def redis(scratch, told):
    return Image((999, 1000, "redis"), environment={"PATH": PATH})


def elasticsearch(scratch, told):
    home = next((ROOT / ".elasticsearch").glob("elasticsearch-*/"), None)
    if not home:
        raise RuntimeError("No node of search here: bin/elasticsearch install")
    settings = scratch / "elasticsearch"
    shutil.copytree(home / "config", settings, ignore=shutil.ignore_patterns("*.keystore", "elasticsearch.yml", "certs"))
    (settings / "elasticsearch.yml").touch()  # nothing of a node that has run here
    logs = scratch / "logs-of-search"
    logs.mkdir()
    for path in (logs, settings, *settings.rglob("*")):
        path.chmod(0o775 if path.is_dir() else 0o664)
        shutil.chown(path, 1000, 0)
    inside = "/usr/share/elasticsearch"
    shown = {str(path): f"{inside}/{path.name}" for path in home.iterdir() if path.name not in ("config", "data", "logs")}
    shown |= {str(path): str(path) for path in Path("/etc").glob("java-*")}  # what the JDK of Debian keeps there
    java = Path(shutil.which("javac") or "/usr/bin/javac").resolve().parents[1]
    own = {"network.host": "0.0.0.0"}  # noqa: S104 (as the image's own settings, in a network of this run alone)
    asked = {name: value for name, value in told["environment"].items() if "." in name}
    options = [f"-E{name}={value}" for name, value in (own | asked).items()]
    return Image(
        (1000, 1000, "elasticsearch"),
        entry=["sh", "-c", ELASTICSEARCH, "sh", *options],
        environment={"PATH": PATH, "ES_JAVA_HOME": str(java)},
        shown=shown,
        writable={str(settings): f"{inside}/config", str(logs): f"{inside}/logs"},
    )


def nginx(scratch, told):
    (scratch / "nginx.conf").write_text(NGINX)
    return Image(
        (101, 101, "nginx"),
        ["nginx", "-g", "daemon off;"],
        environment={"PATH": PATH},
        shown={str(scratch / "nginx.conf"): "/etc/nginx/nginx.conf", "/etc/nginx/mime.types": "/etc/nginx/mime.types"},
        stop="SIGQUIT",
    )


def essaim(scratch, told):
    """Built as the Dockerfile says: COPY without what .dockerignore names, the packages of this checkout."""
    environment, folder, command = composed.image(ROOT / "Dockerfile")
    built = scratch / "image"
    if not built.exists():
        copy(ROOT, built, (ROOT / ".dockerignore").read_text().split())
    packages = (ROOT / ".venv").resolve()
    environment["PATH"] = environment["PATH"].replace("$PATH", PATH)
    return Image(
        (10001, 10001, "essaim"),
        command,
        environment=environment,
        folder=folder,
        shown={str(built): folder, str(packages): str(packages)},
    )


def copy(source: Path, target: Path, unwanted: list[str]) -> None:
    """What git does not ignore and an image takes."""

    def ignored(folder, names):
        inside = Path(folder).relative_to(source)
        return [name for name in names if any(matches(str(inside / name), pattern) for pattern in unwanted)]

    shutil.copytree(source, target, ignore=ignored)
    (target / ".venv").symlink_to((source / ".venv").resolve())
    target.chmod(0o755)


def matches(path: str, pattern: str) -> bool:
    """A line of .dockerignore: from the root, or anywhere after **/."""
    return Path(path).name == pattern[3:] if pattern.startswith("**/") else fnmatch(path, pattern)


BUILDERS = {
    "postgres": postgres,
    "redis": redis,
    "elasticsearch": elasticsearch,
    "nginxinc/nginx-unprivileged": nginx,
    "essaim": essaim,
}


def build(scratch: Path, told: dict) -> Image:
    return BUILDERS[told["image"].split(":")[0]](scratch, told)
