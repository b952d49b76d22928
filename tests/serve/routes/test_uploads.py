"""What a reader brings through the page is theirs: nobody else sees it, by whatever route."""

import asyncio
import json
import os
import time
from concurrent.futures import ThreadPoolExecutor
from http.cookies import SimpleCookie
from urllib.parse import quote

import geopandas as gpd
import pytest
import shapely
from starlette.applications import Starlette

from atlas.catalog import open_catalog, shipped_layers
from atlas.io.imports import run_import, worker
from atlas.scene.query.permalink import parse_permalink
from atlas.serve.app import ROUTES
from atlas.serve.sessions import COOKIE, LASTS_SECONDS, answering, reader_folder, sweep_readers
from tests.apart import complete

APP = Starlette(routes=ROUTES)
OURS = {"x-atlas": "upload"}


class Browser:
    """One reader: sends what a browser sends and keeps the cookies it is given."""

    def __init__(self):
        self.cookies = {}

    def ask(self, method, path, body=b"", headers=None):
        path, _, query = path.partition("?")
        sent = {"host": "atlas.example", **(headers or {})}
        if self.cookies:
            sent["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        scope = {
            "type": "http",
            "method": method,
            "scheme": "https",
            "server": ("atlas.example", 443),
            "client": ("127.0.0.1", 1),
            "root_path": "",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
        }
        return complete(self._run(scope, body))

    async def _run(self, scope, body):
        pieces = [body[start : start + 60_000] for start in range(0, len(body), 60_000)] or [b""]
        answer = {"body": b""}

        async def receive():
            await asyncio.sleep(0)
            piece = pieces.pop(0) if pieces else b""
            return {"type": "http.request", "body": piece, "more_body": bool(pieces)}

        async def send(message):
            await asyncio.sleep(0)
            if message["type"] == "http.response.start":
                answer["status"] = message["status"]
                answer["headers"] = {name.decode().lower(): value.decode() for name, value in message["headers"]}
            else:
                answer["body"] += message.get("body", b"")

        await APP(scope, receive, send)
        self.set_cookie = answer["headers"].get("set-cookie", "")
        for name, morsel in SimpleCookie(self.set_cookie).items():
            self.cookies[name] = morsel.value
        return answer

    def told(self, method, path, body=b"", *, status=200):
        answer = self.ask(method, path, body, OURS)
        assert answer["status"] == status, answer["body"]
        return json.loads(answer["body"])

    def bring(self, path, **options):
        return self.told("POST", f"/atlas/uploads?lang=en&name={quote(path.name)}", path.read_bytes(), **options)

    def say(self, upload, *, status=200, **said):
        return self.told("POST", f"/atlas/uploads/{upload}?lang=en", json.dumps(said).encode(), status=status)

    def keep(self, path, layer_id="mine", **said):
        return self.say(self.bring(path)["upload"], keep=True, id=layer_id, **said)

    def layers(self):
        tree = json.loads(self.ask("GET", "/atlas/tree?lang=en")["body"])
        themes = tree if isinstance(tree, list) else tree["themes"]
        return {layer["id"] for theme in themes for layer in theme["layers"]}


@pytest.fixture
def readers(tmp_path, monkeypatch):
    """Make readers of a server whose folders are those of the test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    monkeypatch.setenv("ATLAS_LAYERS", str(tmp_path / "own"))
    monkeypatch.setenv("OGR_SKIP", "")
    monkeypatch.setattr(run_import, "_run", lambda folder, _caps, _name: worker.do_job(folder))
    return Browser


@pytest.fixture
def towns(tmp_path):
    places = [shapely.Point(2.83, 50.43), shapely.Point(2.78, 50.42)]
    gpd.GeoDataFrame({"name": ["Lens", "<b>Liévin</b>"]}, geometry=places, crs=4326).to_file(tmp_path / "towns.gpkg")
    return tmp_path / "towns.gpkg"


def test_a_file_is_explained_before_it_is_a_layer(readers, towns):
    reader = readers()
    found = reader.bring(towns)
    assert (found["name"], found["id"], found["questions"]) == ("towns.gpkg", "towns", [])
    assert "Rows read: 2; kept: 2; with a position: 2 (points)." in found["lines"]
    assert found["extent"] == [2.78, 50.42, 2.83, 50.43]
    assert found["sketch"] == [[[2.83, 50.43]], [[2.78, 50.42]]]
    assert found["ground"]
    assert "towns" not in reader.layers()


def test_a_kept_layer_is_seen_by_its_reader_and_by_nobody_else(readers, towns):
    one, other, nobody = readers(), readers(), readers()
    kept = one.keep(towns, title="Mes villes", link="lang=en&layers=slag_heaps")
    other.bring(towns)
    view, problems = parse_permalink(kept["link"])
    assert (view.layers, view.lang, problems, view.at is not None) == (("slag_heaps", "mine"), "en", (), True)
    assert "mine" in one.layers()
    row = "/atlas/cards/mine/1?lang=fr"
    paths = ["/atlas/layers/mine?lang=fr", "/atlas/sheets/mine?lang=fr", row]
    assert [one.ask("GET", path)["status"] for path in paths] == [200, 200, 200]
    for stranger in (other, nobody):
        assert "mine" not in stranger.layers()
        assert [stranger.ask("GET", path)["status"] for path in paths] == [404, 404, 404]
        for path in (
            "/atlas/state?layers=mine",
            "/atlas/file?layers=mine&lang=fr",
            "/atlas/search?q=Li%C3%A9vin&lang=fr",
        ):
            answer = stranger.ask("GET", f"/atlas/{path}")["body"].decode(errors="replace")
            assert "Mes villes" not in answer
            assert "<b>Li" not in answer


def test_what_is_sent_to_a_reader_with_layers_is_kept_by_no_cache_between(readers, towns, tmp_path):
    one = readers()
    one.keep(towns)
    answer = one.ask("GET", "/atlas/layers/mine?lang=fr")
    assert answer["headers"]["cache-control"].startswith("private")
    assert answer["headers"]["vary"] == "Cookie"
    kept = [path for path in (tmp_path / "caches").rglob("*mine*") if "readers" not in path.parts]
    assert kept == []


def test_two_readers_may_use_one_id_for_two_layers(readers, towns, tmp_path):
    gpd.GeoDataFrame({"name": ["Other"]}, geometry=[shapely.Point(3, 50)], crs=4326).to_file(tmp_path / "b.gpkg")
    one, other = readers(), readers()
    one.keep(towns)
    other.keep(tmp_path / "b.gpkg")
    [mine] = one.told("GET", "/atlas/uploads?lang=en")["mine"]
    [theirs] = other.told("GET", "/atlas/uploads?lang=en")["mine"]
    assert (mine[2], theirs[2]) == (2, 1)
    bytes_of = [reader.ask("GET", "/atlas/layers/mine?lang=fr")["body"] for reader in (one, other)]
    assert bytes_of[0] != bytes_of[1]


def test_answers_of_many_readers_at_once_do_not_mix(readers, towns):
    with_layer, without = readers(), readers()
    with_layer.keep(towns)

    def look(number):
        return number % 2, "mine" in (with_layer if number % 2 else without).layers()

    with ThreadPoolExecutor(6) as pool:
        assert all(bool(odd) == seen for odd, seen in pool.map(look, range(36)))


def test_a_layer_is_taken_away_by_its_reader_alone(readers, towns):
    one, other = readers(), readers()
    one.keep(towns)
    other.bring(towns)
    other.told("DELETE", "/atlas/uploads/mine", status=400)
    one.told("DELETE", "/atlas/uploads/slag_heaps", status=400)
    assert "mine" in one.layers()
    one.told("DELETE", "/atlas/uploads/mine")
    assert "mine" not in one.layers()


def test_a_waiting_file_is_answered_by_its_reader_alone(readers, towns):
    one, other = readers(), readers()
    upload = one.bring(towns)["upload"]
    other.bring(towns)
    assert "no longer there" in other.say(upload, keep=True, id="mine", status=400)["error"]
    for wrong in ("0" * 32, "..", "%2e%2e%2fx", "x" * 400):
        one.say(wrong, status=400) if "%" not in wrong and wrong != ".." else one.ask(
            "POST", f"/atlas/uploads/{wrong}", b"{}", OURS
        )
    assert one.say(upload, keep=True, id="mine")["layer"] == "mine"


def test_a_token_is_long_random_and_hidden_from_scripts(readers, towns):
    tokens = set()
    for _ in range(3):
        reader = readers()
        reader.bring(towns)
        tokens.add(reader.cookies[COOKIE])
        said = reader.set_cookie.lower()
        assert all(word in said for word in ("httponly", "samesite=strict", "secure", "path=/"))
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
    folder = reader_folder(reader.cookies[COOKIE])
    assert folder.stat().st_mode & 0o077 == 0
    assert reader.cookies[COOKIE] not in str(folder)


def test_a_reader_who_does_not_come_back_is_forgotten(readers, towns):
    one, other = readers(), readers()
    one.keep(towns)
    other.keep(towns)
    old = time.time() - LASTS_SECONDS - 60
    os.utime(reader_folder(one.cookies[COOKIE]), (old, old))
    assert sweep_readers() == 1
    assert "mine" not in one.layers()
    assert "mine" in other.layers()


def test_a_page_of_another_site_cannot_bring_anything(readers, towns, tmp_path):
    reader = readers()
    for headers in ({}, {"x-atlas": "1"}, {"origin": "https://evil.example"}):
        answer = reader.ask("POST", "/atlas/uploads?name=a.gpkg", towns.read_bytes(), headers)
        assert answer["status"] == 403
    assert list((tmp_path / "caches").rglob("readers/*")) == []
    reader.bring(towns)
    assert len(list((tmp_path / "caches").rglob("readers/*"))) == 1


def test_questions_are_asked_and_answered_until_the_file_can_be_kept(readers, tmp_path):
    path = tmp_path / "fosses.csv"
    path.write_text("nom;e;n\nA;687900;7037700\n", encoding="utf-8")
    reader = readers()
    found = reader.bring(path)
    assert [question["about"] for question in found["questions"]] == ["columns"]
    found = reader.say(found["upload"], answers={"x": "e", "y": "n"})
    assert [(question["about"], question["options"]) for question in found["questions"]] == [("crs", ["EPSG:2154"])]
    assert "options" in found["questions"][0]
    refused = reader.say(found["upload"], keep=True, id="fosses", answers={"x": "e", "y": "n"}, status=400)
    assert "does not say its reference system" in refused["error"]
    answers = {"x": "e", "y": "n", "crs": "EPSG:2154"}
    assert reader.say(found["upload"], answers=answers)["questions"] == []
    assert reader.say(found["upload"], keep=True, id="fosses", answers=answers)["layer"] == "fosses"


@pytest.mark.parametrize("name", ["a.exe", "a", "", "a.vrt", "../../a.html", "a.gpkg\n.js"])
def test_only_the_formats_of_the_gate_are_taken(readers, name):
    reader = readers()
    answer = reader.told("POST", f"/atlas/uploads?lang=en&name={quote(name)}", b"x", status=400)
    assert "this ending is not imported" in answer["error"]


def test_a_refused_file_is_one_sentence_in_the_language_of_the_page_and_leaves_nothing(readers, tmp_path):
    (tmp_path / "a.geojson").write_text("<VRT/>", encoding="utf-8")
    reader = readers()
    body = (tmp_path / "a.geojson").read_bytes()
    answer = reader.ask("POST", "/atlas/uploads?lang=fr&name=a.geojson", body, OURS)
    assert json.loads(answer["body"]) == {
        "error": "a.geojson : le contenu n'est pas du GeoJSON, comme son extension le dit"
    }
    assert list((tmp_path / "caches").rglob("brought*")) == []
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
    assert sentence in readers().bring(towns, status=400)["error"]


def test_a_file_larger_than_the_limit_is_refused_while_it_comes(readers, tmp_path, monkeypatch):
    monkeypatch.setenv("ATLAS_UPLOAD_MB", "1")
    (tmp_path / "a.csv").write_bytes(b"name,lon,lat\n" + b"x,2.8,50.4\n" * 150_000)
    assert "more than 1 MB" in readers().bring(tmp_path / "a.csv", status=400)["error"]
    assert list((tmp_path / "caches").rglob("brought*")) == []


def test_a_reader_brings_a_bounded_number_of_layers(readers, towns, monkeypatch):
    monkeypatch.setenv("ATLAS_UPLOAD_LAYERS", "2")
    reader = readers()
    reader.keep(towns, "one")
    reader.keep(towns, "two")
    assert "at most 2 layers" in reader.bring(towns, status=400)["error"]


def test_nothing_is_saved_for_all_unless_an_operator_lets_readers(readers, towns, tmp_path, monkeypatch):
    reader, other = readers(), readers()
    upload = reader.bring(towns)["upload"]
    assert not reader.told("GET", "/atlas/uploads")["save"]
    assert "does not keep" in reader.say(upload, keep=True, id="mine", save=True, status=400)["error"]
    assert not (tmp_path / "own").exists()
    monkeypatch.setenv("ATLAS_UPLOAD_SAVE", "1")
    assert reader.told("GET", "/atlas/uploads")["save"]
    reader.say(upload, keep=True, id="mine", save=True, licence="etalab-2.0")
    assert open_catalog(shipped_layers())["mine"].licence == "etalab-2.0"
    assert "mine" in other.layers()
    reader.told("DELETE", "/atlas/uploads/mine", status=400)


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"answers": 3}', b"x" * 30_000, b"\xff\xfe"])
def test_what_is_no_answer_is_refused(readers, towns, body):
    reader = readers()
    upload = reader.bring(towns)["upload"]
    assert reader.ask("POST", f"/atlas/uploads/{upload}", body, OURS)["status"] == 400


@pytest.mark.parametrize("said", [{"id": "slag_heaps"}, {"id": "../x"}, {"id": 7}, {"id": "mine", "licence": "mine"}])
def test_an_id_or_licence_that_is_none_is_refused(readers, towns, said):
    reader = readers()
    upload = reader.bring(towns)["upload"]
    assert "error" in reader.say(upload, keep=True, status=400, **said)


def test_a_reader_without_layers_shares_the_atlas_of_all(readers):
    answer = readers().ask("GET", "/atlas/layers/slag_heaps?lang=fr")
    assert answer["status"] == 200
    assert answer["headers"]["cache-control"] == "no-cache"
    assert readers().told("GET", "/atlas/uploads?lang=en")["mine"] == []
