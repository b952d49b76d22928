"""What a person does, in a real browser without network."""

import json
import urllib.request

import pytest


def test_the_first_map_is_drawn_from_the_real_layers(visit):
    visit.open()
    assert visit.counts() == {
        "mining_basins": 32,
        "unesco_components": 109,
        "unesco_buffer": 15,
        "slag_heaps": 333,
        "green_corridors": 1330,
        "partner_cities": 213,
    }
    view = visit.map.evaluate("atlas.view()")
    assert view["lat"] == pytest.approx(50.4, abs=0.3)
    assert view["lon"] == pytest.approx(2.9, abs=0.5)
    assert visit.map.evaluate("atlas.painted") > 0


def test_health_is_answered_on_the_same_port(address, catalog):
    with urllib.request.urlopen(address + "/healthz", timeout=5) as answer:  # noqa: S310 - our own server
        assert json.load(answer) == {"status": "ok", "layers": len(catalog)}
