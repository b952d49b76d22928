"""Rows that were read serve again where a layer was added to the folder, and only there."""

import shutil

import pytest

from atlas.catalog import open_catalog, shipped_layers
from atlas.io.read import Frames

FIRST, OTHER = "landscape/viewpoints", "context/mines"


def add(name, home):
    theme, _, layer = name.partition("/")
    (home / theme).mkdir(parents=True, exist_ok=True)
    for pattern in ("theme.toml", f"{layer}.*"):
        for path in (shipped_layers() / theme).glob(pattern):
            shutil.copy(path, home / theme)


@pytest.fixture
def home(tmp_path):
    add(FIRST, tmp_path)
    return tmp_path


def frames(home, before=None):
    return Frames(open_catalog(home, beside=()), before)


def test_where_layers_were_only_added_what_was_read_serves_again(home):
    before = frames(home)
    rows = before["viewpoints"]
    add(OTHER, home)
    after = frames(home, before)
    assert after.has_read("viewpoints")
    assert not after.has_read("mines")
    assert after["viewpoints"] is rows
    assert len(after["mines"]) > 0
    # What was added is of no use before it was there.
    assert frames(home, after).has_read("mines")


@pytest.mark.parametrize("ending", ["toml", "parquet"])
def test_where_another_layer_has_changed_all_are_read_again(home, ending):
    add(OTHER, home)
    before = frames(home)
    assert [len(before[layer_id]) > 0 for layer_id in ("viewpoints", "mines")] == [True, True]
    path = home / f"{OTHER}.{ending}"
    path.write_bytes(b'level = "commune"\n' * (ending == "toml") + path.read_bytes() + b" " * (ending != "toml"))
    after = frames(home, before)
    assert {"viewpoints", "mines"} <= set(after)
    assert not after.has_read("viewpoints")


def test_where_a_layer_has_gone_all_are_read_again(home):
    add(OTHER, home)
    before = frames(home)
    assert len(before["viewpoints"]) > 0
    for path in home.glob(f"{OTHER}.*"):
        path.unlink()
    assert not frames(home, before).has_read("viewpoints")
