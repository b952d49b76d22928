"""The browser's code, checked by TypeScript against the types that its comments state."""

import os
import subprocess
from pathlib import Path

import pytest

from atlas.render.script_types import word_types

ROOT = Path(__file__).parents[1]
WORDS = ROOT / "atlas" / "render" / "web" / "words.d.ts"


@pytest.fixture
def packages():
    """The folder where npm has put TypeScript and Leaflet's types; without it a stated skip, or a failure."""
    named = os.environ.get("ATLAS_NODE_MODULES")
    if named:
        return Path(named)
    reason = "ATLAS_NODE_MODULES names no folder with TypeScript (CONTRIBUTING.md says how to get one)"
    if "typescript" in os.environ.get("ATLAS_REQUIRE", "").split(","):
        pytest.fail(reason)
    return pytest.skip(reason)


def test_every_script_means_what_its_types_say(packages):
    command = [packages / ".bin" / "tsc", "-p", ROOT / "tsconfig.json", "--typeRoots", packages / "@types"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_words_of_the_scripts_are_those_of_the_locale_tables(request):
    if request.config.getoption("--update-golden"):
        WORDS.write_text(word_types(), encoding="utf-8")
    assert WORDS.read_text(encoding="utf-8") == word_types()
