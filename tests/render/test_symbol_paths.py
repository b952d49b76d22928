"""The description of the symbols: complete, readable, and the same in the browser's script."""

import json
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from atlas.catalog import declarations
from atlas.render import symbol_paths
from atlas.render.symbol_paths import line_styles, parse_path, patterns, shape_paths, symbol_script

WEB = Path(symbol_paths.__file__).with_name("web")
SCRIPT = WEB / symbol_paths.SCRIPT
NODE = Path(sys.executable).with_name("node")


def test_every_declared_shape_pattern_and_line_is_described():
    assert set(shape_paths()) == set(get_args(declarations.Shape))
    assert {"solid", "none", *patterns()} == set(get_args(declarations.Pattern))
    assert set(line_styles()) == set(get_args(declarations.Line))


def test_the_browser_has_the_same_description(request):
    if request.config.getoption("--update-golden"):
        SCRIPT.write_text(symbol_script(), encoding="utf-8")
    assert SCRIPT.read_text(encoding="utf-8") == symbol_script()


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("M0 0 L1 -0.5 Z", (("M", (0, 0)), ("L", (1, -0.5)), ("Z", ()))),
        ("M0 6 Q3 3 6 6 Q9 9 12 6", (("M", (0, 6)), ("Q", (3, 3, 6, 6)), ("Q", (9, 9, 12, 6)))),
    ],
)
def test_a_path_is_read_step_by_step(text, steps):
    assert parse_path([text]) == steps


@pytest.mark.parametrize("text", ["", "L1 1", "M0", "M0 0 A1 1", "M0 0 l1 1", "M0 0 L1 1 2", "M0 0 L1e3 1"])
def test_what_is_no_path_of_these_commands_is_refused(text):
    with pytest.raises(ValueError, match="no path of the commands M, L, Q, C, Z"):
        parse_path([text])


def test_the_browser_reads_every_path_as_python_does():
    script = (
        f'import {{ parsePath }} from "{WEB}/map/canvas/path_data.js";'
        f'import {{ SYMBOL_PATHS as paths }} from "{SCRIPT}";'
        "const read = (of) => Object.fromEntries(Object.entries(of).map(([name, path]) => [name, parsePath(path)]));"
        "const tiles = Object.entries(paths.patterns).map(([name, { path }]) => [name, path]);"
        "console.log(JSON.stringify({ ...read(paths.shapes), ...read(Object.fromEntries(tiles)) }));"
    )
    done = subprocess.run(
        [NODE, "--input-type=module", "-e", script], capture_output=True, text=True, check=True
    ).stdout
    read = {
        name: tuple((step["command"], tuple(step["numbers"])) for step in steps)
        for name, steps in json.loads(done).items()
    }
    assert read == shape_paths() | {name: pattern.path for name, pattern in patterns().items()}
