import os

import numpy as np
import pytest

from atlas.io.array_store import content_key, open_arrays, save_arrays

ARRAYS = {"a": np.arange(12, dtype=np.int32).reshape(3, 4), "b": np.zeros((0, 2), np.float32)}


def test_arrays_come_back_mapped_and_equal(tmp_path):
    kept = save_arrays(tmp_path / "x", ARRAYS)
    for found in (kept, open_arrays(tmp_path / "x")):
        assert list(found) == list(ARRAYS)
        for name, array in ARRAYS.items():
            np.testing.assert_array_equal(found[name], array)
        assert isinstance(found["a"], np.memmap)


def test_what_is_not_there_as_a_whole_is_not_there(tmp_path):
    assert open_arrays(tmp_path / "x") is None
    save_arrays(tmp_path / "x", ARRAYS)
    (tmp_path / "x" / "b.npy").unlink()
    assert open_arrays(tmp_path / "x") is None
    (tmp_path / "x" / "arrays.json").write_text("[")
    assert open_arrays(tmp_path / "x") is None


def test_of_two_that_keep_the_same_one_is_enough(tmp_path):
    save_arrays(tmp_path / "x", ARRAYS)
    np.testing.assert_array_equal(save_arrays(tmp_path / "x", ARRAYS)["a"], ARRAYS["a"])
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_disk_that_cannot_be_written_only_costs_time(tmp_path):
    tmp_path.chmod(0o500)
    assert save_arrays(tmp_path / "deep" / "x", ARRAYS) is ARRAYS


def test_a_file_in_the_way_only_costs_time(tmp_path):
    (tmp_path / "deep").write_text("")
    assert save_arrays(tmp_path / "deep" / "x", ARRAYS) is ARRAYS


def test_the_key_belongs_to_the_content_not_to_the_name_or_the_date(tmp_path):
    one, same, other = (tmp_path / name for name in ("one", "same", "other"))
    for path, text in ((one, "rows"), (same, "rows"), (other, "more")):
        path.write_text(text)
    os.utime(same, (1, 1))
    home = tmp_path / "home"
    assert content_key([one], home) == content_key([same], home)
    assert content_key([one], home) != content_key([other], home)
    assert content_key([one, other], home) != content_key([other, one], home)


def test_a_changed_file_has_another_key_and_an_unchanged_one_is_not_read_again(tmp_path, monkeypatch):
    path, home = tmp_path / "one", tmp_path / "home"
    path.write_text("rows")
    before = content_key([path], home)
    monkeypatch.setattr("hashlib.file_digest", lambda *_: pytest.fail("read again"))
    assert content_key([path], home) == before
    monkeypatch.undo()
    path.write_text("rows!")
    assert content_key([path], home) != before
