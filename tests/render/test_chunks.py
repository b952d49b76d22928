"""The modules of a page in few answers: each evaluated once, none sent twice, the addresses in them still right."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from atlas.render import bundle as bundling
from atlas.render import chunks as chunking
from atlas.render.bundle import module_graph, read_module
from atlas.render.chunks import FOLDER, ROOTS, chunk, chunk_address, chunks

NODE = Path(sys.executable).with_name("node")
KEPT = (read_module, module_graph, chunk, chunks, chunking._there_before)  # noqa: SLF001 - what a test's modules change


@pytest.fixture
def run(monkeypatch, tmp_path):
    """Put modules of a test in the place of the shipped ones; return what an engine prints that loads their chunks."""

    def run(script, *roots, **texts):
        modules = {name.replace("__", "/") + ".js": text for name, text in texts.items()}
        monkeypatch.setattr(bundling, "read_web", modules.__getitem__)
        monkeypatch.setattr(chunking, "web_files", lambda: frozenset(modules))
        monkeypatch.setattr(chunking, "ROOTS", roots)
        for entry in chunks():
            path = tmp_path / FOLDER / entry
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(chunk(entry), encoding="utf-8")
        (tmp_path / "package.json").write_text('{"type": "module"}', encoding="utf-8")
        (tmp_path / "start.js").write_text(script, encoding="utf-8")
        done = subprocess.run([NODE, tmp_path / "start.js"], capture_output=True, text=True, check=True)
        return json.loads(done.stdout)

    for kept in KEPT:
        kept.cache_clear()
    yield run
    for kept in KEPT:
        kept.cache_clear()


COUNTER = "export const counter = { n: 0 };\n"
ADD = 'import { counter } from "../shared.js";\nexport const add = () => (counter.n += 1);\n'


def test_two_first_modules_share_what_both_import(run):
    script = """
const [{ add }, { again }] = await Promise.all([import("./chunks/a/one.js"), import("./chunks/a/two.js")]);
add();
console.log(JSON.stringify(again()));
"""
    two = 'import { counter } from "../shared.js";\nexport const again = () => (counter.n += 1);\n'
    assert run(script, "a/one.js", "a/two.js", shared=COUNTER, a__one=ADD, a__two=two) == 2


def test_a_module_that_comes_later_finds_what_is_there_and_brings_the_rest(run):
    one = f"{ADD}export const late = (mode) => import(`../${{mode}}/${{mode}}.js`);\n"
    late = (
        'import { counter } from "../shared.js";\nimport { more } from "./more.js";\n'
        "export const both = () => counter.n + more;\n"
    )
    script = """
const { add, late } = await import("./chunks/a/one.js");
add();
const { both } = await late("b");
console.log(JSON.stringify(both()));
"""
    modules = {"a__one": one, "shared": COUNTER, "b__b": late, "b__more": "export const more = 10;\n"}
    assert run(script, "a/one.js", **modules) == 11
    assert chunks() == {"a/one.js", "b/b.js"}
    assert re.findall(r"^/\* (.*) \*/$", chunk("b/b.js"), re.MULTILINE) == ["b/more.js", "b/b.js"]


def test_what_only_one_of_two_pages_has_comes_with_a_later_module(run):
    late = 'import { counter } from "./shared.js";\nexport const n = () => counter.n;\n'
    modules = {
        "a": 'import { counter } from "./shared.js";\nexport const late = () => [counter, import("./late.js")];\n',
        "b": 'export const late = () => import("./late.js");\n',
        "late": late,
        "shared": COUNTER,
    }
    script = 'console.log(JSON.stringify((await (await import("./chunks/b.js")).late()).n()));\n'
    assert run(script, "a.js", "b.js", **modules) == 0
    assert 'modules["shared.js"] ??=' in chunk("late.js")


def test_addresses_are_those_of_the_module_and_not_of_its_chunk(run, tmp_path):
    part = (
        'export const style = () => new URL("./part.css", import.meta.url).href;\n'
        'export const late = async () => (await import("./late.js")).one;\n'
    )
    one = 'import { late, style } from "../b/part.js";\nexport const all = async () => [style(), await late()];\n'
    script = 'console.log(JSON.stringify(await (await import("./chunks/a/one.js")).all()));\n'
    style, late = run(script, "a/one.js", a__one=one, b__part=part, b__late="export const one = 1;\n")
    assert style == (tmp_path / "b/part.css").as_uri()
    assert late == 1


def test_every_mode_and_what_is_loaded_when_needed_has_a_chunk():
    modes = {f"{mode}/{mode}.js" for mode in ("compare", "data", "explore", "network", "present")}
    tools = {f"explore/{tool}.js" for tool in ("charts", "export", "summary", "table", "timeline")}
    away = {
        "shell/connection/away.js",
        "shell/patterns/unused.js",
        "shell/patterns/focus_keeper.js",
        "shell/connection/act_answer.js",
        "shell/downloads.js",
    }
    parts = ("answer_focus", "held_conditions", "layers/class_choice", "layers/sheet_contents")
    asked = {"map/answer/answer.js", *(f"explore/{part}.js" for part in parts)}
    late = ("camera/show_object", "card/card_body", "card/object_list", "embedded", "historical", "layers/large_layer")
    on_map = {f"map/{part}.js" for part in (*late, "notes/notes", "notes/tools")}
    later = {"data/upload.js", "present/deck.js", "print/print.js"}
    assert chunks() == {*ROOTS, *modes, *tools, *asked, *away, *on_map, *later}


@pytest.mark.parametrize("entry", ROOTS)
def test_the_first_chunk_of_a_page_holds_all_that_it_needs(entry):
    assert re.findall(r"^/\* (\S+\.js) \*/$", chunk(entry), re.MULTILINE) == list(module_graph(entry))


def test_no_chunk_holds_an_address_that_is_only_right_beside_the_module():
    for entry in chunks():
        text = chunk(entry)
        assert "import.meta.url" not in re.sub(r'new URL\("[./\w]+", import\.meta\.url\)\.href', "", text)
        assert not re.search(r"^import\b(?!\()", text, re.MULTILINE)


def test_what_no_page_loads_by_itself_has_no_chunk():
    with pytest.raises(KeyError):
        chunk("shell/dom.js")
    assert chunk_address("/atlas", "map/main.js").endswith("/chunks/map/main.js")
