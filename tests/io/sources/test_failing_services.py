"""A service that fails, changes, is busy or cannot be reached is told in one sentence and changes nothing."""

import itertools
import json

import pytest
import requests

from atlas.errors import LayerDataError
from atlas.io.sources.fetch import DownloadLimits, fetch
from tests.io.sources.canals import CANALS, own_files
from tests.io.sources.service_shapes import CAPABILITIES, wfs


def test_an_update_that_is_cut_off_changes_nothing(source, refresh, tmp_path):
    source.answer("/", wfs(CANALS))
    refresh("blue_corridors", "--apply")
    before = own_files(tmp_path)

    def cut(query, _):
        if query["STARTINDEX"] == "0":
            return wfs(CANALS, most=2)(query, _)
        return 200, {"Content-Length": "90000"}, b'{"features": ['

    for answer, sentence in [
        (cut, "breaks off"),
        (wfs(CANALS[:2], totals=itertools.repeat(5)), "2 rows received of 5 announced"),
        (wfs(CANALS, most=2, totals=itertools.count(5)), "changed while it was read (5 rows announced, then 6)"),
        (wfs([*CANALS[:2], *CANALS[:2]], most=3), "the same page comes again"),
        (wfs([CANALS[3]]), "no row of the source fits the declaration"),
    ]:
        source.answer("/", answer)
        code, told = refresh("blue_corridors", "--apply")
        assert (code, len(told), sentence in told[0]) == (1, 1, True), told
    assert own_files(tmp_path) == before


def test_a_layer_that_the_service_no_longer_has_is_named_with_those_near_it(source, refresh):
    report = b"<ows:ExceptionReport/>"
    source.answer("/", lambda query, _: CAPABILITIES if query["REQUEST"] == "GetCapabilities" else (400, {}, report))
    code, told = refresh("blue_corridors")
    assert (code, len(told)) == (1, 1)
    assert "no layer BDTOPO_V3:troncon_hydrographique; it has BDTOPO_V3:cours_d_eau;" in told[0]


@pytest.mark.slow
def test_a_column_that_the_service_renamed_is_named(source, refresh):
    changed = json.loads(json.dumps(CANALS).replace("etat_de_l_objet", "etat"))
    source.answer("/", wfs(changed))
    code, told = refresh("blue_corridors", "--apply")
    assert (code, len(told)) == (1, 1)
    assert "no longer has the columns etat_de_l_objet; it has " in told[0]


def test_a_busy_service_is_asked_again_and_then_given_up(source, tmp_path, monkeypatch):
    waits, answers = [], iter([(503, {"Retry-After": "7"}, b""), (429, {}, b""), (200, {}, b"there")])
    monkeypatch.setattr("atlas.io.sources.fetch.time.sleep", waits.append)
    source.answer("/x", lambda *_: next(answers))
    assert fetch(f"{source.url}/x", tmp_path / "x").read_bytes() == b"there"
    assert waits == [7.0, 4]
    source.answer("/y", (503, {"Retry-After": "86400"}, b""))
    with pytest.raises(LayerDataError, match="answers 503"):
        fetch(f"{source.url}/y", tmp_path / "y")
    assert waits[2:] == [30.0, 30.0]


def test_a_source_that_sends_for_too_long_is_given_up(source, tmp_path):
    source.answer("/x", b"x" * 500_000)
    with pytest.raises(LayerDataError, match="did not answer in time"):
        fetch(f"{source.url}/x", tmp_path / "x", limits=DownloadLimits(seconds=0))


def test_a_network_that_is_cut_is_one_sentence(refresh, monkeypatch, tmp_path):
    def cut(*_, **__):
        raise requests.ConnectionError

    monkeypatch.setattr("atlas.io.sources.fetch.requests.get", cut)
    for layer in ("blue_corridors", "former_industrial_sites"):
        code, told = refresh(layer, "--apply")
        assert (code, len(told)) == (1, 1)
        assert "cannot be reached" in told[0]
    assert own_files(tmp_path) == {}
