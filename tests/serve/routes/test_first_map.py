"""What is shipped of the first map: it is what the atlas makes of its layers today, and serves for those alone."""

import gzip
import shutil
import zlib

import pytest

from atlas.folders import shipped_layers
from atlas.i18n import LANGUAGES
from atlas.serve import disk_cache
from atlas.serve.first_map import (
    fingerprint,
    make_parts,
    read_parts,
    read_shipped,
    shipped_file,
    shipped_parts,
    write_parts,
)


@pytest.fixture
def own_parts():
    """Forget before and after what was read of the shipped files."""
    shipped_parts.cache_clear()
    yield
    shipped_parts.cache_clear()


def unpacked(part):
    """Return a part as it was before compression, which another version of zlib writes otherwise."""
    try:
        return gzip.decompress(part)
    except (gzip.BadGzipFile, EOFError, zlib.error):
        return part


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_shipped_of_the_first_map_is_what_is_made_of_the_layers_today(lang, atlas, request):
    made = make_parts(lang, atlas)
    if request.config.getoption("--update-golden"):
        write_parts(shipped_file(lang), made)
    shipped = read_parts(shipped_file(lang))
    names = made.keys() | shipped
    others = {name for name in names if unpacked(made.get(name, b"")) != unpacked(shipped.get(name, b""))}
    assert others == set(), f"pytest {__file__} --update-golden makes {shipped_file(lang).name} anew"


@pytest.mark.usefixtures("own_parts")
def test_what_is_shipped_serves_for_its_own_layers_alone(tmp_path, monkeypatch):
    assert read_shipped("state-fr")
    assert read_shipped("layer-slag_heaps-fr")
    for lang in LANGUAGES:
        assert read_shipped(f"map-{lang}-0123").count(b"/web/0123/") == 3
    # In another language it is prepared as it was.
    for other in ("state-en", "layer-mine_shafts-fr", "state-de", "chunk-0123-map-main.js", "state"):
        assert read_shipped(other) is None
    root = tmp_path / "layers"
    shutil.copytree(shipped_layers(), root)
    monkeypatch.setenv("ATLAS_HOME", str(root))
    assert read_shipped("state-fr")
    with (root / "landscape" / "slag_heaps.toml").open("a") as declaration:
        declaration.write('\n[noun]\nfr = ["un tas", "tas"]\n')
    assert read_shipped("state-fr")
    with (root / "landscape" / "slag_heaps.toml").open("a") as declaration:
        declaration.write("\n[style.classes.flat]\n")
    assert read_shipped("state-fr") is None
    assert read_shipped("map-fr-0123")


def test_layers_that_the_first_map_does_not_name_may_change(tmp_path):
    root = tmp_path / "layers"
    shutil.copytree(shipped_layers(), root)
    before = fingerprint(root)
    (root / "heritage" / "mine_shafts.toml").write_text("changed")
    assert fingerprint(root) == before
    (root / "heritage" / "another.toml").write_text("shown = true")
    assert fingerprint(root) != before


@pytest.mark.usefixtures("own_parts")
def test_layers_of_the_reader_or_of_a_database_are_not_left_out(tmp_path, monkeypatch):
    monkeypatch.setenv("ATLAS_LAYERS", str(tmp_path))
    assert read_shipped("state-fr")
    (tmp_path / "own.toml").write_text("")
    assert read_shipped("state-fr") is None
    monkeypatch.undo()
    shipped_parts.cache_clear()
    monkeypatch.setenv("ATLAS_STORE", "files:")
    assert read_shipped("state-fr") is None


def test_what_is_shipped_serves_until_the_server_has_made_its_own(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(disk_cache, "_offered", [])
    disk_cache.offer(read_shipped)
    assert disk_cache.prepared("state-fr", lambda: b"made") == read_shipped("state-fr")
    assert not disk_cache.is_prepared("state-fr")
    assert disk_cache.withdraw(read_shipped)
    assert disk_cache.prepared("state-fr", lambda: b"made") == b"made"
    assert disk_cache.is_prepared("state-fr")
    assert not disk_cache.withdraw(read_shipped)
