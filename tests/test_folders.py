"""Where the atlas reads and writes, as the environment names it."""

import os
from pathlib import Path

import pytest

from atlas import folders

HOME = Path("/home/somebody")


@pytest.fixture(autouse=True)
def _nobody(monkeypatch):
    for name in [name for name in os.environ if name.startswith(("ATLAS_", "XDG_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(HOME))


def test_folders_lie_where_linux_keeps_data_and_caches():
    assert folders.own_folder() == HOME / ".local/share/post-mining-atlas/layers"
    assert folders.cache_folder() == HOME / ".cache/post-mining-atlas"
    assert folders.cache_folder("readers", "one") == HOME / ".cache/post-mining-atlas/readers/one"


def test_the_variables_of_the_desktop_move_them(monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    monkeypatch.setenv("XDG_CACHE_HOME", "/caches")
    assert folders.own_folder() == Path("/data/post-mining-atlas/layers")
    assert folders.cache_folder("levels") == Path("/caches/post-mining-atlas/levels")


@pytest.mark.parametrize("wrong", ["", "relative"])
def test_a_variable_that_names_no_whole_path_moves_nothing(monkeypatch, wrong):
    monkeypatch.setenv("XDG_DATA_HOME", wrong)
    monkeypatch.setenv("XDG_CACHE_HOME", wrong)
    assert folders.own_folder() == HOME / ".local/share/post-mining-atlas/layers"
    assert folders.cache_folder() == HOME / ".cache/post-mining-atlas"


def test_own_and_shipped_layers_are_named_by_variables_of_the_atlas(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ATLAS_LAYERS", "mine")
    monkeypatch.setenv("ATLAS_HOME", "theirs")
    assert folders.own_folder() == tmp_path / "mine"
    assert folders.shipped_layers() == tmp_path / "theirs"


def test_the_shipped_layers_of_this_tree_lie_beside_the_package():
    assert folders.shipped_layers() == Path(__file__).parents[1] / "layers"
    assert folders.import_folder() == Path(__file__).parents[1]


def test_the_copy_of_a_database_bears_no_password(monkeypatch):
    assert folders.store_folder() is None
    monkeypatch.setenv("ATLAS_STORE", "duckdb:2GB")
    assert folders.store_folder() is None
    monkeypatch.setenv("ATLAS_STORE", "postgresql://atlas:secret@db/atlas")
    assert folders.store_folder().parent == HOME / ".cache/post-mining-atlas/stores"
    assert "secret" not in str(folders.store_folder())
