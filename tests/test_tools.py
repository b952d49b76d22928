"""The tools that hold the house rules, run where the tests run."""

import subprocess
import sys
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


@pytest.mark.parametrize("name", TOOLS)
def test_the_tree_is_clean_for(name):
    command = Path(sys.executable).with_name(TOOLS[name][0])
    done = subprocess.run([command, *TOOLS[name][1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
