"""The browser's pure functions, tested by Node; what Python computes too is compared with it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.scripts.twins import make_twins

HERE = Path(__file__).parent
NODE = Path(sys.executable).with_name("node")
FILES = sorted(HERE.glob("*.test.js"))
# Node finds out by itself that the scripts are modules.
OPTIONS = ("--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", "--test", "--test-isolation=none")
FEWEST = 150


@pytest.fixture(scope="module")
def run_tests(atlas, tmp_path_factory):
    """Run a file of tests once."""
    twins = tmp_path_factory.mktemp("twins") / "twins.json"
    twins.write_text(json.dumps(make_twins(atlas)), encoding="utf-8")
    done: dict[Path, subprocess.CompletedProcess[str]] = {}

    def run(path):
        if path not in done:
            command = [NODE, *OPTIONS, path]
            settings = os.environ | {"ATLAS_TWINS": str(twins)}
            done[path] = subprocess.run(command, capture_output=True, text=True, check=False, env=settings)
        return done[path]

    return run


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name.removesuffix(".test.js"))
def test_the_scripts_do_what_they_should(run_tests, path):
    done = run_tests(path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_scripts_are_held_by_many_assertions(run_tests):
    made = [re.findall(r"^assertions: (\d+)$", run_tests(path).stdout, re.MULTILINE) for path in FILES]
    assert sum(int(count) for (count,) in made) >= FEWEST
