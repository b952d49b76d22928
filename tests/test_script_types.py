"""The browser's code, checked by TypeScript against the types that its comments state."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from atlas.render.script_types import word_types

ROOT = Path(__file__).parents[1]
WEB = ROOT / "atlas" / "render" / "web"
WORDS = WEB / "words.d.ts"
MOST_LINES, MOST_COLUMNS = 300, 110


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


def test_no_script_is_long_or_wide():
    scripts = sorted(path for ending in ("js", "d.ts", "css") for path in WEB.rglob(f"*.{ending}"))
    lines = {path: path.read_text(encoding="utf-8").splitlines() for path in scripts}
    assert [str(path) for path in scripts if path.suffix == ".js" and len(lines[path]) > MOST_LINES] == []
    wide = [f"{path}:{n}" for path in scripts for n, line in enumerate(lines[path], 1) if len(line) > MOST_COLUMNS]
    assert wide == []


def test_a_type_is_left_open_in_two_places_alone_each_with_its_reason():
    """What its owner sets before anyone reads it, and the JSON heads of packed layers."""
    found = [path.name for path in WEB.rglob("*.js") if re.search(r"\{.*\bany\b.*\}", path.read_text(encoding="utf-8"))]
    assert sorted(found) == ["late.js", "packed.js"]
