"""Layers of the reader's own: where they lie, their ids, themes and colours, and the shipped ones beside them."""

import shutil
from pathlib import Path

import pytest

from atlas.catalog import open_catalog, own_layers, shipped_layers
from atlas.errors import CatalogError
from atlas.io.check import check_layer, remind_catalog
from atlas.io.imports.draft_declaration import COLOURS
from atlas.io.read import read_layer
from tests.io.imports.own.started import ROOT


def test_own_layers_lie_with_the_readers_data_and_never_inside_the_program(monkeypatch, tmp_path):
    monkeypatch.delenv("ATLAS_LAYERS")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert own_layers() == tmp_path / "post-mining-atlas" / "layers"
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    assert own_layers().is_relative_to(Path.home() / ".local/share")
    for inside in (shipped_layers(), shipped_layers() / "ecology", ROOT / "atlas", ROOT / "atlas/io/x"):
        monkeypatch.setenv("ATLAS_LAYERS", str(inside))
        with pytest.raises(CatalogError, match="inside the program"):
            own_layers()


def test_a_layer_is_imported_renamed_and_removed_and_nothing_is_left(quick, towns):
    assert quick.bring(towns, "--theme", "landscape").code == 0
    assert quick.layer().theme == "landscape"
    assert quick.run("rename", "mine", "ours").code == 0
    assert len(read_layer(quick.layer("ours"))) == 1
    assert check_layer(quick.layer("ours")) == []
    assert quick.run("remove", "ours").code == 0
    assert quick.files() == {}
    assert quick.run("remove", "ours").code == 1


def test_a_theme_of_the_readers_own_comes_and_goes_with_its_layers(quick, towns):
    quick.bring(towns, "--theme", "green_blue_scheme")
    quick.bring(towns, "--theme", "green_blue_scheme", as_="other")
    assert open_catalog(shipped_layers()).themes["green_blue_scheme"].title.en == "Green blue scheme"
    quick.run("remove", "mine")
    assert "green_blue_scheme" in open_catalog(shipped_layers()).themes
    quick.run("remove", "other")
    assert quick.files() == {}


@pytest.mark.parametrize("arguments", [("remove", "slag_heaps"), ("rename", "slag_heaps", "heaps")])
def test_layers_that_came_with_the_atlas_are_not_touched(quick, arguments):
    before = {path: path.stat().st_mtime_ns for path in shipped_layers().rglob("*")}
    done = quick.run(*arguments)
    assert (done.code, "comes with the atlas" in done.sentence) == (1, True)
    assert {path: path.stat().st_mtime_ns for path in shipped_layers().rglob("*")} == before


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("slag_heaps", "there is a layer 'slag_heaps' already"),
        *(
            (name, "is no id")
            for name in ("A", "1a", "a-b", "a/b", "../a", "a__b", "é", "", "a" * 61, "a\n", "con.toml")
        ),
    ],
)
def test_an_id_that_is_none_or_taken_is_refused(quick, towns, name, sentence):
    done = quick.bring(towns, as_=name)
    assert done.code == 1
    assert sentence in done.sentence
    assert not quick.own.exists()


@pytest.mark.parametrize("option", [("--theme", "../x"), ("--theme", "A b"), ("--licence", "free for all")])
def test_a_theme_or_licence_that_is_none_is_refused(quick, towns, option):
    assert quick.bring(towns, *option).code == 1
    assert not quick.own.exists()


def test_an_id_taken_by_an_imported_layer_is_refused_and_the_layer_stays(quick, towns):
    quick.bring(towns)
    before = quick.files()
    assert "there is a layer 'mine' already" in quick.bring(towns).sentence
    assert "there is a layer 'mine' already" in quick.run("rename", "mine", "mine").sentence
    assert quick.files() == before


def test_a_private_layer_is_remembered_and_a_licence_ends_it(quick, towns):
    quick.bring(towns)
    said = [reminder.sentence for reminder in remind_catalog(open_catalog(shipped_layers()))]
    assert "without a licence the layer is private" in said[0]
    assert "to be completed: source.producer, source.citation, source.url" in said[1]
    declaration = quick.own / "own/mine.toml"
    text = declaration.read_text(encoding="utf-8").replace("LicenseRef-private", "etalab-2.0")
    declaration.write_text(text, encoding="utf-8")
    assert not quick.layer().private
    assert [reminder.key for reminder in remind_catalog(open_catalog(shipped_layers()))] == [
        "source.producer, source.citation, source.url"
    ]


def test_a_shipped_layer_and_theme_come_before_those_of_the_reader(quick, towns):
    quick.bring(towns)
    folder = quick.own / "landscape"
    shutil.copytree(quick.own / "own", folder)
    (folder / "mine.toml").rename(folder / "slag_heaps.toml")
    catalog = open_catalog(shipped_layers())
    assert catalog["slag_heaps"].folder == shipped_layers() / "landscape"
    assert catalog.themes["landscape"].title.en == "Landscape"
    assert ["slag_heaps" in str(problem) for problem in catalog.problems] == [True]


def test_a_broken_declaration_of_the_readers_does_not_close_the_atlas(quick, towns):
    quick.bring(towns)
    (quick.own / "own/mine.toml").write_text("geometry = [", encoding="utf-8")
    catalog = open_catalog(shipped_layers())
    assert "slag_heaps" in catalog
    assert "not readable as TOML" in str(catalog.problems[0])


def test_another_atlas_is_opened_without_the_readers_layers(quick, towns, tmp_path):
    quick.bring(towns)
    shutil.copytree(shipped_layers() / "ecology", tmp_path / "layers/ecology")
    assert "mine" not in open_catalog(tmp_path / "layers")


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("pair", COLOURS)
def test_colours_of_imported_layers_stand_out_on_every_ground(pair):
    grounds = (("#F6F3EC", "#EFEBE1", "#DCE6EA"), ("#14171A", "#1E2327", "#10202A"))
    for colour, behind in zip(pair, grounds, strict=True):
        for ground in behind:
            high, low = sorted((luminance(colour), luminance(ground)), reverse=True)
            assert (high + 0.05) / (low + 0.05) >= 3, (colour, ground)
