import errno
import os
from threading import Timer

import pytest

from atlas.folders import cache_folder
from atlas.serve import disk_cache
from atlas.serve.disk_cache import expect, prepared, program_stamp, stamp, stamp_layers
from atlas.serve.lod_builder import remove_unused
from atlas.serve.sessions import COOKIE
from atlas.serve.state import current_atlas, invalidate
from tests.http_client import get, make_client


def test_a_file_that_changes_however_deep_changes_the_mark_of_its_folder(tmp_path):
    deep = tmp_path / "one" / "two" / "three" / "four"
    deep.mkdir(parents=True)
    before = stamp(tmp_path)
    (deep / "module.py").write_text("1")
    assert stamp(tmp_path) != before


def test_what_python_compiles_of_a_file_changes_nothing(tmp_path):
    (tmp_path / "module.py").write_text("1")
    before = stamp(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "module.pyc").write_text("2")
    assert stamp(tmp_path) == before


@pytest.fixture
def caches(tmp_path, monkeypatch):
    """A folder of caches of the test's own."""
    folder = tmp_path / "caches"
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder


def test_what_was_prepared_for_other_layers_goes_but_the_latest(caches, monkeypatch):
    for number in range(6):
        monkeypatch.setattr(disk_cache, "stamp_layers", lambda number=number: f"{number:024x}")
        assert disk_cache.prepared("state", lambda number=number: b"%d" % number) == b"%d" % number
    home = caches / "post-mining-atlas"
    (home / "readers").mkdir()
    kept = {path.name.partition("-")[2] for path in home.glob("*-*")}
    assert len(kept) == 4
    assert f"{5:024x}" in kept
    assert disk_cache.prepared("state", lambda: b"made again") == b"5"
    assert (home / "readers").is_dir()


def test_where_the_folder_of_caches_is_a_file_all_is_answered_and_the_reason_is_said_once(caches, caplog):
    caches.write_text("in the way")
    # A server looks before its log is there: then without a word, which would be lost.
    assert not disk_cache.keeps_files()
    assert not caplog.records
    invalidate()
    for _ in range(3):
        assert get("/atlas/state?lang=fr").status_code == 200
    made = [
        *("/atlas/map?lang=en", "/atlas/layers/slag_heaps?lang=en", "/atlas/state?layers=slag_heaps", "/healthz"),
        *("/atlas/export?layers=slag_heaps&format=csv", "/atlas/table?table=slag_heaps", "/atlas/tree?lang=en"),
    ]
    assert [get(path).status_code for path in made] == [200] * len(made)
    problems = [problem for problem in current_atlas().catalog.problems if problem.key == "cache_closed"]
    [sentence] = [problem.text("en") for problem in problems]
    assert sentence.startswith("XDG_CACHE_HOME: the server can keep nothing on its disk; the map works without")
    assert len([record for record in caplog.records if "caches" in record.getMessage()]) == 1
    with_cookie = make_client()
    with_cookie.cookies[COOKIE] = "a" * 43
    assert with_cookie.get("/atlas/tree").status_code == 200
    upload = with_cookie.post("/atlas/uploads?lang=en&name=a.csv", content=b"x", headers={"x-atlas": "upload"})
    assert (upload.status_code, upload.json()["error"]) == (400, sentence)


def test_a_disk_that_is_full_costs_time_alone(caches, monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    assert disk_cache.prepared("one", lambda: b"1") == b"1"
    monkeypatch.setattr(disk_cache.tempfile, "NamedTemporaryFile", full)
    assert [disk_cache.prepared("two", lambda: b"2") for _ in range(2)] == [b"2", b"2"]
    assert disk_cache.prepared("one", lambda: b"made again") == b"1"
    assert not list(caches.rglob("tmp*"))


def test_levels_of_detail_that_nobody_has_looked_at_for_long_go(caches):
    levels = caches / "post-mining-atlas" / "levels"
    for name in ("old-1", "new-1"):
        (levels / name).mkdir(parents=True)
        (levels / name / "arrays.json").write_text("[]")
    now = (levels / "new-1").stat().st_mtime
    os.utime(levels / "old-1", (now - 40 * 86_400, now - 40 * 86_400))
    (levels / "content").mkdir()
    remove_unused(now)
    assert {path.name for path in levels.iterdir()} == {"new-1", "content"}
    remove_unused(now + 40 * 86_400)
    assert {path.name for path in levels.iterdir()} == {"content"}


@pytest.mark.usefixtures("caches")
def test_a_layer_is_not_kept_under_the_name_of_another_answer():
    assert get("/atlas/opening?lang=fr").status_code == 200
    assert get("/atlas/state?lang=fr").status_code == 200
    for name in ("opening", "state", "map", "chunk"):
        assert get(f"/atlas/layers/{name}?lang=fr").status_code == 404


@pytest.mark.usefixtures("caches")
@pytest.mark.parametrize("twice", ["lang=fr&lang=en", "lang=en&lang=en", "mode=explore&mode=explore&lang=en"])
def test_the_first_state_is_kept_for_a_link_with_each_parameter_once(twice):
    assert get(f"/atlas/state?{twice}").status_code == 200
    assert not disk_cache.is_prepared("state-en")
    assert get("/atlas/state?lang=en").status_code == 200
    assert disk_cache.is_prepared("state-en")


@pytest.fixture
def alone(caches, monkeypatch):
    """Caches of the test's own, and no process that prepares something."""
    monkeypatch.setattr(disk_cache, "_elsewhere", [])
    return caches


def never():
    pytest.fail("made here")


@pytest.mark.usefixtures("alone")
def test_what_another_process_prepares_is_waited_for():
    path = cache_folder(f"{program_stamp()}-{stamp_layers()}", "state-fr")
    path.parent.mkdir(parents=True)
    written = path.with_name("being written")
    written.write_bytes(b"from there")
    expect(lambda name: name == "state-fr", lambda: True)
    # Whole or not at all, as `prepared` leaves what it makes.
    Timer(0.05, written.replace, [path]).start()
    assert prepared("state-fr", never) == b"from there"


@pytest.mark.usefixtures("alone")
def test_what_a_process_that_has_ended_did_not_prepare_is_made_here():
    expect(lambda name: name == "state-fr", lambda: False)
    assert prepared("state-fr", lambda: b"made here") == b"made here"
    assert prepared("state-fr", never) == b"made here"


@pytest.mark.usefixtures("alone")
def test_what_nobody_else_prepares_is_made_at_once():
    expect(lambda name: name == "state-fr", never)
    assert prepared("state-en", lambda: b"made here") == b"made here"
