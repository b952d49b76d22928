import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import CRS

from atlas.analysis.spatial.proximity import within_distance
from atlas.errors import ViewError
from atlas.scene.cql2.mask import filter_mask
from atlas.scene.cql2.parse import parse_filter
from atlas.scene.query.permalink import parse_permalink
from atlas.scene.query.row_masks import row_mask

LENS = shapely.box(2.7, 50.38, 2.95, 50.5)
BOX = "POLYGON((2.7 50.38,2.95 50.38,2.95 50.5,2.7 50.5,2.7 50.38))"
# A filter on the slag heaps, and the same by pandas; missing values meet no comparison and no negation of one.
SAME = {
    "area_ha >= 10": lambda g: g.area_ha >= 10,
    "10 <= area_ha": lambda g: g.area_ha >= 10,
    "area_ha < 2.5": lambda g: g.area_ha < 2.5,
    "area_ha <> 3": lambda g: g.area_ha.notna() & (g.area_ha != 3),
    "NOT area_ha > 10": lambda g: g.area_ha <= 10,
    "area_ha BETWEEN 5 AND 10": lambda g: g.area_ha.between(5, 10),
    "area_ha NOT BETWEEN 5 AND 10": lambda g: g.area_ha.notna() & ~g.area_ha.between(5, 10),
    "area_ha > area_ha_producer": lambda g: g.area_ha > g.area_ha_producer,
    "area_ha * 2 - 1 > 30": lambda g: g.area_ha * 2 - 1 > 30,
    "area_ha IS NULL": lambda g: g.area_ha.isna(),
    "area_ha IS NOT NULL": lambda g: g.area_ha.notna(),
    "form = 'conical'": lambda g: g.form == "conical",
    "form <> 'conical'": lambda g: g.form.notna() & (g.form != "conical"),
    "form IN ('conical','flat')": lambda g: g.form.isin(["conical", "flat"]),
    "form NOT IN ('conical','flat')": lambda g: g.form.notna() & ~g.form.isin(["conical", "flat"]),
    "form = 'no such form'": lambda g: g.form.isna() & False,
    "name LIKE 'Fosse%'": lambda g: g.name.str.startswith("Fosse", na=False),
    "name NOT LIKE 'Fosse%'": lambda g: g.name.notna() & ~g.name.str.startswith("Fosse", na=False),
    "name LIKE '%_8%'": lambda g: g.name.str.contains(r".8", na=False),
    "CASEI(name) LIKE CASEI('%FOSSE%')": lambda g: g.name.str.lower().str.contains("fosse", na=False),
    "ACCENTI(name) LIKE ACCENTI('%é%')": lambda g: g.name.str.normalize("NFD").str.contains("e", na=False),
    "name >= 'M'": lambda g: g.name.notna() & (g.name.fillna("") >= "M"),
    "commune_with_classified_site = TRUE": lambda g: g.commune_with_classified_site.fillna(value=False),
    "commune_with_classified_site": lambda g: g.commune_with_classified_site.fillna(value=False),
    "commune_with_classified_site = 1": lambda g: g.commune_with_classified_site.fillna(value=False),
    "0 = commune_with_classified_site": lambda g: ~g.commune_with_classified_site.fillna(value=True),
    "commune_with_classified_site IN (1)": lambda g: g.commune_with_classified_site.fillna(value=False),
    "NOT commune_with_classified_site": lambda g: ~g.commune_with_classified_site.fillna(value=True),
    "communes = 'Haillicourt'": lambda g: g.communes.str.contains(r"(?:^|;)Haillicourt(?:;|$)", na=False),
    "geometry IS NULL": lambda g: g.geometry.isna(),
    "area_ha > 10 OR form = 'flat'": lambda g: (g.area_ha > 10) | (g.form == "flat"),
    "area_ha > 10 AND NOT (form = 'flat' OR state = 'remaining')": lambda g: (
        (g.area_ha > 10) & g.form.notna() & (g.form != "flat") & (g.state != "remaining")
    ),
    f"S_INTERSECTS(geometry,{BOX})": lambda g: g.intersects(LENS),
    "S_INTERSECTS(geometry,BBOX(2.7,50.38,2.95,50.5))": lambda g: g.intersects(LENS),
    f"S_WITHIN(geometry,{BOX})": lambda g: g.within(LENS),
    f"S_CONTAINS({BOX},geometry)": lambda g: g.within(LENS),
    f"NOT S_INTERSECTS(geometry,{BOX})": lambda g: g.geometry.notna() & ~g.intersects(LENS),
    f"S_DISJOINT(geometry,{BOX})": lambda g: g.geometry.notna() & ~g.intersects(LENS),
    "S_DWITHIN(geometry,POINT(2.83 50.43),3,'kilometers')": lambda g: within_distance(
        g.geometry, gpd.GeoSeries([shapely.Point(2.83, 50.43)], crs=4326), 3_000
    ),
    "id = '1'": lambda g: g.index == "1",
    "TRUE": lambda g: g.area_ha.isna() | True,
}


def mask(text, atlas, layer="slag_heaps", crs=None):
    return filter_mask(parse_filter(text, "cql2-text"), layer, atlas, crs)


@pytest.mark.parametrize("text", SAME)
def test_a_filter_keeps_what_pandas_keeps(text, atlas):
    expected = np.asarray(
        pd.array(np.asarray(SAME[text](atlas.read("slag_heaps"))), dtype="boolean").fillna(value=False), bool
    )
    assert (mask(text, atlas) == expected).all()
    assert "no such" in text or text in {"geometry IS NULL", "id = '1'"} or expected.any()


def test_a_date_that_a_year_is_compared_with_counts_as_its_year(atlas):
    later = mask("sunk_year >= DATE('1900-06-01')", atlas, "mine_shafts")
    assert (later == (atlas.read("mine_shafts").sunk_year >= 1900).fillna(value=False)).all()


def test_geometries_have_the_axes_of_their_reference_system(atlas):
    expected = mask("S_INTERSECTS(geometry,POINT(2.83 50.43)) OR area_ha > 100", atlas)
    turned = mask("S_INTERSECTS(geometry,POINT(50.43 2.83)) OR area_ha > 100", atlas, crs=CRS("EPSG:4326"))
    assert (turned == expected).all()
    lambert = (
        "S_INTERSECTS(geometry,POLYGON((680000 7030000,690000 7030000,690000 7040000,680000 7040000,680000 7030000)))"
    )
    metres = atlas.read("slag_heaps").to_crs(2154).intersects(shapely.box(680_000, 7_030_000, 690_000, 7_040_000))
    assert (mask(lambert, atlas, crs=CRS("EPSG:2154")) == metres).all()
    assert metres.any()


@pytest.mark.parametrize(
    ("operator", "left", "right", "met"),
    [("in", "a", [], False), ("in", "a", ["a"], True), ("in", 1, [2, 3], False), ("like", "abc", "a%", True)],
)
def test_literals_alone_keep_every_row_or_none(atlas, operator, left, right, met):
    kept = filter_mask({"op": operator, "args": [left, right]}, "slag_heaps", atlas)
    assert kept.tolist() == [met] * len(atlas.read("slag_heaps"))


@pytest.mark.parametrize(
    "text",
    [
        "S_DWITHIN(geometry,POINT(2.83 50.43),3000)",
        "S_DWITHIN(geometry,POINT(2.83 50.43),3000,meters)",
        "DWITHIN(geometry,POINT(2.83 50.43),3,kilometers)",
        "S_DWITHIN(POINT(2.83 50.43),geometry,3,'km')",
        "s_dwithin(geometry,POINT(2.83 50.43),9842.519685,'feet')",
    ],
)
def test_a_distance_is_written_in_several_ways(text, atlas):
    wanted = mask("S_DWITHIN(geometry,POINT(2.83 50.43),3,'kilometers')", atlas)
    assert (mask(text, atlas) == wanted).all()
    assert wanted.any()


def test_numbers_are_computed_with_and_what_cannot_be_is_unknown(atlas):
    heaps = atlas.read("slag_heaps")
    for text, kept in {
        "area_ha ^ 2 > 100": heaps.area_ha**2 > 100,
        "area_ha % 2 = 1": np.fmod(heaps.area_ha, 2) == 1,
        "area_ha div 10 = 1": np.trunc(heaps.area_ha / 10) == 1,
        "area_ha / 0 > 1": heaps.area_ha.isna() & False,
        "(0 - area_ha) ^ 0.5 <> 1": heaps.area_ha.isna() & False,
    }.items():
        assert (mask(text, atlas) == kept.to_numpy(dtype=bool)).all(), text


def test_a_word_in_other_letters_is_the_same_without_case(atlas):
    assert filter_mask(parse_filter("CASEI('STRASSE') = CASEI('straße')", "cql2-text"), "slag_heaps", atlas).all()
    many = " OR ".join(["CASEI('a') = CASEI('b')"] * 40)
    assert not mask(many, atlas).any()


def test_a_link_of_the_atlas_is_a_condition(atlas):
    link = "territory=246200364&near=slag_heaps:green_corridors:200"
    view, problems = parse_permalink(link)
    assert not problems
    assert (mask(f"link('{link}')", atlas) == row_mask("slag_heaps", view, atlas)).all()
    assert (mask(f"link('{link}') = TRUE AND area_ha > 5", atlas) <= mask("area_ha > 5", atlas)).all()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("nonsense = 1", "field_unknown"),
        ("area_ha = 'ten'", "cql_types"),
        ("form = 3", "cql_types"),
        ("form IN (1, 2)", "cql_types"),
        ("commune_with_classified_site = 2", "cql_types"),
        ("form LIKE 3", "cql_types"),
        ("form", "cql_operator"),
        ("T_AFTER(number, DATE('1950-01-01'))", "cql_operator"),
        ("sleep(10)", "cql_operator"),
        ("number = DATE('1900-13-01')", "datetime_wrong"),
        ("number > TIMESTAMP('x')", "datetime_wrong"),
        ("BBOX(geometry, 2, 50, 3, 51)", "cql_operator"),
        ("S_INTERSECTS(area_ha, POINT(1 2))", "cql_spatial"),
        ("S_INTERSECTS(geometry, geometry)", "cql_spatial"),
        ("S_INTERSECTS(geometry, POLYGON((0 0,1 1,1 0,0 1,0 0)))", "cql_invalid"),
        ("S_INTERSECTS(geometry, 3)", "cql_geometry"),
        ("S_DWITHIN(geometry, POINT(1 2), -3)", "cql_distance"),
        ("S_DWITHIN(geometry, POINT(1 2), 3, 'parsecs')", "cql_distance"),
        ("link(3)", "cql_link"),
        ("link('territory=nowhere')", "territory_unknown"),
        ("link('layers=nonsense')", "layer_not_seen"),
        (" OR ".join(["S_INTERSECTS(geometry, POINT(1 2))"] * 21), "cql_costly"),
        (" OR ".join(["link('near=slag_heaps:water:500&near=slag_heaps:communes:500')"] * 11), "cql_costly"),
    ],
)
def test_what_cannot_be_evaluated_is_refused_in_a_sentence(text, key, atlas):
    with pytest.raises(ViewError) as refused:
        mask(text, atlas)
    assert refused.value.key == key
    for lang in ("fr", "en", "pt"):
        # A sentence, and nothing of how the program keeps a filter.
        assert "{" not in refused.value.text(lang)
