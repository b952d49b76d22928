import json

import orjson
import pytest

from atlas.scene.objects.object_card import cards_of_rows, make_card


def test_a_card_lists_values_missing_values_and_the_source(atlas):
    card = make_card(atlas.catalog["slag_heaps"], atlas.frames["slag_heaps"], "t74", "fr")
    fields = {field["title"]: field for field in card["fields"]}
    assert card["layer"] == "Terrils"
    assert fields["Surface"]["text"].endswith("ha")
    source = {title: text for title, text, _ in card["source"]["rows"]}
    assert source["Licence"] == "Licence Ouverte 2.0"
    assert source["Portée juridique"]
    unplaced = atlas.frames["slag_heaps"].index[atlas.frames["slag_heaps"].geometry.isna()][0]
    card = make_card(atlas.catalog["slag_heaps"], atlas.frames["slag_heaps"], unplaced, "fr")
    assert card["fields"][0] == {"title": "Position", "text": "inconnu", "unknown": True}
    assert {title: text for title, text, _ in card["source"]["rows"]}["Licence"] == "CC BY-SA 4.0"


@pytest.mark.parametrize("lang", ["fr", "en", "pt"])
def test_every_row_of_every_layer_has_a_card_in_every_language(atlas, lang):
    for layer_id, layer in atlas.catalog.items():
        gdf = atlas.frames[layer_id]
        rows = gdf.iloc[:: max(1, len(gdf) // 15)]
        cards = cards_of_rows(layer, gdf, rows, lang)
        assert [*cards] == [*rows.index]
        assert all(card["title"] for card in cards.values())
        assert all(field["text"] for card in cards.values() for field in card["fields"])


@pytest.mark.parametrize("layer_id", ["intercommunalities", "communes", "slag_heaps", "mining_basins"])
def test_every_card_is_plain_json(layer_id, atlas):
    for row in atlas.frames[layer_id].index[:40]:
        card = make_card(atlas.catalog[layer_id], atlas.frames[layer_id], row, "fr")
        assert orjson.loads(orjson.dumps(card)) == json.loads(json.dumps(card))
        area = atlas.frames[layer_id].geometry[row]
        is_area = area is not None and area.geom_type in {"Polygon", "MultiPolygon"}
        assert card["portrait"] is bool(atlas.catalog[layer_id].level and is_area)
