import pytest

from atlas.catalog import open_catalog, shipped_layers
from atlas.scene.explore.related_objects import find_related_objects

CATALOG = open_catalog(shipped_layers())


@pytest.fixture(scope="module")
def ties(atlas):
    def related(layer, row, lang="fr"):
        groups = find_related_objects(layer, row, atlas, lang)["groups"]
        return {group["layer"]: group for group in groups}

    return related


def ids(group):
    return {item["id"] for item in group["items"]}


def test_a_heap_leads_to_forecourts_facts_element_component_commune_and_corridor(ties, frames):
    groups = ties("slag_heaps", "t74")
    seen = frames["viewpoints"]["heaps"].dropna()
    assert ids(groups["viewpoints"]) == {row for row, cell in seen.items() if "t74" in cell.split("; ")}
    assert ids(groups["communes"]) == {"62528"}
    assert ids(groups["heritage_elements"]) == {"e63af"}
    assert ids(groups["unesco_components"]) == {"component_063"}
    assert "slag_heap_facts" in groups
    corridor = groups["green_corridors"]
    assert (corridor["basis"], corridor["about"]) == ("spatial", "d’après la position")
    assert corridor["items"][0]["note"] == "à 20\u00a0m"
    assert {group["basis"] for layer, group in groups.items() if layer != "green_corridors"} == {"declared"}


def test_the_pit_is_named_only_where_the_source_places_the_heap_there(ties):
    assert ties("slag_heaps", "t19")["mine_shafts"]["title"] == "Fosse dont le terril porte le nom"
    assert "mine_shafts" not in ties("slag_heaps", "t74")


def test_a_commune_leads_to_its_heaps_estates_shafts_elements_and_twins(ties, frames):
    groups = ties("communes", "62498")
    for layer, field in [("mining_estates", "communes"), ("heritage_elements", "communes"), ("mine_shafts", "commune")]:
        cells = frames[layer][field].dropna()
        assert ids(groups[layer]) == {row for row, cell in cells.items() if "Lens" in cell.split("; ")}
    assert ids(groups["intercommunalities"]) == {"246200364"}
    assert [item["name"] for item in groups["twinnings"]["items"]] == ["Herne"]
    assert [item["name"] for item in groups["partner_cities"]["items"]] == ["Herne"]


def test_a_partner_leads_to_projects_and_a_project_back(ties):
    assert "p01" in ids(ties("partner_cities", "bresil_bra")["projects"])
    assert "bresil_bra" in ids(ties("projects", "p01")["partner_cities"])


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (("slag_heaps", "t74"), ("viewpoints", "forecourt_58")),
        (("slag_heaps", "t74"), ("unesco_components", "component_063")),
        (("slag_heaps", "t74"), ("heritage_elements", "e63af")),
        (("slag_heaps", "t19"), ("mine_shafts", "ferfay_lahure_1")),
        (("communes", "62498"), ("intercommunalities", "246200364")),
        (("communes", "62498"), ("twinnings", "tw068")),
        (("communes", "59632"), ("protected_areas", "fr3100507")),
        (("mining_estates", "e76e"), ("unesco_components", "component_076")),
        (("mining_basins", "nord_pas_de_calais"), ("unesco_sites", "1360")),
        (("after_mine_sites", "north_terril_205_cokerie_de_drocourt_rouvroy"), ("slag_heaps", "t205")),
    ],
)
def test_a_tie_leads_there_and_back(ties, here, there):
    assert there[1] in ids(ties(*here)[there[0]])
    assert here[1] in ids(ties(*there)[here[0]])


@pytest.mark.parametrize("layer", [layer.id for layer in CATALOG.values()])
@pytest.mark.parametrize("lang", ["fr", "en", "pt"])
def test_every_layer_has_ties_or_none_and_says_whom(atlas, layer, lang):
    for row in atlas.frames[layer].index[:: max(1, len(atlas.frames[layer]) // 4)]:
        found = find_related_objects(layer, row, atlas, lang)
        for group in found["groups"]:
            assert group["items"]
            for item in group["items"]:
                assert item["id"] in atlas.frames[item["layer"]].index
                assert (item["at"] is None) == (atlas.frames[item["layer"]].geometry[item["id"]] is None)


def test_a_reference_names_a_layer_and_a_column_that_exist(catalog):
    references = [
        field.refers.partition(".") for layer in catalog.values() for field in layer.fields.values() if field.refers
    ]
    assert {target for target, _, _ in references} <= catalog.keys()
    assert [(target, key) for target, _, key in references if key and key not in catalog[target].fields] == []


def test_a_tie_names_layers_that_exist(catalog):
    ties = [tie for layer in catalog.values() for tie in layer.ties]
    assert {tie.layer for tie in ties} | {tie.through for tie in ties if tie.through} <= catalog.keys()


def test_what_is_not_known_leads_nowhere(ties, frames):
    lone = frames["slag_heaps"].index[frames["slag_heaps"].geometry.isna()][0]
    assert "green_corridors" not in ties("slag_heaps", lone)
