"""A PostGIS server of the tests' own: from Debian's packages, on loopback, under the postgres account, gone after."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import uuid
from pathlib import Path

import pytest

from tests.required import skip_without
from tests.waiting import PATIENCE_SECONDS

MISSING = "Debian's PostGIS is not installed (apt-get install postgresql postgresql-postgis)"


class Server:
    """One cluster in a temporary folder, without durability: nothing of it outlives the run."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="atlas-postgis-"))
        # PostgreSQL refuses to run as root: there it runs under Debian's account.
        self._as = [find_runuser(), "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self._as:
            os.chown(self.folder, pwd.getpwnam("postgres").pw_uid, -1)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._run(
            "initdb", "-D", self.data, "-U", "atlas", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"
        )
        self.start()

    @property
    def data(self) -> str:
        return str(self.folder / "data")

    def start(self) -> None:
        options = f"-c listen_addresses=127.0.0.1 -p {self.port} -c unix_socket_directories='' -c fsync=off"
        wait = ("-w", "-t", f"{PATIENCE_SECONDS:.0f}")
        self._run("pg_ctl", "-D", self.data, *wait, "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop")

    def address(self, name: str = "postgres") -> str:
        return f"postgresql://atlas@127.0.0.1:{self.port}/{name}"

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self._as, str(self._programs / program), *arguments]
        with (self.folder.parent / f"{self.folder.name}.log").open("ab") as log:
            subprocess.run(command, check=True, stdout=log, stderr=log, timeout=PATIENCE_SECONDS, cwd="/")


def find_runuser() -> str:
    """Return the program that starts another under Debian's account; the PATH of a user often leaves its folder out."""
    found = shutil.which("runuser", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"]))
    assert found, "runuser is not installed (apt-get install util-linux)"
    return found


def find_programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, where PostGIS is installed beside them."""
    for control in sorted(Path("/usr/share/postgresql").glob("*/extension/postgis.control"), reverse=True):
        programs = Path("/usr/lib/postgresql") / control.parts[4] / "bin"
        if (programs / "initdb").exists():
            return programs
    return None


@pytest.fixture(scope="session")
def database_server():
    programs = find_programs()
    if programs is None:
        skip_without("postgis", MISSING)
    server = Server(programs)
    yield server
    server.stop()
    shutil.rmtree(server.folder, ignore_errors=True)
    Path(f"{server.folder}.log").unlink(missing_ok=True)


@pytest.fixture
def database(database_server):
    """The address of an empty database that goes with the test."""
    import psycopg  # noqa: PLC0415 - the other tests run without it

    name = f"t{uuid.uuid4().hex[:12]}"
    with psycopg.connect(database_server.address(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield database_server.address(name)
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
