import geopandas as gpd
import pytest

from atlas.analysis.spatial.measure import areas_m2

NUMBERS_IN_NO_SOURCE = {"t168", "t170", "t184", "t185", "t194", "t246"}
NOT_ABOUT_A_HEAP = {"all", "site1360", "tvb", "habitat", "terrils"}


@pytest.fixture
def heaps(frames):
    return frames["slag_heaps"]


@pytest.fixture
def outlined(heaps):
    return heaps[heaps["geometry_kind"] == "outline"]


@pytest.fixture
def facts(frames):
    return frames["slag_heap_facts"]


def hectares(geometries):
    return float((areas_m2(geometries) / 1e4).sum())


def union_hectares(geometries):
    return hectares(gpd.GeoSeries([geometries.union_all()], crs=geometries.crs))


def named(cells):
    return set(cells.dropna().str.split("; ").explode())


def test_there_are_333_numbered_heaps(heaps):
    assert len(heaps) == 333
    assert (heaps["number"].str.lower().str.replace("+", "_") == heaps.index).all()


def test_161_heaps_have_an_outline_166_a_point_6_no_position(heaps):
    assert heaps["geometry_kind"].value_counts().to_dict() == {"outline": 161, "point": 166, "none": 6}
    assert (heaps["geometry_kind"] == "none").eq(heaps.geometry.isna()).all()
    assert set(heaps[heaps["geometry_kind"] == "outline"].geom_type) == {"Polygon", "MultiPolygon"}
    assert set(heaps[heaps["geometry_kind"] == "point"].geom_type) == {"Point"}


def test_positions_say_how_precise_they_are(heaps):
    assert heaps["precision"].value_counts().to_dict() == {
        "exact": 161,
        "pit": 105,
        "commune_centroid": 61,
        "unknown": 6,
    }


def test_numbers_that_no_source_names_are_absent(heaps):
    assert not NUMBERS_IN_NO_SOURCE & set(heaps.index)


def test_outlines_sum_to_1679_ha_and_their_union_is_1617(outlined):
    assert outlined["area_ha"].sum() == pytest.approx(1679.0, abs=0.1)
    assert union_hectares(outlined.geometry) == pytest.approx(1617.3, abs=0.1)


def test_inscribed_outlines_sum_to_960_ha_and_their_union_is_909(heaps):
    inscribed = heaps[heaps["unesco"] == "inscribed"]
    assert len(inscribed) == 51
    assert inscribed["element"].notna().all()
    assert inscribed["area_ha"].sum() == pytest.approx(959.8, abs=0.1)
    assert union_hectares(inscribed.geometry) == pytest.approx(908.8, abs=0.1)


def test_an_area_belongs_to_an_outline_only(heaps):
    assert heaps["area_ha"].notna().eq(heaps["geometry_kind"] == "outline").all()
    assert heaps["area_ha_producer"].notna().eq(heaps["geometry_kind"] == "outline").all()


def test_areas_by_the_producer_are_those_of_the_outlines_within_two_per_cent_in_sum(outlined):
    assert outlined["area_ha_producer"].sum() == pytest.approx(outlined["area_ha"].sum(), rel=0.02)


def test_285_heaps_and_48_railway_embankments(heaps):
    assert heaps["kind"].value_counts().to_dict() == {"heap": 285, "railway_embankment": 48}


def test_forms_are_known_for_the_outlines_only(heaps, catalog):
    assert heaps["form"].notna().eq(heaps["geometry_kind"] == "outline").all()
    assert set(heaps["form"].dropna()) == set(catalog["slag_heaps"].fields["form"].codes)


def test_states_without_outline_are_not_verified_never_gone(heaps):
    states = heaps["state"].value_counts()
    assert states["remaining"] == 51
    assert states["remaining_in_part"] == 77
    assert states[states.index.str.startswith("levelled")].sum() == 33
    assert (heaps["state"] == "not_verified").eq(heaps["geometry_kind"] != "outline").all()
    assert "gone" not in states


def test_rows_of_the_public_list_lie_in_a_file_of_their_own(heaps, catalog):
    rows = {
        source.licence: len(gpd.read_parquet(path, columns=["id", "geometry"]))
        for path, source in catalog["slag_heaps"].files
    }
    assert rows == {"etalab-2.0": 161, "CC-BY-SA-4.0": 172}
    assert (heaps["licence"] == "etalab-2.0").eq(heaps["geometry_kind"] == "outline").all()


def test_doubtful_communes_of_the_public_list_are_blank(heaps):
    assert heaps["communes"].isna().sum() == 12
    assert heaps["communes"].isna()["t214"]
    assert not heaps["communes"].str.contains(r"[(,]", na=False).any()


@pytest.mark.parametrize(
    ("heap", "communes"),
    [
        ("t1", "Divion; Bruay-la-Buissière"),
        ("t42", "Nœux-les-Mines"),
        ("t252", "Sin-le-Noble"),
        ("t248", "Estevelles; Pont-à-Vendin; Annay"),
        ("t196", "Condé-sur-l'Escaut"),
        ("t244", "Enquin-lez-Guinegatte"),
    ],
)
def test_communes_are_in_official_spelling(heaps, heap, communes):
    assert heaps.loc[heap, "communes"] == communes


@pytest.mark.parametrize("layer_id", ["slag_heaps", "green_corridors", "neonatural_spaces"])
def test_communes_of_the_basin_are_those_of_the_official_list(layer_id, frames):
    official = set(frames["communes"]["name"])
    written = named(frames[layer_id]["communes"])
    almost = {name for name in written - official if name.casefold() in {other.casefold() for other in official}}
    assert almost == set()
    assert len(written & official) > 0.8 * len(written)


def test_contested_counts_of_heaps_stand_side_by_side(catalog, heaps, outlined):
    figure = catalog["slag_heaps"].figures["slag_heap_count"]
    versions = {key: version.value for key, version in figure.versions.items()}
    assert versions == {
        "inscribed": "51",
        "protected": "83",
        "outlined": str(len(outlined)),
        "left": "198",
        "numbered": "330–340",
        "listed": str(len(heaps)),
    }


def test_every_cited_fact_is_about_known_heaps(facts, heaps):
    assert len(facts) == 75
    assert named(facts["heaps"]) <= set(heaps.index)
    assert not NOT_ABOUT_A_HEAP & set(facts["numbers"].str.lower())


def test_heaps_count_the_facts_that_cite_them(facts, heaps):
    cited = facts["heaps"].str.split("; ").explode().value_counts()
    assert heaps["cited_facts"][heaps["cited_facts"] > 0].to_dict() == cited.to_dict()


def test_every_fact_has_an_address_and_says_something(facts):
    assert facts["url"].str.startswith("http").all()
    assert (facts[["value", "value_text", "state"]].notna().sum(axis=1) == 1).all()


def test_facts_in_numbers_have_a_unit(facts):
    assert facts["unit"].notna().eq(facts["value"].notna()).all()


def test_an_altitude_of_the_top_is_not_merged_with_a_height(facts):
    assert facts.loc["t9_height", "value"] == 80
    assert facts.loc["t9_summit_altitude", "value"] == 122
    assert facts.loc["t74_t74a_summit_altitude", "other_values"] == "182; 184; 187; 188"


def test_contradicting_facts_keep_both_values(facts):
    assert sorted(facts.loc[["t144_area", "t144_area_2"], "value"]) == [135.68, 140]
    assert facts.loc[["t144_area", "t144_area_2"], "contradicts"].all()
    assert facts["contradicts"].eq(facts["other_values"].notna()).all()


def test_there_are_138_forecourts_and_every_heap_they_see_is_a_heap(frames, heaps):
    forecourts = frames["viewpoints"]
    assert len(forecourts) == 138
    assert named(forecourts["heaps"]) <= set(heaps.index)
    assert forecourts["heaps"].notna().sum() == 120


def test_forecourts_without_a_heap_recognised_count_none_rather_than_zero(frames):
    forecourts = frames["viewpoints"]
    assert forecourts["heap_count"].isna().eq(forecourts["heaps"].isna()).all()
    assert forecourts["heap_count"].min() == 1
    counted = forecourts["heaps"].dropna().str.count(";") + 1
    assert (forecourts["heap_count"].dropna() == counted).all()


@pytest.mark.parametrize(
    ("seen", "heaps"),
    [
        ("T010, T002, T003", "t10; t2; t3"),
        ("T143a", "t143a"),
        ("T116-117", "t116; t117"),
        ("Terrils 11/19 Loos-En-Gohelle, T058, T058a", "t74; t74a; t58; t58a"),
        ("Sainte-Henriette", "t87"),
    ],
)
def test_what_is_seen_is_linked_to_its_heaps(frames, seen, heaps):
    forecourts = frames["viewpoints"]
    assert set(forecourts.loc[forecourts["seen_text"] == seen, "heaps"]) == {heaps}


def test_the_quality_of_views_is_coded(frames):
    assert frames["viewpoints"]["quality"].value_counts().to_dict() == {"proven": 112, "hillside": 18, "potential": 8}


def test_the_areas_of_the_heap_of_rieulay_stand_side_by_side(heaps, facts, frames, catalog):
    """53 ha by its outline, 136 and 140 ha on two pages: each version says what it is, and all are in the layers."""
    versions = catalog["slag_heaps"].figures["rieulay_heap_area"].versions
    assert float(versions["outline"].value) == round(heaps.loc["t144", "area_ha"], 1) == 53.0
    assert float(versions["producer"].value) == heaps.loc["t144", "area_ha_producer"]
    cited = facts[(facts["heaps"] == "t144") & (facts["attribute"] == "area")].set_index("value")
    assert {float(versions[name].value) for name in ("quoted", "original")} == set(cited.index)
    assert (cited.loc[140, "qualifier"], versions["original"].url) == ("original", cited.loc[140, "url"])
    assert (cited.loc[135.68, "page_kind"], versions["quoted"].url) == ("quotation", cited.loc[135.68, "url"])
    around = frames["unesco_components"].loc["component_027"]
    assert around.geometry.buffer(1e-6).covers(heaps.geometry["t144"])
    assert f"{around['area_ha']:.1f}" in versions["outline"].definition("en")
