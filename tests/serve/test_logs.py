"""What the operator of the app reads in its log."""

import shutil

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
