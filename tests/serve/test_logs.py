"""What the operator of the app reads in its log."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from atlas.folders import shipped_layers
from atlas.serve import lod_builder
from atlas.serve.state import current_atlas


def test_a_declaration_that_cannot_be_used_is_a_line_of_the_log(tmp_path, caplog):
    shutil.copytree(shipped_layers() / "ecology", tmp_path / "ecology")
    (tmp_path / "ecology" / "protected_areas.toml").write_text("title =", encoding="utf-8")
    assert "protected_areas" not in current_atlas(tmp_path).catalog
    [record] = [record for record in caplog.records if record.levelname == "WARNING"]
    assert record.name == "atlas.serve.state"
    assert "ecology/protected_areas.toml" in record.getMessage()


def test_levels_that_cannot_be_built_are_logged_and_the_cause_is_kept(atlas, caplog, monkeypatch, tmp_path):
    def fail(*_):
        raise MemoryError

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(lod_builder.Building, "_build_apart", fail)
    with pytest.raises(RuntimeError, match="slag_heaps") as raised:
        lod_builder.levels_of(atlas.catalog["slag_heaps"], atlas.frames["slag_heaps"], patience=None)
    assert isinstance(raised.value.__cause__, MemoryError)
    [record] = [record for record in caplog.records if record.levelname == "ERROR"]
    assert (record.name, "slag_heaps" in record.getMessage()) == ("atlas.serve.lod_builder", True)


def test_everybody_who_waits_for_levels_gets_an_error_of_their_own_with_the_same_cause(atlas, monkeypatch, tmp_path):
    failing = Event()

    def fail(*_):
        failing.wait()
        raise MemoryError

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(lod_builder.Building, "_build_apart", fail)
    layer, gdf = atlas.catalog["slag_heaps"], atlas.frames["slag_heaps"]
    waiting = [lod_builder.levels_of(layer, gdf, patience=0) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(lod_builder.levels_of, layer, gdf, patience=None) for _ in waiting]
        failing.set()
        errors = [job.exception() for job in jobs]
    assert waiting == [0.0, 0.0]
    assert [type(error.__cause__) for error in errors] == [MemoryError, MemoryError]
    assert errors[0] is not errors[1]
