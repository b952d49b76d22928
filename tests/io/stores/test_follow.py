"""The copy of a database: it changes with it, and stays whole when the database or the disk fails."""

import subprocess
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from geopandas.testing import assert_geodataframe_equal

from atlas.catalog import open_catalog, shipped_layers
from atlas.errors import LayerDataError
from atlas.folders import store_folder
from atlas.io.read import read_layer
from atlas.io.stores import follow
from atlas.io.stores.postgis import PostgisStore
from atlas.io.stores.share import share_layer
from atlas.serve import state as serving

AWAY = "postgresql://atlas:secret@127.0.0.1:1/none"


@pytest.fixture
def store(monkeypatch, tmp_path):
    """Name a database in the environment, as an operator does."""

    def name(address):
        monkeypatch.setenv("ATLAS_STORE", address)
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
        follow.invalidate_check()
        serving.invalidate()
        return store_folder()

    yield name
    follow.invalidate_check()
    serving.invalidate()


def test_the_copy_has_the_files_the_licences_and_the_rows_of_the_database(things, whole, database, tmp_path):
    share_layer(things["things"], database)
    assert follow.bring_up_to_date(database, tmp_path) == ["things"]
    copied = open_catalog(tmp_path)["things"]
    assert copied.licence == things["things"].licence
    assert [path.name for path, _ in copied.files] == ["things.parquet", "things.other.parquet"]
    assert_geodataframe_equal(read_layer(copied).sort_index(), whole.sort_index())


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(
            "UPDATE atlas._layers SET declaration = 'x = ' || repeat('[', 3000) || repeat(']', 3000) "
            "WHERE id = 'things'",
            marks=pytest.mark.slow,
        ),
        "UPDATE atlas._layers SET declaration = 'no toml' WHERE id = 'things'",
        pytest.param("UPDATE atlas._layers SET theme = '../../elsewhere' WHERE id = 'things'", marks=pytest.mark.slow),
        pytest.param("ALTER TABLE atlas.things DROP COLUMN name", marks=pytest.mark.slow),
        pytest.param("DROP TABLE atlas.things", marks=pytest.mark.slow),
    ],
)
def test_a_layer_that_cannot_be_read_is_a_problem_of_that_layer_alone(things, catalog, database, tmp_path, spoil):
    share_layer(things["things"], database)
    folder = tmp_path / "copy"
    follow.bring_up_to_date(database, folder)
    with psycopg.connect(database) as connection:
        connection.execute(spoil)
        connection.execute("UPDATE atlas._layers SET version = gen_random_uuid() WHERE id = 'things'")
    share_layer(catalog["twinnings"], database)
    for _ in range(2):
        with pytest.raises(LayerDataError, match="things"):
            follow.bring_up_to_date(database, folder)
    copied = open_catalog(folder)
    assert set(copied) == {"things", "twinnings"}
    assert len(read_layer(copied["things"])) == len(read_layer(things["things"]))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy"]


def test_only_what_changed_is_copied_again_and_what_is_gone_goes(things, catalog, database, tmp_path):
    share_layer(things["things"], database)
    share_layer(catalog["twinnings"], database)
    assert follow.bring_up_to_date(database, tmp_path) == ["things", "twinnings"]
    assert follow.bring_up_to_date(database, tmp_path) == []
    with psycopg.connect(database) as connection:
        connection.execute("UPDATE atlas.things SET name = 'Oignies' WHERE id = 't0001'")
    assert follow.bring_up_to_date(database, tmp_path) == ["things"]
    assert read_layer(open_catalog(tmp_path)["things"])["name"]["t0001"] == "Oignies"
    PostgisStore(database).remove("things")
    assert follow.bring_up_to_date(database, tmp_path) == []
    assert set(open_catalog(tmp_path)) == {"twinnings"}
    assert not list(tmp_path.glob("*/things*"))


def test_a_change_that_is_undone_leaves_no_trace(things, database, tmp_path):
    share_layer(things["things"], database)
    follow.bring_up_to_date(database, tmp_path)
    connection = psycopg.connect(database)
    connection.execute("DELETE FROM atlas.things")
    assert follow.bring_up_to_date(database, tmp_path) == []
    connection.rollback()
    connection.close()
    assert follow.bring_up_to_date(database, tmp_path) == []


def test_a_dropped_database_leaves_the_copy_until_it_is_restored(things, database, database_server, tmp_path):
    share_layer(things["things"], database)
    follow.bring_up_to_date(database, tmp_path)
    name = database.rpartition("/")[2]
    with psycopg.connect(database_server.address(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
        with pytest.raises(LayerDataError, match="does not answer"):
            follow.bring_up_to_date(database, tmp_path)
        connection.execute(f"CREATE DATABASE {name}")
    with pytest.raises(LayerDataError, match="the last copy is kept"):
        follow.bring_up_to_date(database, tmp_path)
    assert set(open_catalog(tmp_path)) == {"things"}
    share_layer(things["things"], database)
    assert follow.bring_up_to_date(database, tmp_path) == ["things"]


def test_an_id_is_taken_once_and_a_layer_that_fails_is_not_half_there(things, whole, database):
    share_layer(things["things"], database)
    with pytest.raises(LayerDataError, match="there is a layer 'things' already"):
        share_layer(things["things"], database)
    store = PostgisStore(database)
    twice = whole.iloc[[0, 0]]
    with pytest.raises(LayerDataError, match="ATLAS_STORE"):
        store.put(things["things"], {"things.parquet": twice}, over=True)
    assert len(store.read("things")) == len(whole)


def test_what_the_database_holds_stands_in_the_place_of_the_shipped_layer(catalog, database, store):
    share_layer(catalog["twinnings"], database)
    with psycopg.connect(database) as connection:
        connection.execute("DELETE FROM atlas.twinnings WHERE _row > 4")
    folder = store(database)
    atlas = serving.current_atlas()
    assert len(atlas.frames["twinnings"]) == 5
    assert serving.row_total("twinnings", atlas) == 5
    assert atlas.catalog["twinnings"].folder.parent == folder
    assert set(atlas.catalog) >= set(catalog)
    assert not atlas.catalog.problems


def test_a_database_that_does_not_answer_is_said_without_its_address_and_the_atlas_opens(catalog, store):
    store(AWAY)
    atlas = serving.current_atlas()
    (problem,) = atlas.catalog.problems
    assert "does not answer" in str(problem)
    assert "secret" not in problem.text("fr") + problem.text("en") + problem.text("pt")
    assert set(atlas.catalog) >= set(catalog)
    assert serving.current_atlas() is atlas


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://atlas:s3cret tail7@db.example:port/none",
        "postgresql://atlas:s3cret@127.0.0.1:1:2/none",
        "postgresql://atlas:s3/cret@127.0.0.1:1/none",
        "postgresql://atlas:s3#cret@127.0.0.1:1/none",
        "postgresql://atlas:s3cr%et@127.0.0.1:1/none",
        "postgresql://atlas:s3cret@one@two@127.0.0.1:1/none",
        "postgresql://127.0.0.1:1/none?user=atlas&password=s3cret&sslmode=wrong",
        "postgresql:host=127.0.0.1 port=1 password=s3cret dbname=",
        "postgresql:/atlas:s3cret@db",
        "host=127.0.0.1 password=s3cret",
        "s3cret",
        "atlas s3cret@db:5432",
        "postgres//atlas:s3cret@db",
    ],
)
def test_no_part_of_a_password_is_said_however_its_address_is_broken(address, store, caplog):
    caplog.set_level("DEBUG", logger="atlas")
    store(address)
    problems = serving.current_atlas().catalog.problems
    said = [problem.text(lang) for problem in problems for lang in ("fr", "en", "pt")]
    assert said
    written = "\n".join([*said, caplog.text, *map(repr, problems), *(repr(problem.__cause__) for problem in problems)])
    for piece in ("s3cret", "s3cr", "cret", "tail7"):
        assert piece not in written


def test_rows_of_a_file_that_a_declaration_no_longer_names_are_said_and_nothing_is_emptied(
    things, catalog, database, tmp_path
):
    share_layer(things["things"], database)
    share_layer(catalog["twinnings"], database)
    follow.bring_up_to_date(database, tmp_path)
    before = read_layer(open_catalog(tmp_path)["things"])
    with psycopg.connect(database) as connection:
        connection.execute(
            "UPDATE atlas._layers SET declaration = 'file = \"other.parquet\"\n' || declaration, "
            "version = gen_random_uuid() WHERE id = 'things'"
        )
        connection.execute("DELETE FROM atlas.twinnings WHERE _row > 4")
    for _ in range(2):
        with pytest.raises(LayerDataError, match=r"no longer names \(things.parquet\): \d+; the last copy is kept"):
            follow.bring_up_to_date(database, tmp_path)
    assert_geodataframe_equal(read_layer(open_catalog(tmp_path)["things"]), before)
    assert len(read_layer(open_catalog(tmp_path)["twinnings"])) == 5
    with psycopg.connect(database) as connection:
        connection.execute("UPDATE atlas.things SET _file = 'other.parquet' WHERE _file = 'things.parquet'")
    assert follow.bring_up_to_date(database, tmp_path) == ["things"]
    assert len(read_layer(open_catalog(tmp_path)["things"])) == len(before)


def test_a_declaration_that_cannot_be_read_in_the_database_is_a_problem_of_its_layer(
    things, catalog, database, tmp_path
):
    share_layer(things["things"], database)
    follow.bring_up_to_date(database, tmp_path)
    share_layer(catalog["twinnings"], database)
    with psycopg.connect(database) as connection:
        connection.execute(
            "UPDATE atlas._layers SET declaration = '= [', version = gen_random_uuid() WHERE id = 'things'"
        )
    with pytest.raises(LayerDataError, match=r"things\.toml"):
        follow.bring_up_to_date(database, tmp_path)
    assert set(open_catalog(tmp_path)) == {"things", "twinnings"}


def test_the_first_layers_that_several_processes_give_at_once_are_all_there(things, catalog, database):
    layers = [things["things"], catalog["twinnings"], catalog["communes"], catalog["mine_shafts"]]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda layer: share_layer(layer, database), layers)) == [None] * 4
    assert set(PostgisStore(database).layers()) == {layer.id for layer in layers}


def test_of_several_that_give_one_layer_at_once_one_does_and_the_others_are_told_that_it_is_there(things, database):
    def put(_):
        try:
            share_layer(things["things"], database)
        except LayerDataError as problem:
            return problem.key
        return None

    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(put, range(4)))
    assert sorted(said, key=str) == [None, "id_taken", "id_taken", "id_taken"]


def test_an_address_of_no_store_is_said_on_the_page(store):
    store("mysql://x")
    assert "no store" in str(serving.current_atlas().catalog.problems[0])


def test_a_full_disk_is_said_leaves_the_copy_whole_and_is_recovered_from(things, catalog, database, tmp_path):
    share_layer(things["things"], database)
    folder = tmp_path / "small"
    folder.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(folder)]
    if subprocess.run(mounting, check=False, capture_output=True).returncode:
        pytest.skip("only root may mount a small disk")
    try:
        follow.bring_up_to_date(database, folder)
        before = read_layer(open_catalog(folder)["things"])
        share_layer(catalog["communes"], database)
        with pytest.raises(LayerDataError, match="no space left"):
            follow.bring_up_to_date(database, folder)
        there = open_catalog(folder)
        assert set(there) == {"things"}
        assert_geodataframe_equal(read_layer(there["things"]), before)
        subprocess.run(["mount", "-o", "remount,size=20m", str(folder)], check=True)
        assert follow.bring_up_to_date(database, folder) == ["communes"]
        assert len(read_layer(open_catalog(folder)["communes"])) == 250
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_the_shipped_atlas_itself_is_read_from_files_without_a_store(monkeypatch):
    monkeypatch.delenv("ATLAS_STORE", raising=False)
    assert store_folder() is None
    assert follow.follow() is None
    assert open_catalog(shipped_layers())["twinnings"].folder.parent == shipped_layers()
