import gc
import os
import sys
from collections import Counter
from pathlib import Path

import pytest
from xdist.scheduler import LoadFileScheduling

from atlas.catalog import Catalog, open_catalog, shipped_layers
from atlas.io.atlas import Atlas
from tests.database import database, database_server  # noqa: F401 - fixtures
from tests.read_once import FramesReadOnce, read_shipped_layers_once

# What this machine sets for other servers, or a developer for an atlas of their own, is no part of what is tested.
_FOR_TESTS = {
    "ATLAS_PYGEOAPI",
    "ATLAS_REQUIRE",
    "ATLAS_NODE_MODULES",
    "ATLAS_RAW",
    "ATLAS_SHAPES",
    "ATLAS_STANDARDS",
    "ATLAS_TEST_PATIENCE",
}
for _name in [name for name in os.environ if name.startswith(("ATLAS_", "STREAMLIT_")) and name not in _FOR_TESTS]:
    del os.environ[_name]
# The many processes of the tests compile the atlas once, also where the environment would compile it in each.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
# Layers that a developer imported are no part of it either; a test that imports names a folder of its own.
os.environ["ATLAS_LAYERS"] = str(Path(__file__).parent / "no-layers-of-anybody")
# No server of a test starts a drawing process before one is needed; the tests of that name another number.
os.environ["ATLAS_DRAW_READY"] = "0"
read_shipped_layers_once()


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The shipped declarations."""
    return open_catalog(shipped_layers())


@pytest.fixture(scope="session")
def frames(catalog: Catalog) -> FramesReadOnce:
    """The shipped layers, read once a run and never changed."""
    return FramesReadOnce(catalog)


@pytest.fixture(scope="session")
def atlas(catalog: Catalog, frames: FramesReadOnce) -> Atlas:
    """The shipped atlas: declarations and rows together."""
    return Atlas(catalog, frames)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files; review their difference")


def pytest_collection_finish() -> None:
    """Keep the collector off what lives as long as the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


class _RoomScheduling(LoadFileScheduling):
    """A file is run by one process, and so are the files of a room that share what takes long to compute."""

    def _split_scope(self, nodeid: str) -> str:
        path = str(super()._split_scope(nodeid))
        return next((room for room in _TOGETHER if path.startswith(room)), path)


_TOGETHER = ("tests/analysis/indicators/",)
# The rooms whose tests start processes, browsers or databases: files of few such tests are not left to the end.
_COSTLY = ("browser", "commands", "distributed", "fuzz", "package", "serve", "io/stores", "io/imports", "render/print")


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadFileScheduling:
    return _RoomScheduling(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, as far as is known from where they lie: the processes end together."""
    costs: Counter[str] = Counter()
    for item in items:
        path = item.nodeid.partition("::")[0]
        costs[path] += 20 if path.startswith(tuple(f"tests/{room}/" for room in _COSTLY)) else 1
    items.sort(key=lambda item: -costs[item.nodeid.partition("::")[0]])


# Who runs a few files knows what they cost.
_FEW_FILES = 10
_SECONDS: Counter[str] = Counter()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    _SECONDS[report.nodeid.partition("::")[0]] += report.duration


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the files that cost most, so that the default run stays below its budget (CONTRIBUTING.md)."""
    if len(_SECONDS) > _FEW_FILES:
        total = sum(_SECONDS.values())
        terminalreporter.section(f"costliest files, of {total:.0f} seconds of all processes")
        for path, seconds in _SECONDS.most_common(10):
            terminalreporter.write_line(f"{seconds:7.1f} s {seconds / total:5.0%}  {path}")
