"""Every command that writes a file: private layers stay out of it without ``--private``."""

import argparse
import json

import pytest

from atlas.__main__ import _parser, main
from tests.private_layer import ID, LAT, LON, VALUE, import_private_layer, mentions_layer

LINK = f"?layers=viewpoints&layers={ID}&{ID}.state={VALUE.replace(' ', '%20')}&at={LAT},{LON},14&lang=en"
STORY = f'+++\ntitle = "Mine"\nlanguage = "en"\n+++\n\n## One\n\n{LINK}\n\nHere.\n'
LEFT_OUT = f"{ID}: private layer, left out of the file; --private puts it in"
KEPT = f"{ID}: private layer, without a licence: keep this file to yourself"

# The arguments of each command, and the files that it writes.
SHARED = {
    "query": [("query", LINK, f"--out=x.{kind}") for kind in ("gpkg", "csv")],
    "map": [("map", LINK, f"--out=x.{kind}") for kind in ("html", "pdf")],
    "metadata": [("metadata", "--out=x.jsonld")],
    "portrait": [("portrait", "62498", "--out=x.html", "--lang=en")],
    "sheet": [("sheet", f"{LINK}&select=circle:50.43,2.83,2000", "--out=x.html")],
    "series": [("series", f"{LINK}&territory=62498", "--by=communes", "--out=x.pdf")],
    "network": [("network", LINK, f"--out=x.{kind}") for kind in ("graphml", "csv")],
    "story export": [("story", "export", "story.md", "--lang=en", f"--out=x.{kind}") for kind in ("html", "pdf")],
}
# One layer by its name, or nothing but territories.
ALONE = {"store read", "store put", "store parts", "indicators", "moran", "typology"}


@pytest.fixture(scope="module")
def secret(tmp_path_factory):
    """One private layer beside the shipped ones."""
    folder = tmp_path_factory.mktemp("secret")
    with pytest.MonkeyPatch.context() as patch:
        import_private_layer(folder, patch)
        yield folder


@pytest.fixture
def here(secret, tmp_path, monkeypatch, capsys):  # noqa: ARG001 - the layer is there
    """A folder to write to."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "story.md").write_text(STORY, encoding="utf-8")
    capsys.readouterr()
    return tmp_path


def written(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name.startswith("x")}


def commands(parser, before=""):
    """Return every command with its parser, subcommands included."""
    within = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]  # noqa: SLF001
    if not within:
        yield before, parser
    for action in within:
        for name, inner in action.choices.items():
            yield from commands(inner, f"{before} {name}".strip())


def test_every_command_that_writes_what_it_is_asked_has_the_rule():
    options = {name: {o for a in parser._actions for o in a.option_strings} for name, parser in commands(_parser())}  # noqa: SLF001
    writing = {name for name, known in options.items() if known & {"--out", "--csv"}}
    assert {name for name, known in options.items() if "--private" in known} == SHARED.keys() | ALONE
    assert writing <= SHARED.keys() | ALONE


@pytest.mark.journey
@pytest.mark.parametrize(
    "command",
    [
        pytest.param(command, marks=[pytest.mark.slow] * (name in {"portrait", "series"}), id=" ".join(command))
        for name, ones in SHARED.items()
        for command in ones
    ],
)
def test_nothing_of_a_private_layer_is_written_unless_it_is_asked_for(here, capsys, command):
    assert main([*command]) == 0
    files, messages = written(here), capsys.readouterr().err
    assert files
    assert LEFT_OUT in messages.splitlines()
    assert not any(mentions_layer(content) for content in files.values())
    assert main([*command, "--private"]) == 0
    messages = capsys.readouterr().err
    assert KEPT in messages.splitlines()
    assert LEFT_OUT not in messages
    assert any(mentions_layer(content) for content in written(here).values())


@pytest.mark.parametrize("command", [("query", "--out=x.csv"), ("map", "--out=x.html")])
def test_a_file_of_a_private_layer_alone_is_asked_for_in_words(here, capsys, command):
    name, *rest = command
    assert main([name, f"?layers={ID}", *rest]) == 1
    [sentence] = capsys.readouterr().err.splitlines()
    assert "ask for it (--private" in sentence
    assert written(here) == {}
    assert main([name, f"?layers={ID}", *rest, "--private"]) == 0
    assert any(mentions_layer(content) for content in written(here).values())


def test_rows_of_a_private_layer_are_read_out_only_when_asked_for(here, capsys):
    assert main(["store", "read", ID, "--out", "x.geojson"]) == 1
    assert f"{ID}: private layer" in capsys.readouterr().err
    assert written(here) == {}
    assert main(["store", "read", ID, "--out", "x.geojson", "--private"]) == 0
    assert mentions_layer(written(here)["x.geojson"])


@pytest.mark.parametrize(
    "arguments",
    [
        ["store", "--at", "postgresql://nobody@127.0.0.1:1/none", "put", ID],
        ["store", "parts", ID, "--out", "x"],
    ],
)
def test_a_private_layer_is_not_given_to_a_store_by_its_name_alone(here, capsys, arguments):
    assert main(arguments) == 1
    assert f"{ID}: private layer" in capsys.readouterr().err
    assert written(here) == {}


@pytest.mark.parametrize("command", [("query", "--out=x.csv"), ("map", "--out=x.html"), ("network", "--out=x.csv")])
def test_a_private_layer_that_decides_what_is_kept_is_not_dropped_in_silence(here, capsys, command):
    name, *rest = command
    link = f"?layers=slag_heaps&near=slag_heaps:{ID}:2000"
    assert main([name, link, *rest]) == 1
    assert f"near: {ID}: a private layer" in capsys.readouterr().err
    assert written(here) == {}
    assert main([name, link, *rest, "--private"]) == 0


def test_territories_of_ones_own_are_compared_only_when_asked_for(secret, here, capsys):
    path = secret / "own" / "own" / f"{ID}.toml"
    before = path.read_text(encoding="utf-8")
    path.write_text(f'level = "commune"\n{before}', encoding="utf-8")
    try:
        assert main(["indicators", "--level", "commune", "--indicator", "heap_density", "--csv", "x.csv"]) == 0
        [row] = json.loads(_listed(capsys, "query", f"?layers={ID}", "--private"))["features"]
        assert f"\n{row['properties']['id']}," not in written(here)["x.csv"].decode()
    finally:
        path.write_text(before, encoding="utf-8")


def _listed(capsys, *command):
    assert main([*command, "--out", "x.geojson"]) == 0
    capsys.readouterr()
    with open("x.geojson", encoding="utf-8") as file:  # noqa: PTH123
        return file.read()
