"""The modules as one script: whole, in order, the same each time, and refused where it would not mean the same."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from atlas.render import bundle as bundling
from atlas.render.assets import read_web, web_files
from atlas.render.bundle import BundleError, bundle, module_graph, read_module

NODE = Path(sys.executable).with_name("node")
ALONE = ("map/file.js", "present/deck_file.js")
STARTED = (*ALONE, "map/main.js", "present/presenter_page.js")


@pytest.fixture
def written(monkeypatch):
    """Put modules of a test in the place of the shipped ones."""

    def write(**texts):
        modules = {name.replace("__", "/") + ".js": text for name, text in texts.items()}
        monkeypatch.setattr(bundling, "read_web", modules.__getitem__)

    for kept in (read_module, module_graph, bundle):
        kept.cache_clear()
    yield write
    for kept in (read_module, module_graph, bundle):
        kept.cache_clear()


def run(script):
    done = subprocess.run([NODE, "-e", script], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize("entry", STARTED)
def test_a_module_comes_after_those_that_it_imports(entry):
    paths = module_graph(entry)
    assert paths[-1] == entry
    assert len(paths) == len(set(paths))
    for at, path in enumerate(paths):
        assert {target for target, _ in read_module(path).imports} <= set(paths[:at])


@pytest.mark.parametrize("entry", ALONE)
def test_a_file_of_its_own_holds_every_module_once_and_cannot_end_its_script(entry):
    text = bundle(entry)
    assert re.findall(r"^/\* (\S+\.js) \*/$", text, re.MULTILINE) == list(module_graph(entry))
    assert not re.search(r"^(import|export)\b", text, re.MULTILINE)
    assert "</script" not in text
    assert "import(" not in re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("entry", ALONE)
def test_a_file_of_its_own_can_be_read_by_an_engine(entry, tmp_path):
    (tmp_path / "script.js").write_text(bundle(entry), encoding="utf-8")
    subprocess.run([NODE, "--check", tmp_path / "script.js"], check=True)


def test_comments_stay_with_the_modules_and_code_does_not_go_with_them(written):
    written(
        a="""/* The head. */
/**
 * What it is.
 *
 * @type {number[]}
 */
const all = [
  /** @type {number} */ (1),
  2, /* two */
  /* Three. */
  3,
];
console.log(JSON.stringify(all));
"""
    )
    text = bundle("a.js")
    assert run(text) == [1, 2, 3]
    assert not re.search("The head|What it is|Three", text)


def test_no_module_imports_one_that_imports_it():
    for path in web_files():
        if path.endswith(".js"):
            module_graph(path)


def test_names_reach_those_who_import_them_under_their_own_or_another(written):
    written(
        a='import { KEPT } from "./c.js";\nimport { one, Two as Second } from "./room/b.js";\n'
        "console.log(JSON.stringify([one(2), new Second().say(), KEPT]));\n",
        room__b='import { KEPT } from "../c.js";\nexport const one = (n) => n + KEPT;\n'
        'export class Two {\n  say() {\n    return "two";\n  }\n}\nconst hidden = 1;\n',
        c="export const KEPT = 40;\nconst hidden = 2;\n",
    )
    assert run(bundle("a.js")) == [42, "two", 40]


def test_a_module_of_several_lines_of_imports_is_read(written):
    written(a='import {\n  one,\n  two as other,\n} from "./b.js";\nconsole.log(one + other);\n', b=_ONE_AND_TWO)
    assert run(bundle("a.js")) == 3


_ONE_AND_TWO = "export const one = 1;\nexport const two = 2;\n"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('import { three } from "./b.js";\n', "b.js has no three"),
        ('import all from "./b.js";\n', "import all"),
        ('import "./b.js";\n', 'import "./b.js"'),
        ("export default class {}\n", "export default"),
        ("export let changing = 1;\n", "export let"),
        ('export { one } from "./b.js";\n', "export {"),
        ('import { back } from "./circle.js";\n', "circle.js → a.js|a.js → circle.js"),
    ],
)
def test_what_one_script_cannot_mean_is_refused(written, text, sentence):
    written(a=f"{text}export const own = 1;\n", b=_ONE_AND_TWO, circle='import { own } from "./a.js";\n')
    with pytest.raises(BundleError, match=sentence):
        bundle("a.js")


def test_a_script_that_is_not_there_is_no_file():
    with pytest.raises(KeyError):
        read_web("../assets.py")


def test_types_of_expressions_and_parameters_are_in_no_page():
    assert [path for path in web_files() if path.endswith(".js") and "/** @type {" in read_module(path).body] == []
