"""What an upload may be: formats, sizes, numbers, ids, licences; what is beyond is refused by a sentence."""

import json
from urllib.parse import quote

import pytest

from atlas.catalog import open_catalog, shipped_layers
from atlas.serve.sessions import sweep_readers
from tests.coroutines import run_in_thread
from tests.http_client import make_client
from tests.serve.routes.upload_reader import OURS


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
