"""What the source data promises about property 1360, its estates, the shafts and the other mining properties."""

from typing import TYPE_CHECKING

import pytest

from atlas.analysis.spatial.measure import areas_m2

if TYPE_CHECKING:
    from atlas.catalog import Catalog
    from atlas.io.read import Frames

MBM_LAYERS = ["unesco_components", "unesco_buffer", "heritage_elements", "mining_estates", "mine_shafts"]
UNESCO_LAYERS = ["unesco_sites", "unesco_site_points"]


@pytest.mark.parametrize("layer", MBM_LAYERS)
def test_the_producer_and_the_public_copy_are_both_named(catalog: "Catalog", layer: str) -> None:
    source = catalog[layer].source
    assert source.producer.startswith("Mission Bassin Minier")
    assert source.received_from == "github.com/rlespinasse/bassin-minier-unesco"
    assert source.licence == "etalab-2.0"


@pytest.mark.parametrize("layer", UNESCO_LAYERS)
def test_facts_of_the_list_are_credited_to_the_world_heritage_centre(catalog: "Catalog", layer: str) -> None:
    source = catalog[layer].source
    assert source.producer == "UNESCO World Heritage Centre"
    assert source.licence == "LicenseRef-UNESCO-facts"


def test_the_property_has_109_components_numbered_without_a_gap(frames: "Frames") -> None:
    assert sorted(frames["unesco_components"]["number"]) == list(range(1, 110))


def test_the_property_measures_3958_ha_and_3975_by_the_producer(frames: "Frames") -> None:
    components = frames["unesco_components"]
    assert components["area_ha"].sum() == pytest.approx(3957.6, abs=0.1)
    assert components["area_ha_producer"].sum() == pytest.approx(3975, abs=0.5)


def test_the_property_has_13_sections(frames: "Frames") -> None:
    pairs = frames["unesco_components"][["section_number", "section"]].drop_duplicates()
    assert sorted(pairs["section_number"]) == list(range(1, 14))


def test_components_lie_in_communes_of_official_spelling(frames: "Frames") -> None:
    communes = frames["unesco_components"]["communes"].str.split("; ").explode()
    assert communes.notna().all()
    assert {"Nœux-les-Mines", "Condé-sur-l'Escaut", "Loos-en-Gohelle"} <= set(communes)


def test_the_buffer_measures_14933_ha_and_14967_by_the_producer(frames: "Frames") -> None:
    buffer = frames["unesco_buffer"]
    assert len(buffer) == 15
    assert buffer["area_ha"].sum() == pytest.approx(14933.1, abs=0.5)
    assert buffer["area_ha_producer"].sum() == pytest.approx(14967, abs=0.5)


def test_the_buffer_leaves_the_property_out(frames: "Frames") -> None:
    overlap = (
        frames["unesco_buffer"].geometry.union_all().intersection(frames["unesco_components"].geometry.union_all())
    )
    shared = areas_m2(frames["unesco_buffer"].geometry.iloc[:1].set_axis(["x"]).map(lambda _: overlap)).iloc[0] / 1e4
    assert shared < 0.005 * frames["unesco_components"]["area_ha"].sum()


def test_contested_figures_of_the_property_keep_every_version(catalog: "Catalog") -> None:
    def values(layer: str, figure: str) -> set[str]:
        return {version.value for version in catalog[layer].figures[figure].versions.values()}

    assert values("unesco_components", "component_count") == {"109", "108"}
    assert {"3943", "3975", "3957.6"} <= values("unesco_components", "property_area")
    assert values("unesco_components", "property_communes") == {"87", "89–90", "93"}
    assert {"18804", "14967", "14933.1"} <= values("unesco_buffer", "buffer_area")


def test_the_353_elements_are_159_buildings_124_estates_51_heaps_14_railways_5_spaces(frames: "Frames") -> None:
    assert frames["heritage_elements"]["kind"].value_counts().to_dict() == {
        "building": 159,
        "estate": 124,
        "slag_heap": 51,
        "mine_railway": 14,
        "neonatural_space": 5,
    }


def test_every_component_holds_an_element(frames: "Frames") -> None:
    assert set(frames["heritage_elements"]["component"]) == set(frames["unesco_components"]["number"])


def test_an_element_is_numbered_after_its_component(frames: "Frames") -> None:
    elements = frames["heritage_elements"]
    assert (elements["number"].str.extract(r"^(\d+)")[0].astype("int") == elements["component"]).all()
    assert list(elements.index) == list("e" + elements["number"].str.lower())


def test_inscribed_railways_are_54_8_km_long(frames: "Frames") -> None:
    lengths = frames["heritage_elements"]["length_km_producer"]
    assert lengths.sum() == pytest.approx(54.8, abs=0.05)
    assert lengths.count() == 14


def test_the_ten_types_of_attributes_are_all_present(frames: "Frames") -> None:
    assert frames["heritage_elements"]["attribute_type"].value_counts().to_dict() == {
        "estates": 124,
        "heaps": 51,
        "schools": 41,
        "religious": 27,
        "health": 21,
        "pits": 17,
        "railways": 14,
        "headframes": 8,
        "railway_buildings": 5,
        "leisure": 5,
    }


def test_an_element_outside_the_ten_types_has_none(frames: "Frames") -> None:
    others = frames["heritage_elements"].query("attribute_type.isna()")
    assert len(others) == 40
    assert set(others.loc[others["subtype"].isna(), "kind"]) == {"neonatural_space"}


def test_the_elements_have_25_subtypes(atlas) -> None:
    subtypes = set(atlas.frames["heritage_elements"]["subtype"].dropna())
    assert subtypes == set(atlas.catalog["heritage_elements"].fields["subtype"].codes)
    assert len(subtypes) == 25


def test_ten_buildings_are_classified_and_65_listed(frames: "Frames") -> None:
    counts = frames["heritage_elements"]["protection"].value_counts()
    assert counts["classified_mh"] == 10
    assert counts["listed_mh"] + counts["listed_mh_and_avap"] == 65
    assert counts["listed_mh_and_avap"] == 1


def test_protection_is_told_of_buildings_only(frames: "Frames") -> None:
    elements = frames["heritage_elements"]
    assert set(elements.loc[elements["protection"].notna(), "kind"]) == {"building"}


def test_unknown_periods_stay_empty(frames: "Frames") -> None:
    buildings = frames["heritage_elements"].query("kind == 'building'")
    assert buildings["period"].isna().sum() == 5


@pytest.mark.parametrize("layer", ["heritage_elements", "mining_estates"])
def test_a_company_has_one_spelling(frames: "Frames", layer: str) -> None:
    companies = frames[layer]["company"].dropna().unique()
    letters = [
        company.lower().translate(str.maketrans("éèœ", "eeo", "-\n ")).replace("oe", "o") for company in companies
    ]
    assert len(set(letters)) == len(companies)
    assert not any("\n" in company for company in companies)
    assert not {"Lievin", "Thivencelle", "Groupe Hénin-Liétard"} & set(companies)


def test_railways_have_no_name_of_their_own(frames: "Frames") -> None:
    elements = frames["heritage_elements"]
    assert set(elements.loc[elements["name"].isna(), "kind"]) == {"mine_railway"}


def test_elements_lie_in_their_component_but_for_two_at_its_edge(frames: "Frames") -> None:
    elements, components = frames["heritage_elements"], frames["unesco_components"].set_index("number")
    points = elements.geometry.representative_point()
    homes = components.geometry.loc[list(elements["component"])].set_axis(elements.index)
    assert set(elements.loc[~homes.covers(points), "number"]) == {"8K", "20"}


def test_estates_are_124_inscribed_162_in_the_buffer_and_16_elsewhere(frames: "Frames") -> None:
    counts = frames["mining_estates"]["situation"].value_counts().to_dict()
    assert counts == {"buffer": 162, "property": 124, "other": 16}


def test_every_inscribed_estate_is_an_element_of_the_same_outline(frames: "Frames") -> None:
    estates = frames["mining_estates"].query("situation == 'property'")
    elements = frames["heritage_elements"].query("kind == 'estate'")
    assert set(estates["element"]) == set(elements["number"])
    assert estates.geometry.sort_index().geom_equals(elements.geometry.sort_index()).all()


def test_every_estate_number_of_the_three_layers_is_kept(frames: "Frames") -> None:
    # 63 numbers in the first layer, 162 in the second (20 of them in the first too), one of the third in neither.
    assert frames["mining_estates"]["lsm"].nunique() == 206
    assert frames["mining_estates"].query("situation != 'property'")["lsm"].notna().all()


def test_the_renewal_programme_counts_59_estates(frames: "Frames") -> None:
    assert frames["mining_estates"].query("renewal_programme")["lsm"].nunique() == 59


def test_the_homonym_of_denain_is_not_lost(frames: "Frames") -> None:
    estates = frames["mining_estates"].query("name == 'Cité Sabatier' and renewal_programme")
    assert set(estates["communes"]) == {"Denain", "Raismes"}


def test_no_outline_of_an_estate_is_there_twice(frames: "Frames") -> None:
    estates = frames["mining_estates"].geometry
    union = areas_m2(estates.iloc[:1].map(lambda _: estates.union_all())).iloc[0]
    assert areas_m2(estates).sum() / union == pytest.approx(1, abs=0.001)


def test_the_parts_of_an_estate_point_to_each_other(frames: "Frames") -> None:
    estates = frames["mining_estates"]
    cut = estates["other_part"].dropna()
    assert len(cut) == 34
    assert (estates.loc[cut, "other_part"].to_numpy() == cut.index.to_numpy()).all()
    assert set(estates.loc[cut.index, "situation"]) == {"property", "buffer"}
    assert estates.loc[cut.index, "lsm"].nunique() == 17


def test_the_parts_of_an_estate_touch_or_nearly(frames: "Frames") -> None:
    estates = frames["mining_estates"].to_crs("EPSG:2154")
    parts = estates[estates["other_part"].notna() & (estates["situation"] == "property")]
    others = estates.geometry.loc[list(parts["other_part"])].set_axis(parts.index)
    assert parts.geometry.distance(others).max() < 300


def test_three_estates_are_listed_monuments_and_those_outside_are_unknown(frames: "Frames") -> None:
    estates = frames["mining_estates"]
    assert estates["listed_monument"].sum() == 3
    assert set(estates.loc[estates["listed_monument"].isna(), "situation"]) == {"buffer", "other"}


def test_there_are_636_shafts_sunk_1716_to_1960_and_closed_1717_to_2002(frames: "Frames") -> None:
    shafts = frames["mine_shafts"]
    assert len(shafts) == 636
    assert (shafts["sunk_year"].min(), shafts["sunk_year"].max()) == (1716, 1960)
    assert (shafts["closed_year"].min(), shafts["closed_year"].max()) == (1717, 2002)
    assert shafts["closed_year"].count() == 633


def test_six_shafts_closed_after_the_last_extraction_are_flagged_not_corrected(frames: "Frames") -> None:
    shafts = frames["mine_shafts"]
    late = shafts[shafts["closed_after_last_extraction"].fillna(value=False)]
    assert sorted(late["closed_year"]) == [1991, 1991, 1991, 1991, 2002, 2002]
    assert shafts["closed_after_last_extraction"].isna().sum() == 3


def test_depth_and_elevation_zero_mean_unknown(frames: "Frames") -> None:
    shafts = frames["mine_shafts"]
    assert shafts["depth_m"].count() == 611 - 35
    assert shafts["depth_m"].min() > 0
    assert shafts["elevation_m"].count() == 608 - 29
    assert shafts["elevation_m"].min() > 15


def test_a_shaft_is_named_after_its_pit(frames: "Frames") -> None:
    names = frames["mine_shafts"]["name"]
    assert names.notna().all()
    assert names["annezin_1_1"] == "Fosse 1 – puits 1"
    assert not names.str.contains("Fosse Fosse|aveleresse").any()


def test_a_brgm_link_names_a_sheet(frames: "Frames") -> None:
    links = frames["mine_shafts"]["brgm_url"].dropna()
    assert len(links) == 583
    assert links.str.fullmatch(r"http://ficheinfoterre\.brgm\.fr/.*id=BSS\w+").all()


def test_58_properties_39_of_them_core_mining(frames: "Frames") -> None:
    sites = frames["unesco_sites"]
    assert len(sites) == 58
    assert sites["core_mining"].sum() == 39


def test_the_mean_of_a_serial_property_is_marked_approximate(frames: "Frames") -> None:
    sites = frames["unesco_sites"]
    serial = sites["components"] > 1
    assert set(sites.loc[serial, "precision"]) == {"mean_of_components"}
    assert set(sites.loc[~serial, "precision"]) == {"component"}
    assert sites["precision"].value_counts().to_dict() == {"component": 35, "mean_of_components": 23}


def test_danger_and_descriptions_are_not_shipped(frames: "Frames") -> None:
    columns = set(frames["unesco_sites"].columns)
    assert not any("danger" in column or "description" in column for column in columns)


def test_349_points_belong_to_the_58_properties(frames: "Frames") -> None:
    points, sites = frames["unesco_site_points"], frames["unesco_sites"]
    assert len(points) == 349
    assert points["property"].value_counts().sort_index().to_dict() == sites["components"].sort_index().to_dict()


def test_the_list_holds_108_points_of_property_1360(frames: "Frames") -> None:
    assert (frames["unesco_site_points"]["property"] == "1360").sum() == 108


def test_a_transnational_property_names_all_its_countries(frames: "Frames") -> None:
    countries = frames["unesco_sites"]["countries"]
    assert countries["1478"] == "cz; de"
    assert (countries.str.contains(";") == frames["unesco_sites"]["transnational"]).all()
