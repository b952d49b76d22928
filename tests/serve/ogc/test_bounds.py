"""What one call of a program may cost, and what its answer may hold."""

import json

import pytest
from starlette.datastructures import QueryParams
from starlette.requests import Request

from atlas.serve.ogc import parameters
from atlas.serve.workers.costly import refusal
from atlas.serve.workers.lanes import BusyError
from tests.serve.ogc.client import ask, ids


def test_a_column_that_is_named_a_thousand_times_orders_once(monkeypatch):
    wanted = ids("slag_heaps", sortby="-area_ha,name")
    ranked = []
    ranks = vars(parameters)["_ranks"]
    monkeypatch.setattr(parameters, "_ranks", lambda *given: ranked.append(1) or ranks(*given))
    assert ids("slag_heaps", sortby="-area_ha,name" + ",area_ha,-name" * 500) == wanted
    assert len(ranked) == 2


@pytest.mark.parametrize("box", ["-1e999,-1e999,1e999,1e999", "1e999,50,3,51", "2,50,3,1e309"])
@pytest.mark.parametrize("crs", ["OGC:CRS84", "EPSG:2154"])
def test_a_box_has_finite_numbers(box, crs):
    answer = ask("/collections/slag_heaps/items", bbox=box, bbox__crs=crs)
    assert answer.status_code == 400
    assert answer.json()["description"]


def test_parameters_that_are_passed_over_are_counted_in_one_pass(monkeypatch):
    monkeypatch.setattr(QueryParams, "getlist", lambda *_: pytest.fail("all parameters are read for each of them"))
    many = {f"p{number}": "" for number in range(3_000)}
    answer = ask("/collections/communes/items", headers={"Prefer": "handling=lenient"}, limit=1, **many)
    assert answer.status_code == 200


def test_headers_stay_short_enough_for_a_proxy():
    long = " OR ".join(["name = 'Lens'"] * 400)
    answer = ask("/collections/communes/items", filter=long, limit=1)
    assert answer.status_code == 200
    assert sum(len(name) + len(value) for name, value in answer.headers.items()) < 4_000
    assert "Link" in ask("/collections/communes/items", limit=1).headers
    assert {link["rel"] for link in answer.json()["links"]} >= {"self", "root"}


@pytest.mark.parametrize("path", ["", "/collections", "/collections/communes/items"])
def test_pages_run_and_load_nothing(path):
    policy = ask(path, f="html").headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "script-src" not in policy


@pytest.mark.parametrize("crs", ["OGC:CRS84", "EPSG:3035"])
@pytest.mark.parametrize(
    "shape", ['{"type":"GeometryCollection","geometries":[]}', '{"type":"Polygon","coordinates":[]}']
)
def test_a_geometry_without_places_is_a_sentence(shape, crs):
    text = f'{{"op":"s_intersects","args":[{{"property":"geometry"}},{shape}]}}'
    answer = ask("/collections/communes/items", filter=text, filter__lang="cql2-json", filter__crs=crs)
    assert answer.status_code == 400
    assert answer.json()["description"]


def test_who_is_refused_a_place_is_told_as_by_every_answer():
    scope = {"type": "http", "method": "GET", "path": "/ogc/collections", "query_string": b"lang=en", "headers": []}
    answer = refusal(Request(scope), BusyError("busy", seconds=7))
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "7")
    assert answer.headers["access-control-allow-origin"] == "*"
    problem = json.loads(answer.body)
    assert (problem["code"], problem["status"]) == ("Service Unavailable", 503)
    assert problem["description"] == problem["detail"]
