"""The tools that hold the house rules, run where the tests run."""

import ast
import re
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOOLS = {
    "floors": ["lint-imports", "--no-cache"],
    "lint": ["ruff", "check", "."],
    "scripts": ["biome", "check"],
    "format": ["ruff", "format", "--check", "."],
    "types": ["mypy"],
    "spelling": ["codespell"],
}


MODULES = [path for path in (ROOT / "atlas").rglob("*.py") if path.name != "__init__.py"]
TESTS = [*(ROOT / "tests").rglob("*.py")]
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")] + [*(ROOT / "docs").rglob("*.md")]


def test_no_room_holds_more_than_twenty_modules():
    sizes = Counter(path.parent.relative_to(ROOT).as_posix() for path in (*MODULES, *TESTS))
    assert {room: size for room, size in sizes.items() if size > 20} == {}


def test_no_module_is_longer_than_three_hundred_lines():
    # What one reads at a sitting: above it a module holds two things.
    modules = (*MODULES, *TESTS)
    lines = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8").count("\n") for path in modules}
    assert {path: count for path, count in lines.items() if count > 300} == {}


def test_no_room_holds_more_than_twenty_scripts():
    web = ROOT / "atlas" / "render" / "web"
    sizes = Counter(path.parent.relative_to(ROOT).as_posix() for path in web.rglob("*.js"))
    assert sizes
    assert {room: size for room, size in sizes.items() if size > 20} == {}


def test_a_docstring_begins_as_numpydoc_writes_it():
    begun = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and (ast.get_docstring(node) or "").startswith(("Give ", "Say "))
    ]
    assert begun == []


def test_a_class_has_a_name_of_its_own():
    # The two of `atlas.api` extend what they are named for.
    places: dict[str, list[str]] = defaultdict(list)
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and path.parent.name != "api":
                places[node.name].append(path.relative_to(ROOT).as_posix())
    assert {name: paths for name, paths in places.items() if len(paths) > 1} == {}


def test_a_function_takes_an_atlas_not_its_parts():
    takers = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and {"catalog", "frames"} <= {argument.arg for argument in node.args.args}
    ]
    assert takers == []


def test_no_exception_that_was_kept_is_raised_again():
    # One object raised to several callers mixes their tracebacks: a new error is raised `from` the kept one.
    raised = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Attribute)
    ]
    assert raised == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_that_a_page_names_exists(page):
    named = re.findall(r"`((?:atlas|tests|layers|docs|notebooks)/[\w./-]+)`", page.read_text(encoding="utf-8"))
    assert [path for path in named if not (ROOT / path).exists()] == []


# Types take a processor a minute on a new machine: `.ci/run` has them always.
@pytest.mark.parametrize("name", [pytest.param(name, marks=[pytest.mark.slow] * (name == "types")) for name in TOOLS])
def test_the_tree_is_clean_for(name):
    command = Path(sys.executable).with_name(TOOLS[name][0])
    done = subprocess.run([command, *TOOLS[name][1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
