"""The database, whole and consistent while the site runs: SQLite by its backup API, PostgreSQL by its own tools."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from django.core.management.base import CommandError
from django.db import connection, transaction

TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"


def rows_of(cursor, tables) -> dict[str, int]:
    """{table: how many rows}."""
    counted = {}
    for table in sorted(tables):
        cursor.execute(f'SELECT COUNT(*) FROM "{table}"')  # noqa: S608  (a name that the database itself gave)
        counted[table] = cursor.fetchone()[0]
    return counted


def rows_in(file: sqlite3.Connection) -> dict[str, int]:
    return rows_of(file.cursor(), [name for (name,) in file.execute(TABLES).fetchall()])


class SQLite:
    """One file; readers and writers go on meanwhile."""

    def __init__(self, path=None):
        self.path = Path(path or connection.settings_dict["NAME"])

    def dump(self, target: Path) -> dict[str, int]:
        """Write a snapshot. Rows, table by table, as they are in it."""
        if not self.path.exists():
            raise CommandError(f"Il n'y a pas de base à sauvegarder : {self.path} n'existe pas.")
        live = sqlite3.connect(f"file:{quote(str(self.path))}?mode=ro", uri=True, timeout=20)
        with closing(live), closing(sqlite3.connect(target)) as copy:
            live.backup(copy)  # all pages in one read transaction: what others write meanwhile is not in it
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, no WAL beside it
            return rows_in(copy)

    def rows(self) -> dict[str, int]:
        with closing(sqlite3.connect(self.path)) as file:
            return rows_in(file)

    def check(self, source: Path) -> None:
        with closing(sqlite3.connect(source)) as given:
            if given.execute("PRAGMA quick_check").fetchone()[0] != "ok":
                raise CommandError("Restauration refusée : la base de l'archive est abîmée.")

    def load(self, source: Path) -> None:
        """Take its place in one transaction, so that nobody reads half of it; anew where there is no sound database."""
        connection.close()
        try:
            self.pour(source)
        except sqlite3.OperationalError as error:
            if "locked" in str(error) or "busy" in str(error):
                raise CommandError("La base est occupée. Arrêtez le site et « manage.py work », puis relancez.") from None
            raise CommandError(f"La base n'a pas pu être remise ({error}). Celle d'avant est là ; relancez.") from None
        except sqlite3.DatabaseError:  # what is there is no database any more
            for ending in ("", "-wal", "-shm"):
                self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
            self.pour(source)

    def pour(self, source: Path) -> None:
        with closing(sqlite3.connect(source)) as given, closing(sqlite3.connect(self.path, timeout=20)) as live:
            live.execute("PRAGMA journal_mode=WAL")
            given.backup(live)


class PostgreSQL:
    """By `pg_dump` and `pg_restore`, of the server's version or newer."""

    def run(self, tool: str, *arguments: str) -> None:
        found = shutil.which(tool)
        if found is None:
            raise CommandError(f"{tool} manque : installez les outils de PostgreSQL (postgresql-client), puis relancez.")
        told = connection.get_connection_params()
        given = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGPASSWORD": "password", "PGDATABASE": "dbname"}
        environment = {name: str(told[key]) for name, key in given.items() if told.get(key)}
        done = subprocess.run([found, *arguments], env=environment, capture_output=True, text=True)
        if done.returncode:
            raise CommandError(f"{tool} a échoué : {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else '?'}")

    def dump(self, target: Path) -> dict[str, int]:
        """Rows are counted in the very snapshot that is written."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
            self.run("pg_dump", "--format=custom", "--no-owner", "--no-acl", f"--snapshot={snapshot}", f"--file={target}")
            return rows_of(cursor, connection.introspection.table_names(cursor))

    def rows(self) -> dict[str, int]:
        with connection.cursor() as cursor:
            return rows_of(cursor, connection.introspection.table_names(cursor))

    def check(self, source: Path) -> None:
        self.run("pg_restore", "--list", f"--file={os.devnull}", str(source))

    def load(self, source: Path) -> None:
        name = connection.settings_dict["NAME"]
        connection.close()
        options = ("--clean", "--if-exists", "--no-owner", "--no-acl", "--single-transaction", "--exit-on-error")
        self.run("pg_restore", *options, f"--dbname={name}", str(source))


def database():
    """How to save the database of this site. Raises CommandError for one that we do not know."""
    made = {"sqlite": SQLite, "postgresql": PostgreSQL}.get(connection.vendor)
    if made is None:
        raise CommandError(f"Cette commande ne connaît pas les bases {connection.vendor}.")
    return made()
