"""The browser's code, checked by TypeScript against the types that its comments state."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from atlas.render.script_types import MESSAGE_FILES, message_types, word_types
from tests.required import skip_without

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
    return skip_without("typescript", reason)


def test_every_script_means_what_its_types_say(packages):
    command = [packages / ".bin" / "tsc", "-p", ROOT / "tsconfig.json", "--typeRoots", packages / "@types"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_words_of_the_scripts_are_those_of_the_locale_tables(request):
    if request.config.getoption("--update-golden"):
        WORDS.write_text(word_types(), encoding="utf-8")
    assert WORDS.read_text(encoding="utf-8") == word_types()


def test_the_messages_of_the_scripts_are_those_that_python_declares(request):
    written = message_types()
    if request.config.getoption("--update-golden"):
        for path, text in written.items():
            (WEB / path).write_text(text, encoding="utf-8")
    assert {path: (WEB / path).read_text(encoding="utf-8") for path in MESSAGE_FILES} == written


FIRST = """
from dataclasses import dataclass
from typing import Literal, NotRequired, TypedDict

@dataclass(frozen=True)
class Tiles:
    url: str
    years: str | None

class Row(TypedDict):
    id: str
    cells: list[tuple[str, float | None]]
    kind: Literal["area", "line"]
    note: NotRequired[str]
    counts: dict[str, int]
"""
SECOND = """
from typing import TypedDict

from first_messages import Row, Tiles

class Table(TypedDict):
    rows: list[Row]
    tiles: Tiles | None
"""
ODD = """
from typing import TypedDict

class Row(TypedDict):
    ids: set[str]
"""


@pytest.fixture
def modules(tmp_path, monkeypatch):
    """Modules with messages, importable for one test."""
    for name, source in {"first_messages": FIRST, "second_messages": SECOND, "odd_messages": ODD}.items():
        (tmp_path / f"{name}.py").write_text(source, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    yield
    for name in ("first_messages", "second_messages", "odd_messages"):
        sys.modules.pop(name, None)


@pytest.mark.usefixtures("modules")
def test_a_message_becomes_an_interface_and_names_those_of_other_files():
    written = message_types({"map/messages.d.ts": ["first_messages"], "explore/messages.d.ts": ["second_messages"]})
    assert written["map/messages.d.ts"].partition("\n\n")[2] == (
        "/* first_messages.py */\n"
        "export interface Row {\n"
        "  id: string;\n"
        "  cells: [string, number | null][];\n"
        '  kind: "area" | "line";\n'
        "  note?: string;\n"
        "  counts: Record<string, number>;\n"
        "}\n"
        "export interface Tiles {\n  url: string;\n  years: string | null;\n}\n"
    )
    assert written["explore/messages.d.ts"].partition("\n")[2] == (
        'import type { Row, Tiles } from "../map/messages";\n'
        "\n/* second_messages.py */\n"
        "export interface Table {\n  rows: Row[];\n  tiles: Tiles | null;\n}\n"
    )


@pytest.mark.usefixtures("modules")
def test_a_type_that_json_does_not_have_is_refused():
    with pytest.raises(TypeError, match=r"Row\.ids: set\[str\] has no counterpart in JSON"):
        message_types({"map/messages.d.ts": ["odd_messages"]})


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


# What one module writes for all, and who else must, each with its reason.
ONE_PLACE = {
    "elements": (
        r"\.createElement(NS)?\(|\b(inner|outer)HTML\b|\.insertAdjacentHTML\(|\.write\(|DomUtil\.create\(",
        {"shell/dom.js": "the builder", "shell/boot.js": "it runs before any module is there"},
    ),
    "formats": (
        r"\bnew Intl\.|\.toLocale(Date|Time)?String\(|\.to(Fixed|Precision|Exponential)\(",
        {
            "shell/formats.js": "the formatter",
            "shell/numbers/write_number.js": "the rule of numbers",
            "compare/true_size.js": "numbers of a link",
            "data/upload_sketch.js": "coordinates, with a point, as other programs take them",
            "map/geometry/drawn_shape.js": "numbers of a link",
            "map/map_page.js": "numbers of a link",
            "map/notes/note_text.js": "numbers of a link",
            "present/scenes/fit_words.js": "a number of a style",
        },
    ),
    "requests": (
        r"(?<![.\w])(?<!async )fetch\(|\b(window|globalThis)\.fetch\b|XMLHttpRequest|\.sendBeacon\(|\bEventSource\b",
        {
            "shell/server.js": "the request",
            "shell/connection/away.js": "the same when the server is back",
            "shell/connection/act_answer.js": "it does not wait for a server that is away: the app is told instead",
            "shell/boot.js": "it runs before any module is there",
            "offline/worker.js": "it runs beside all pages, without modules",
        },
    ),
    "roles": (
        (
            r"""role\W{1,4}(tab|tablist|tabpanel|combobox|listbox|option|dialog|separator|slider|status|alert)["']"""
            r"""|aria-(live|atomic|valuenow|valuetext|selected|expanded|activedescendant)["']"""
            r"""|type: "range"|showModal\("""
        ),
        {
            "shell/patterns/combobox.js": "its pattern",
            "shell/patterns/dialog.js": "its pattern",
            "shell/patterns/disclosure.js": "its pattern",
            "shell/patterns/listbox.js": "its pattern",
            "shell/patterns/live_region.js": "its pattern",
            "shell/patterns/slider.js": "its pattern",
            "shell/patterns/splitter.js": "its pattern",
            "shell/patterns/tabs.js": "its pattern",
            "explore/table.js": "the row whose card is open",
        },
    ),
}


@pytest.mark.parametrize("what", ONE_PLACE)
def test_elements_formats_requests_and_roles_are_made_in_one_place(what):
    pattern, reasons = ONE_PLACE[what]
    found = [path for path in WEB.rglob("*.js") if re.search(pattern, path.read_text(encoding="utf-8"))]
    assert {path.relative_to(WEB).as_posix() for path in found} == set(reasons)
