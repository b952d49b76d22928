from atlas.i18n import LANGUAGES, t
from atlas.scene.objects.object_card import make_card
from atlas.scene.query.row_names import row_name, row_names


def named(atlas, layer_id, row, lang):
    layer = atlas.catalog[layer_id]
    return row_name(layer, atlas.frames[layer_id].loc[row], lang)


def test_a_place_has_its_name_in_the_language_of_the_reader(atlas):
    assert [named(atlas, "basemap", "place_london_gbr", lang) for lang in LANGUAGES] == ["Londres", "London", "Londres"]
    silesia = atlas.frames["coal_regions"].index[atlas.frames["coal_regions"]["name"] == "Lower Silesia"][0]
    assert [named(atlas, "coal_regions", silesia, lang) for lang in LANGUAGES] == [
        "Basse-Silésie",
        "Lower Silesia",
        "Baixa Silésia",
    ]


def test_the_card_keeps_the_official_name(atlas):
    places = atlas.frames["partner_cities"]
    row = places.index[places["name"] == "Województwo dolnośląskie"][0]
    card = make_card(atlas.catalog["partner_cities"], places, row, "pt")
    assert card["title"] == "Baixa Silésia"
    assert card["fields"][0] == {"title": t("card.official_name", "pt"), "text": "Województwo dolnośląskie"}
    lille = make_card(atlas.catalog["partner_cities"], places, places.index[places["name"] == "Lille"][0], "fr")
    assert lille["title"] == "Lille"
    assert "Nom officiel" not in {field["title"] for field in lille["fields"]}


def test_every_exonym_is_that_of_a_row_and_is_said_in_every_language(atlas):
    for layer in atlas.catalog.values():
        gdf = atlas.frames[layer.id]
        assert layer.exonyms.keys() <= set(gdf.index)
        assert all(text.pt for text in layer.exonyms.values())


def test_a_country_is_named_in_the_language_of_the_reader(atlas):
    places = atlas.frames["partner_cities"]
    countries = places.index[places["kind"] == "country"]
    names = row_names(atlas.catalog["partner_cities"], places.loc[countries], "en")
    assert set(countries) <= atlas.catalog["partner_cities"].exonyms.keys()
    assert {"Germany", "Brazil"} <= set(names)
    assert "Allemagne" not in set(names)


def test_the_names_of_all_rows_are_those_of_each_row(atlas):
    for layer_id in ("basemap", "mining_basins", "slag_heaps", "partner_cities"):
        layer, gdf = atlas.catalog[layer_id], atlas.frames[layer_id].iloc[:60]
        for lang in LANGUAGES:
            alone = [row_name(layer, row, lang) for _, row in gdf.iterrows()]
            together = row_names(layer, gdf, lang).tolist()
            assert [name or row for name, row in zip(together, gdf.index, strict=True)] == alone
