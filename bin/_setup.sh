# Shared by bin/demo, bin/test and .ci/run: a virtual environment with the locked packages, made once, renewed when
# the lock changes. Needs Python 3.11 or newer and its module venv, nothing else. Plain POSIX sh, sourced.

CDPATH='' cd -- "$(dirname -- "$0")/.." || exit 1

RECENT='import sys; sys.exit(sys.version_info < (3, 11))'
ROOM='import shutil, sys; sys.exit(shutil.disk_usage(".").free < 900_000_000)' # bytes: the packages and pip at work

stop() {
  printf '%s\n' "$1" >&2
  exit 1
}

# The first Python that is recent enough; systems keep an old `python3` beside a newer `python3.12`.
find_python() {
  for name in python3 python3.14 python3.13 python3.12 python3.11 python; do
    if command -v "$name" >/dev/null 2>&1 && "$name" -c "$RECENT" 2>/dev/null; then
      command -v "$name"
      return
    fi
  done
  return 1
}

# A half-made environment, or one whose Python has gone, is made again.
is_usable() { .venv/bin/python -c "$RECENT" 2>/dev/null && .venv/bin/python -c 'import pip' 2>/dev/null; }

make_environment() {
  python=$(find_python) || stop "Python 3.11 ou plus récent est introuvable. Installez-le (python.org, apt, brew), puis relancez."
  "$python" -c 'import venv, ensurepip' 2>/dev/null \
    || stop "Le module venv de Python manque. Installez-le (Debian, Ubuntu : apt install python3-venv), puis relancez."
  "$python" -c "$ROOM" || stop "Le disque est plein : il faut 900 Mo libres dans $(pwd). Faites de la place, puis relancez."
  echo "Environnement Python : création de .venv"
  rm -rf .venv
  "$python" -m venv .venv || stop "L'environnement .venv n'a pas pu être créé dans $(pwd). Vérifiez vos droits, puis relancez."
}

# setup LOCK: .venv holds what the lock file says. pip speaks English and at length: its words go to a file.
setup() {
  is_usable || make_environment
  stamp=.venv/installed-${1##*/}
  state=$(.venv/bin/python -V; cksum <"$1")
  [ "$(cat "$stamp" 2>/dev/null)" != "$state" ] || return 0
  echo "Paquets Python : installation de $1 (une à deux minutes la première fois)"
  .venv/bin/python -m pip --quiet --disable-pip-version-check --no-input install \
    --require-hashes --only-binary :all: -r "$1" >.venv/pip.log 2>&1 \
    || stop "Les paquets n'ont pas pu être installés (détails : .venv/pip.log). Vérifiez le réseau et la place sur le disque, puis relancez."
  printf '%s\n' "$state" >"$stamp"
}
