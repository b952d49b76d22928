"""Uploaded layers belong to the reader who uploaded them: no route shows them to anybody else."""

import json
import os
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import geopandas as gpd
import pytest
import shapely

from atlas.catalog import open_catalog, shipped_layers
from atlas.io.imports import run_import, worker
from atlas.scene.query.permalink import parse_permalink
from atlas.serve.sessions import COOKIE, LASTS_SECONDS, answering, reader_folder, sweep_readers
from tests.coroutines import run_in_thread
from tests.http_client import make_client

OURS = {"x-atlas": "upload"}


class Browser:
    """One reader, whose browser keeps the cookies that it is sent."""

    def __init__(self):
        self.client = make_client()

    @property
    def token(self):
        return self.client.cookies[COOKIE]

    def request_json(self, method, path, content=b"", *, status=200):
        """Return the answer to a request of the atlas's own page."""
        response = self.client.request(method, path, content=content, headers=OURS)
        assert response.status_code == status, response.text
        self.set_cookie = response.headers.get("set-cookie", "")
        return response.json()

    def upload(self, path, **options):
        return self.request_json(
            "POST", f"/atlas/uploads?lang=en&name={quote(path.name)}", path.read_bytes(), **options
        )

    def answer(self, upload, *, status=200, **answer):
        """Answer what the page asks about a file that waits."""
        return self.request_json("POST", f"/atlas/uploads/{upload}?lang=en", json.dumps(answer), status=status)

    def keep(self, path, layer_id="mine", **answer):
        """Upload a file and keep it as a layer."""
        return self.answer(self.upload(path)["upload"], keep=True, id=layer_id, **answer)

    def layers(self):
        """Return the ids of the layers that this reader sees."""
        return {layer["id"] for theme in self.client.get("/atlas/tree?lang=en").json() for layer in theme["layers"]}


@pytest.fixture
def readers(tmp_path, monkeypatch):
    """Make readers of a server whose folders are those of the test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    monkeypatch.setenv("ATLAS_LAYERS", str(tmp_path / "own"))
    monkeypatch.setenv("OGR_SKIP", "")
    monkeypatch.setattr(run_import, "_run", lambda folder, *_: worker.do_job(folder))
    return Browser


@pytest.fixture
def towns(tmp_path):
    places = [shapely.Point(2.83, 50.43), shapely.Point(2.78, 50.42)]
    gpd.GeoDataFrame({"name": ["Lens", "<b>Liévin</b>"]}, geometry=places, crs=4326).to_file(tmp_path / "towns.gpkg")
    return tmp_path / "towns.gpkg"


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


def test_questions_are_asked_and_answered_until_the_file_can_be_kept(readers, tmp_path):
    path = tmp_path / "fosses.csv"
    path.write_text("nom;e;n\nA;687900;7037700\n", encoding="utf-8")
    reader = readers()
    found = reader.upload(path)
    assert [question["about"] for question in found["questions"]] == ["columns"]
    found = reader.answer(found["upload"], answers={"x": "e", "y": "n"})
    [question] = found["questions"]
    assert (question["about"], question["options"][0]) == ("crs", "EPSG:2154")
    first = question["candidates"][0]
    assert (first["crs"], first["place"]) == ("EPSG:2154", "Lens, France")
    assert first["dots"] == [pytest.approx([2.83, 50.43], abs=0.02)]
    # Each is drawn with the borders and coasts around it.
    assert first["ground"]
    refused = reader.answer(found["upload"], keep=True, id="fosses", answers={"x": "e", "y": "n"}, status=400)
    assert "does not say its reference system" in refused["error"]
    answers = {"x": "e", "y": "n", "crs": "EPSG:2154"}
    assert reader.answer(found["upload"], answers=answers)["questions"] == []
    assert reader.answer(found["upload"], keep=True, id="fosses", answers=answers)["layer"] == "fosses"


def test_a_geopackage_without_a_system_is_asked_about_and_answered(readers, tmp_path):
    path = tmp_path / "plan.gpkg"
    gpd.GeoDataFrame({"name": ["x"]}, geometry=[shapely.Point(687_900, 7_037_700)], crs=2154).to_file(path)
    with sqlite3.connect(path) as database:
        database.execute("UPDATE gpkg_geometry_columns SET srs_id = -1")
        database.execute("UPDATE gpkg_contents SET srs_id = -1")
    database.close()
    reader = readers()
    found = reader.upload(path)
    [question] = found["questions"]
    assert (question["about"], question["options"][0]) == ("crs", "EPSG:2154")
    again = reader.answer(found["upload"], answers={"crs": "EPSG:2154"})
    assert (again["questions"], again["crs"]) == ([], "EPSG:2154")
    assert again["extent"][:2] == pytest.approx([2.83, 50.43], abs=0.02)


def test_a_system_and_columns_named_in_the_page_win_over_the_file(readers, towns, tmp_path):
    reader = readers()
    found = reader.upload(towns)
    assert (found["crs"], found["columns"]) == ("EPSG:4326", ["id", "name"])
    again = reader.answer(found["upload"], answers={"crs": "EPSG:4258"})
    assert (again["crs"], again["questions"]) == ("EPSG:4258", [])
    assert "The file says EPSG:4326; read in EPSG:4258, as you say." in again["lines"]
    path = tmp_path / "figures.csv"
    path.write_text("code;abs;ord\n62498;2.83;50.43\n", encoding="utf-8")
    found = reader.upload(path)
    assert (found["questions"], found["columns"], found["extent"]) == ([], ["code", "abs", "ord"], None)
    again = reader.answer(found["upload"], answers={"x": "abs", "y": "ord", "crs": "EPSG:4326"})
    assert again["extent"] == [2.83, 50.43, 2.83, 50.43]


@pytest.mark.parametrize("name", ["a.exe", "a", "", "a.vrt", "../../a.html", "a.gpkg\n.js"])
def test_only_the_formats_of_the_gate_are_taken(readers, name):
    reader = readers()
    answer = reader.request_json("POST", f"/atlas/uploads?lang=en&name={quote(name)}", b"x", status=400)
    assert "this ending is not imported" in answer["error"]


def test_a_refused_file_is_one_sentence_in_the_language_of_the_page_and_leaves_nothing(readers, tmp_path):
    (tmp_path / "a.geojson").write_text("<VRT/>", encoding="utf-8")
    reader = readers()
    body = (tmp_path / "a.geojson").read_bytes()
    answer = reader.client.post("/atlas/uploads?lang=fr&name=a.geojson", content=body, headers=OURS)
    assert answer.json() == {"error": "a.geojson : le contenu n’est pas du GeoJSON, comme son extension le dit"}
    assert list((tmp_path / "caches").rglob("upload.*")) == []
    assert sweep_readers() == 0


LIMITS = {
    "ATLAS_UPLOAD_MB": ("0", "import is closed on this server"),
    "ATLAS_UPLOAD_READERS": ("0", "too many readers"),
    "ATLAS_UPLOAD_SECONDS": ("many", "write a whole number"),
}


@pytest.mark.parametrize("variable", LIMITS)
def test_a_limit_of_the_server_is_said(readers, towns, monkeypatch, variable):
    value, sentence = LIMITS[variable]
    monkeypatch.setenv(variable, value)
    assert sentence in readers().upload(towns, status=400)["error"]


def test_a_file_larger_than_the_limit_is_refused_before_all_of_it_has_come(tmp_path, monkeypatch):
    # The test client sends a body in one piece: here the application is called as a server calls it.
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    monkeypatch.setenv("ATLAS_UPLOAD_MB", "1")
    pieces, sent = iter([b"x" * 100_000] * 100), []

    async def receive():
        return {"type": "http.request", "body": next(pieces), "more_body": True}

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/atlas/uploads", "query_string": b"lang=en&name=a.csv"}
    headers = [(name.encode(), value.encode()) for name, value in OURS.items()]
    run_in_thread(make_client().app(scope | {"headers": headers, "root_path": ""}, receive, send))
    assert sent[0]["status"] == 400
    assert "more than 1 MB" in json.loads(sent[1]["body"])["error"]
    assert len(list(pieces)) > 80
    assert list((tmp_path / "caches").rglob("upload.*")) == []


def test_a_reader_brings_a_bounded_number_of_layers(readers, towns, monkeypatch):
    monkeypatch.setenv("ATLAS_UPLOAD_LAYERS", "2")
    reader = readers()
    reader.keep(towns, "one")
    reader.keep(towns, "two")
    assert "at most 2 layers" in reader.upload(towns, status=400)["error"]


def test_nothing_is_saved_for_all_unless_an_operator_lets_readers(readers, towns, tmp_path, monkeypatch):
    reader, second = readers(), readers()
    upload = reader.upload(towns)["upload"]
    assert not reader.request_json("GET", "/atlas/uploads")["save"]
    assert "does not keep" in reader.answer(upload, keep=True, id="mine", save=True, status=400)["error"]
    assert not (tmp_path / "own").exists()
    monkeypatch.setenv("ATLAS_UPLOAD_SAVE", "1")
    assert reader.request_json("GET", "/atlas/uploads")["save"]
    reader.answer(upload, keep=True, id="mine", save=True, licence="etalab-2.0")
    assert open_catalog(shipped_layers())["mine"].licence == "etalab-2.0"
    assert "mine" in second.layers()
    reader.request_json("DELETE", "/atlas/uploads/mine", status=400)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"answers": 3}', b"x" * 30_000, b"\xff\xfe", b"[" * 19_000, b'{"answers":' * 1_500]
)
def test_what_is_no_answer_is_refused(readers, towns, body):
    reader = readers()
    upload = reader.upload(towns)["upload"]
    assert reader.client.post(f"/atlas/uploads/{upload}", content=body, headers=OURS).status_code == 400


@pytest.mark.parametrize("answer", [{"id": "slag_heaps"}, {"id": "../x"}, {"id": 7}, {"id": "mine", "licence": "mine"}])
def test_an_id_or_licence_that_is_none_is_refused(readers, towns, answer):
    reader = readers()
    upload = reader.upload(towns)["upload"]
    assert "error" in reader.answer(upload, keep=True, status=400, **answer)


def test_a_reader_without_layers_shares_the_atlas_of_all(readers):
    answer = readers().client.get("/atlas/layers/slag_heaps?lang=fr")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-cache"
    assert readers().request_json("GET", "/atlas/uploads?lang=en")["mine"] == []


@pytest.fixture
def figures(tmp_path):
    path = tmp_path / "figures.csv"
    path.write_text("insee;taux (%)\n62065;12,5\n62498;s\n62427;9\n62999;1\n", encoding="utf-8")
    return path


def test_a_table_that_names_places_is_proposed_joined_and_kept_for_its_reader_alone(readers, figures):
    reader = readers()
    found = reader.upload(figures)
    assert found["join"]["proposed"][0] == {"layer": "communes", "column": "insee", "found": 3, "values": 4}
    join = {"layer": "communes", "on": "insee"}
    joined = reader.answer(found["upload"], join=join)
    assert (joined["questions"], joined["join"]["chosen"]["lost_rows"], joined["extent"] is not None) == ([], 1, True)
    assert "Objects of the layer with a row: 3 of 250; 247 stay blank." in joined["lines"]
    lost = reader.answer(found["upload"], join=join, lost=True)["csv"]
    assert lost.splitlines() == ["\ufeffinsee;taux (%)", "62999;1"]
    reader.answer(found["upload"], join=join, keep=True, id="rates")
    assert "rates" in reader.layers()
    choices = reader.client.get("/atlas/compare/choices?lang=en").json()
    assert "rates" in {indicator["id"] for indicator in choices["indicators"]}
    other = readers()
    assert "rates" not in other.layers()
    assert "rates" not in {one["id"] for one in other.client.get("/atlas/compare/choices?lang=en").json()["indicators"]}


def test_suggestions_and_several_rows_are_answered_where_they_are_asked(readers, tmp_path):
    path = tmp_path / "names.csv"
    path.write_text("ville;an;v\nAvion;2020;1\nAvion;2021;2\nHénin Beaumon;2021;3\nLens;2021;4\n", encoding="utf-8")
    reader = readers()
    upload = reader.upload(path)["upload"]
    asked = reader.answer(upload, join={"layer": "communes", "on": "ville"})["join"]["chosen"]
    assert (asked["rule"], asked["rules"], asked["year"]) == ("", ["latest", "years", "sum", "mean", "table"], "an")
    [lost] = asked["lost"]
    assert lost["suggestions"][0] == ["62427", "Hénin-Beaumont"]
    join = {"layer": "communes", "on": "ville", "rows": "latest", "places": {"Hénin Beaumon": "62427"}}
    done = reader.answer(upload, join=join)["join"]["chosen"]
    assert (done["rule"], done["lost"]) == ("latest", [])
    refused = reader.answer(upload, join={"layer": "communes", "on": "ville"}, keep=True, id="v", status=400)
    assert "several rows for one place" in refused["error"]
    wrong = reader.answer(upload, join={"layer": "communes", "on": "v"}, status=400)
    assert "none of its values names an object" in wrong["error"]
