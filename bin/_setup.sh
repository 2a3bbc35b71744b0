# Shared by bin/demo and bin/test: a virtual environment with the locked packages, made once, renewed when the lock changes.
# Needs only Python 3.11 or newer and its module venv. Plain POSIX sh.

cd "$(dirname "$0")/.." || exit 1

stop() { printf '%s\n' "$1" >&2; exit 1; }

find_python() {
  for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
    command -v "$name" >/dev/null 2>&1 || continue
    "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { command -v "$name"; return; }
  done
  return 1
}

# setup LOCK...: installs the lock files in .venv
setup() {
  if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    python=$(find_python) || stop "Python 3.11 ou plus récent manque. Installez-le (python.org, apt, brew), puis relancez."
    "$python" -c 'import venv, ensurepip' 2>/dev/null \
      || stop "Le module venv de Python manque. Sous Debian ou Ubuntu : apt install python3-venv, puis relancez."
    echo "Environnement Python (.venv)"
    rm -rf .venv
    "$python" -m venv .venv || stop "L'environnement .venv n'a pas pu être fait : disque plein, ou dossier sans droit d'écriture."
  fi
  stamp=.venv/.installed-$(basename "$1" .txt)
  state=$(cat "$@" | cksum)
  if [ "$(cat "$stamp" 2>/dev/null)" != "$state" ]; then
    echo "Paquets Python (une minute environ la première fois)"
    for file in "$@"; do
      .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r "$file" \
        || stop "Les paquets n'ont pas pu être installés : vérifiez le réseau et la place sur le disque, puis relancez."
    done
    echo "$state" > "$stamp"
  fi
}
