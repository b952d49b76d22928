"""Uploaded layers belong to the reader who uploaded them: no route shows them to anybody else."""

import os
import time
from concurrent.futures import ThreadPoolExecutor

import geopandas as gpd
import pytest
import shapely

from atlas.scene.query.permalink import parse_permalink
from atlas.serve.sessions import LASTS_SECONDS, answering, reader_folder, sweep_readers
from tests.serve.routes.upload_reader import OURS


def test_a_file_is_explained_before_it_is_a_layer(readers, towns):
    reader = readers()
    found = reader.upload(towns)
    assert (found["name"], found["id"], found["questions"]) == ("towns.gpkg", "towns", [])
    assert "Rows read: 2; kept: 2; with a position: 2 (points)." in found["lines"]
    assert found["extent"] == [2.78, 50.42, 2.83, 50.43]
    assert found["sketch"] == [[[2.83, 50.43]], [[2.78, 50.42]]]
    assert found["ground"]
    assert "towns" not in reader.layers()


def test_a_kept_layer_is_seen_by_its_reader_and_by_nobody_else(readers, towns):
    first, second, nobody = readers(), readers(), readers()
    kept = first.keep(towns, title="Mes villes", link="lang=en&layers=slag_heaps")
    second.upload(towns)
    view, problems = parse_permalink(kept["link"])
    assert (view.layers, view.lang, problems, view.at is not None) == (("slag_heaps", "mine"), "en", (), True)
    assert "mine" in first.layers()
    row = "/atlas/cards/mine/1?lang=fr"
    paths = ["/atlas/layers/mine?lang=fr", "/atlas/sheets/mine?lang=fr", row]
    assert [first.client.get(path).status_code for path in paths] == [200, 200, 200]
    for stranger in (second, nobody):
        assert "mine" not in stranger.layers()
        assert [stranger.client.get(path).status_code for path in paths] == [404, 404, 404]
        for path in (
            "/atlas/state?layers=mine",
            "/atlas/file?layers=mine&lang=fr",
            "/atlas/search?q=Li%C3%A9vin&lang=fr",
        ):
            answer = stranger.client.get(f"/atlas/{path}").text
            assert "Mes villes" not in answer
            assert "<b>Li" not in answer


def test_the_same_file_twice_is_said_and_its_layer_has_a_title_of_its_own(readers, towns):
    reader = readers()
    assert not any("added before" in line for line in reader.upload(towns)["lines"])
    reader.keep(towns, title="Mes villes")
    assert "This file was added before: it is the layer “Mes villes”." in reader.upload(towns)["lines"]
    reader.keep(towns, "again", title="mes villes")
    tree = reader.client.get("/atlas/tree?lang=en").json()
    titles = {layer["id"]: layer["title"] for theme in tree for layer in theme["layers"]}
    assert (titles["mine"], titles["again"]) == ("Mes villes", "mes villes (2)")


def test_what_is_to_be_completed_is_no_producer(readers, towns):
    reader = readers()
    reader.keep(towns, title="Mes villes")
    for path in (
        "state?lang=fr&layers=mine",
        "tree?lang=fr",
        "cards/mine/1?lang=fr",
        "cite?lang=fr&layers=mine&private=1",
        "sheets/mine?lang=fr",
        "file?lang=fr&layers=mine&private=1",
    ):
        answer = reader.client.get(f"/atlas/{path}")
        assert answer.status_code == 200, path
        assert "à compléter" not in answer.text, path
        assert "to be completed" not in answer.text, path


def test_what_is_sent_to_a_reader_with_layers_is_kept_by_no_cache_between(readers, towns, tmp_path):
    first = readers()
    first.keep(towns)
    answer = first.client.get("/atlas/layers/mine?lang=fr")
    assert answer.headers["cache-control"].startswith("private")
    assert answer.headers["vary"] == "Cookie"
    kept = [path for path in (tmp_path / "caches").rglob("*mine*") if "readers" not in path.parts]
    assert kept == []


def test_two_readers_may_use_one_id_for_two_layers(readers, towns, tmp_path):
    gpd.GeoDataFrame({"name": ["Other"]}, geometry=[shapely.Point(3, 50)], crs=4326).to_file(tmp_path / "b.gpkg")
    first, second = readers(), readers()
    first.keep(towns)
    second.keep(tmp_path / "b.gpkg")
    [mine] = first.request_json("GET", "/atlas/uploads?lang=en")["mine"]
    [theirs] = second.request_json("GET", "/atlas/uploads?lang=en")["mine"]
    assert (mine[2], theirs[2]) == (2, 1)
    bytes_of = [reader.client.get("/atlas/layers/mine?lang=fr").content for reader in (first, second)]
    assert bytes_of[0] != bytes_of[1]


def test_answers_of_many_readers_at_once_do_not_mix(readers, towns):
    with_layer, without = readers(), readers()
    with_layer.keep(towns)

    def look(number):
        return number % 2, "mine" in (with_layer if number % 2 else without).layers()

    with ThreadPoolExecutor(6) as pool:
        assert all(bool(odd) == seen for odd, seen in pool.map(look, range(36)))


def test_a_layer_is_taken_away_by_its_reader_alone(readers, towns):
    first, second = readers(), readers()
    first.keep(towns)
    second.upload(towns)
    second.request_json("DELETE", "/atlas/uploads/mine", status=400)
    first.request_json("DELETE", "/atlas/uploads/slag_heaps", status=400)
    assert "mine" in first.layers()
    first.request_json("DELETE", "/atlas/uploads/mine")
    assert "mine" not in first.layers()


def test_a_waiting_file_is_answered_by_its_reader_alone(readers, towns):
    first, second = readers(), readers()
    upload = first.upload(towns)["upload"]
    second.upload(towns)
    assert "no longer there" in second.answer(upload, keep=True, id="mine", status=400)["error"]
    for wrong in ("0" * 32, "x" * 400):
        assert first.answer(wrong, status=400)["error"]
    first.client.post("/atlas/uploads/%2e%2e%2fx", content=b"{}", headers=OURS)
    assert first.answer(upload, keep=True, id="mine")["layer"] == "mine"


def test_a_token_is_long_random_and_hidden_from_scripts(readers, towns):
    tokens = set()
    for _ in range(3):
        reader = readers()
        reader.upload(towns)
        tokens.add(reader.token)
        cookie = reader.set_cookie.lower()
        assert all(word in cookie for word in ("httponly", "samesite=strict", "secure", "path=/"))
    assert len(tokens) == 3
    assert {len(token) for token in tokens} == {43}


@pytest.mark.parametrize("token", ["", "x", "../../etc", "A" * 43, "%2e" * 20, "é" * 43])
def test_a_token_that_was_never_given_opens_nothing(readers, token):
    assert reader_folder(token) is None
    with answering(token) as folder:
        assert folder is None
    readers()


def test_a_folder_of_a_reader_is_closed_to_other_users_and_not_named_by_the_token(readers, towns):
    reader = readers()
    reader.keep(towns)
    folder = reader_folder(reader.token)
    assert folder.stat().st_mode & 0o077 == 0
    assert reader.token not in str(folder)


def test_a_reader_who_does_not_come_back_is_forgotten(readers, towns):
    first, second = readers(), readers()
    first.keep(towns)
    second.keep(towns)
    old = time.time() - LASTS_SECONDS - 60
    os.utime(reader_folder(first.token), (old, old))
    assert sweep_readers() == 1
    assert "mine" not in first.layers()
    assert "mine" in second.layers()


def test_a_page_of_another_site_cannot_bring_anything(readers, towns, tmp_path):
    reader = readers()
    for headers in ({}, {"x-atlas": "1"}, {"origin": "https://evil.example"}):
        answer = reader.client.post("/atlas/uploads?name=a.gpkg", content=towns.read_bytes(), headers=headers)
        assert answer.status_code == 403
    assert list((tmp_path / "caches").rglob("readers/*")) == []
    reader.upload(towns)
    assert len(list((tmp_path / "caches").rglob("readers/*"))) == 1


def test_a_reader_without_layers_shares_the_atlas_of_all(readers):
    answer = readers().client.get("/atlas/layers/slag_heaps?lang=fr")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-cache"
    assert readers().request_json("GET", "/atlas/uploads?lang=en")["mine"] == []
