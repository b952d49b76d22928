"""The wheel as somebody installs it: in an environment of its own, used from an empty folder, without network."""

import json
import os
import shutil
import signal
import site
import socket
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from pathlib import Path
from types import SimpleNamespace

import geopandas as gpd
import pytest

from atlas.folders import shipped_layers
from tests.coroutines import run_in_thread
from tests.streamlit_client import StreamlitClient
from tests.waiting import PATIENCE_SECONDS, wait_until

ROOT = Path(__file__).parents[2]
# `.ci/run` has them always.
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel of this tree."""
    folder = tmp_path_factory.mktemp("dist")
    options = ["--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", folder]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, ROOT], check=True, stdout=subprocess.DEVNULL)
    [wheel] = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def environment(wheel, tmp_path_factory):
    """A new environment with the wheel; what the atlas depends on is seen in the environment of the tests."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    python = folder / "bin" / "python"
    options = ["--quiet", "--no-deps", "--no-index"]
    subprocess.run([sys.executable, "-m", "pip", "--python", python, "install", *options, wheel], check=True)
    [packages] = folder.glob("lib/*/site-packages")
    # Files of this kind are followed in the environment's own folder alone: the tree under test stays unseen.
    (packages / "dependencies.pth").write_text("\n".join(site.getsitepackages()), encoding="utf-8")
    return SimpleNamespace(bin=folder / "bin", packages=packages)


@pytest.fixture
def run(environment, tmp_path):
    """Run a program of the environment in an empty folder, as a user of whom nothing is known."""
    here = tmp_path / "here"
    here.mkdir()
    known = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ATLAS_", "PYTHON", "STREAMLIT_", "XDG_"))
    }

    def start(program, *arguments, wait=True, **variables):
        everything = known | {"HOME": str(tmp_path / "home"), "TMPDIR": str(tmp_path)} | variables
        command = [environment.bin / program, *map(str, arguments)]
        if not wait:
            with (tmp_path / "log").open("wb") as log:
                return subprocess.Popen(command, cwd=here, env=everything, stdout=log, stderr=log)
        return subprocess.run(command, cwd=here, env=everything, capture_output=True, text=True, check=False)

    start.folder = here
    return start


def test_the_wheel_holds_all_that_the_repository_has_for_its_readers(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    places = {"atlas": ROOT / "atlas", "atlas/_layers": ROOT / "layers"}
    wanted = {
        f"{place}/{path.relative_to(folder).as_posix()}"
        for place, folder in places.items()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert wanted - names == set()
    assert "atlas/py.typed" in wanted
    assert {name.partition("/")[0] for name in names - wanted} == {f"{wheel.name.partition('-py3')[0]}.dist-info"}
    licences = {Path(name).name for name in names if "/licenses/LICENSES/" in name}
    assert licences == {path.name for path in (ROOT / "LICENSES").iterdir()}


def test_the_list_is_that_of_the_repository(run, catalog):
    done = run("atlas", "list", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert [row["id"] for row in json.loads(done.stdout)] == list(catalog)


def test_the_layers_of_the_wheel_check_clean(run):
    done = run("atlas", "check", "--json")
    assert (done.returncode, json.loads(done.stdout)) == (0, [])


def test_a_query_writes_its_file_where_it_is_asked(run, frames):
    done = run("atlas", "query", "?layers=slag_heaps&slag_heaps.form=conical", "--out", "heaps.gpkg")
    assert done.returncode == 0, done.stderr
    assert len(gpd.read_file(run.folder / "heaps.gpkg")) == (frames["slag_heaps"]["form"] == "conical").sum()


def test_a_file_is_imported_by_the_worker_of_the_wheel(run):
    gpd.GeoDataFrame({"name": ["A"]}, geometry=gpd.points_from_xy([2.8], [50.4]), crs=4326).to_file(
        run.folder / "a.gpkg"
    )
    done = run("atlas", "import", "a.gpkg", "--as", "mine")
    assert done.returncode == 0, done.stderr
    assert '"mine"' in run("atlas", "list", "--json").stdout


def test_another_folder_of_layers_takes_the_place_of_the_shipped_ones(run, tmp_path):
    shutil.copytree(shipped_layers() / "landscape", tmp_path / "layers" / "landscape")
    done = run("atlas", "list", "--json", ATLAS_HOME=str(tmp_path / "layers"))
    assert done.returncode == 0, done.stderr
    assert {row["theme"] for row in json.loads(done.stdout)} == {"landscape"}


def test_a_program_reads_the_layers_of_the_wheel(run, environment):
    code = "import atlas; print(atlas.__file__, len(atlas.open().read('slag_heaps')))"
    done = run("python", "-c", code)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == [str(environment.packages / "atlas" / "__init__.py"), "333"]


@pytest.fixture
def serve(run):
    """Start the server of the environment, and stop it after the test."""
    servers = []

    def start(*arguments):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        address = f"http://127.0.0.1:{port}"
        server = run("atlas", "serve", "--host", "127.0.0.1", "--port", port, *arguments, wait=False)
        servers.append(server)

        def healthy():
            assert server.poll() is None, (run.folder.parent / "log").read_text()
            try:
                return ask(f"{address}/healthz")
            except (urllib.error.URLError, ConnectionError):
                return None

        assert wait_until(healthy)["status"] == "ok"
        return address

    yield start
    for server in servers:
        server.terminate()
        assert server.wait(timeout=PATIENCE_SECONDS) in {0, -signal.SIGTERM}


def ask(url):
    with urllib.request.urlopen(url) as answer:  # noqa: S310 - our own server
        return json.load(answer)


def test_the_routes_are_served_without_the_page(serve):
    address = serve("--api-only")
    state = ask(f"{address}/atlas/state?layers=slag_heaps")
    assert [layer["count"] for layer in state["layers"] if layer["id"] == "slag_heaps"] == [333]
    with pytest.raises(urllib.error.HTTPError, match="404"):
        ask(f"{address}/_stcore/health")


def test_the_app_is_served(serve):
    address = serve()

    async def heaps():
        reader = await StreamlitClient(address).open()
        found = reader.data["layers"]["slag_heaps"]
        await reader.close()
        return found

    assert run_in_thread(heaps())[2] == 333
