"""The requirements of OGC API - Features, parts 1 to 3, on the shipped layers."""

import re

import geopandas as gpd
import numpy as np
import orjson
import pandas as pd
import pytest
import shapely
from shapely.geometry import shape

from atlas.serve.ogc.features import encode_features
from atlas.serve.ogc.landing import CLASSES
from atlas.serve.ogc.routes import ROUTES as OGC
from tests.serve.ogc.client import CRS84, EPSG, ROOT, ask, ids, items, link_of

CORE = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf"


def test_the_landing_page_leads_to_all_parts():
    landing = ask().json()
    for rel in ("self", "alternate", "service-desc", "service-doc", "conformance", "data"):
        assert link_of(landing, rel).startswith(ROOT)
    assert {f"{CORE}/{name}" for name in ("core", "geojson", "html", "oas30")} <= {
        *ask("/conformance").json()["conformsTo"]
    }
    assert ask("/conformance").json()["conformsTo"] == CLASSES


@pytest.mark.parametrize("rel", ["service-desc", "service-doc", "conformance", "data"])
def test_a_link_answers_with_the_type_that_it_says(rel):
    (link,) = (one for one in ask().json()["links"] if one["rel"] == rel)
    response = ask(link["href"].removeprefix(ROOT))
    assert response.headers["content-type"].partition(";")[0] == link["type"].partition(";")[0]


def test_every_public_layer_is_a_collection_with_extent_licence_and_provenance(catalog):
    found = ask("/collections").json()
    assert [one["id"] for one in found["collections"]] == [layer.id for layer in catalog.values() if not layer.private]
    for one in found["collections"]:
        layer = catalog[one["id"]]
        assert one["itemType"] == "feature"
        assert one["crs"][0] == one["storageCrs"] == CRS84
        assert len([link for link in one["links"] if link["rel"] == "license"]) == len(
            {s.licence for _, s in layer.files}
        )
        assert link_of(one, "describedby").endswith(f"/atlas/catalog/{layer.id}.jsonld")
        assert ("spatial" in one.get("extent", {})) == (layer.geometry != "none")
        assert ("temporal" in one.get("extent", {})) == (layer.period is not None)
        if "temporal" in one.get("extent", {}):
            ((first, last),) = one["extent"]["temporal"]["interval"]
            assert re.fullmatch(r"\d{4}-01-01T00:00:00Z", first)
            assert last is None or last > first


def test_a_page_of_items_counts_and_leads_on(atlas):
    found = items("communes", limit=7, offset=14)
    rows = atlas.read("communes")
    assert (found["numberMatched"], found["numberReturned"]) == (len(rows), 7)
    assert [feature["id"] for feature in found["features"]] == list(rows.index[14:21])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", found["timeStamp"])
    assert link_of(found, "next").endswith("offset=21")
    assert link_of(found, "prev").endswith("offset=7")
    for rel in ("self", "alternate", "collection", "license"):
        assert link_of(found, rel)


def test_following_next_reaches_every_row_once(atlas):
    path, seen = "/collections/communes/items?limit=60&filter=population_2023%20IS%20NOT%20NULL", []
    while path:
        page = ask(path).json()
        seen += [feature["id"] for feature in page["features"]]
        path = (link_of(page, "next") or "").removeprefix(ROOT)
    assert sorted(seen) == sorted(atlas.read("communes").query("population_2023.notna()").index)


def test_properties_and_geometry_are_those_of_the_layer(atlas):
    rows = atlas.read("slag_heaps")
    for feature in items("slag_heaps", limit=10_000)["features"]:
        row = rows.loc[feature["id"]]
        assert list(feature["properties"]) == [name for name in rows.columns if name != "geometry"]
        assert feature["properties"]["area_ha"] == (None if np.isnan(row.area_ha) else row.area_ha)
        assert (feature["geometry"] is None) == (row.geometry is None)
        if row.geometry is not None:
            assert shapely.hausdorff_distance(shape(feature["geometry"]), row.geometry) < 1e-7


@pytest.mark.parametrize("layer", ["slag_heaps", "green_corridors", "projects", "mine_shafts", "communes"])
def test_pages_of_any_size_hold_the_same_features(layer):
    """Few rows are written alone, many in blocks that are kept, in whatever part of a block they begin."""
    whole = items(layer, limit=10_000)["features"]
    for limit in (1, 49, 50, 120):
        for offset in (0, 7, 210):
            page = items(layer, limit=limit, offset=offset)["features"]
            assert page == whole[offset : offset + limit]
    turned = items(layer, limit=10_000, sortby="-id")["features"]
    assert sorted(turned, key=lambda row: row["id"]) == sorted(whole, key=lambda row: row["id"])


def test_numbers_texts_and_names_are_written_as_json():
    frame = gpd.GeoDataFrame(
        {"a,\n%b": ['x",\n  \u2028%', "", None], "n": [1.5, np.nan, np.inf], "k": pd.array([1, None, -3], "Int64")},
        geometry=[shapely.Point(1, 2), None, shapely.Point()],
        index=["1\n", "é", '"'],
        crs=4326,
    )
    text, _ = encode_features(frame, np.arange(3), tuple(frame.columns.drop("geometry")), CRS84)
    rows = orjson.loads(b"[%b]" % text)
    assert [row["id"] for row in rows] == list(frame.index)
    assert [list(row["properties"].values()) for row in rows] == [
        ['x",\n  \u2028%', 1.5, 1],
        ["", None, None],
        [None, None, -3],
    ]
    assert rows[0]["geometry"] == {"type": "Point", "coordinates": [1, 2]}
    assert rows[1]["geometry"] is None
    assert encode_features(frame, np.arange(0), (), CRS84)[0] == b""


def test_one_item_has_its_own_address(atlas):
    row = atlas.read("communes").index[3]
    found = ask(f"/collections/communes/items/{row}")
    assert found.json()["id"] == row
    assert found.headers["content-crs"] == f"<{CRS84}>"
    assert link_of(found.json(), "collection") == f"{ROOT}/collections/communes"
    assert ask("/collections/communes/items/nonsense").status_code == 404


# Code of a reference system, and whether its first axis runs to the north.
AXES = {4326: True, 3035: True, 2154: False, 3857: False}


@pytest.mark.parametrize("code", AXES)
def test_positions_have_the_axes_in_the_order_of_the_definition(code, atlas):
    expected = atlas.read("viewpoints").to_crs(code).geometry
    response = ask("/collections/viewpoints/items", crs=f"{EPSG}{code}", limit=10_000)
    assert response.headers["content-crs"] == f"<{EPSG}{code}>"
    for feature in response.json()["features"]:
        found = shape(feature["geometry"])
        if AXES[code]:
            found = shapely.transform(found, lambda xy: xy[:, ::-1])
        assert shapely.hausdorff_distance(found, expected[feature["id"]]) < (1e-6 if code == 4326 else 0.001)


@pytest.mark.parametrize("code", AXES)
def test_a_box_is_read_with_the_axes_of_its_reference_system(code, atlas):
    rows = atlas.read("slag_heaps")
    west, south, east, north = shapely.box(2.7, 50.38, 2.95, 50.5).bounds
    box = rows.iloc[:1].set_geometry([shapely.box(west, south, east, north)], crs=4326).to_crs(code).total_bounds
    first, second, third, fourth = (box[1], box[0], box[3], box[2]) if AXES[code] else box
    found = ids("slag_heaps", bbox=f"{first},{second},{third},{fourth}", bbox__crs=f"{EPSG}{code}")
    inside = rows.to_crs(code).intersects(shapely.box(*box))
    assert set(found) == set(rows.index[inside])
    assert found


def test_a_box_keeps_what_meets_it_and_nothing_without_position(atlas):
    rows = atlas.read("slag_heaps")
    inside = rows.intersects(shapely.box(2.7, 50.38, 2.95, 50.5))
    assert ids("slag_heaps", bbox="2.7,50.38,2.95,50.5") == list(rows.index[inside])
    assert ids("slag_heaps", bbox="2.7,50.38,-100,2.95,50.5,900") == list(rows.index[inside])
    around = atlas.read("mines").intersects(
        shapely.MultiPolygon([shapely.box(100, -90, 180, 90), shapely.box(-180, -90, 10, 90)])
    )
    assert ids("mines", bbox="100,-90,10,90") == list(atlas.read("mines").index[around])


TIMES = {
    "1950": (1950, 1950),
    "1950-06-01": (1950, 1950),
    "1950-06-01T12:00:00Z": (1950, 1950),
    "1900-01-01/1950-12-31": (1900, 1950),
    "../1850-12-31": (-9999, 1850),
    "1980-01-01/..": (1980, 9999),
    "/1850-12-31": (-9999, 1850),
}


def test_a_box_goes_on_beyond_180_degrees(atlas):
    rows = atlas.read("closed_coal_mines").geometry
    for west, east in ((100, 260), (-260, -100), (0, 360), (-180, 180), (-200, 200), (300, 380)):
        inside = (rows.x - west) % 360 <= east - west
        assert set(ids("closed_coal_mines", bbox=f"{west},-90,{east},90")) == set(rows.index[inside]), (west, east)


@pytest.mark.parametrize("text", TIMES)
def test_a_time_keeps_what_existed_then(text, atlas):
    first, last = TIMES[text]
    rows = atlas.read("mine_shafts")
    existed = (rows.sunk_year.fillna(-9999) <= last) & (rows.closed_year.fillna(9999) >= first)
    assert ids("mine_shafts", datetime=text) == list(rows.index[existed])
    assert 0 < existed.sum() < len(rows)


def test_the_columns_are_parameters(atlas):
    rows = atlas.read("slag_heaps")
    assert ids("slag_heaps", form="conical") == list(rows.index[rows.form == "conical"])
    assert ids("slag_heaps", form="conical", filter="area_ha >= 10") == list(
        rows.index[(rows.form == "conical") & (rows.area_ha >= 10)]
    )
    for value in ("true", "TRUE", "1"):
        assert ids("slag_heaps", commune_with_classified_site=value) == list(
            rows.index[rows.commune_with_classified_site.fillna(value=False)]
        )


def test_a_filter_is_text_or_json():
    written = '{"op":">=","args":[{"property":"area_ha"},10]}'
    assert ids("slag_heaps", filter="area_ha >= 10") == ids("slag_heaps", filter=written, filter__lang="cql2-json")
    turned = ids("slag_heaps", filter="S_INTERSECTS(geometry,BBOX(50.4,2.7,50.5,2.9))", filter__crs=f"{EPSG}4326")
    assert turned == ids("slag_heaps", filter="S_INTERSECTS(geometry,BBOX(2.7,50.4,2.9,50.5))") != []


def test_items_are_sorted_and_columns_chosen(atlas):
    rows = atlas.read("slag_heaps")
    by_area = rows.sort_values("area_ha", ascending=False, kind="stable", na_position="last")
    assert ids("slag_heaps", sortby="-area_ha") == list(by_area.index)
    names = rows.sort_values(["form", "name"], kind="stable", na_position="last")
    assert ids("slag_heaps", sortby="+form,name") == list(names.index)
    feature = items("slag_heaps", limit=1, properties="name,area_ha", skipGeometry="true")["features"][0]
    assert list(feature["properties"]) == ["name", "area_ha"]
    assert feature["geometry"] is None


def test_limit_is_bounded_and_the_last_page_ends():
    assert items("communes", limit=1_000_000)["numberReturned"] == 250
    last = items("communes", limit=100, offset=200)
    assert (last["numberReturned"], link_of(last, "next")) == (50, None)
    assert items("communes", offset=999)["features"] == []


WRONG = [
    *(
        "nonsense=1",
        "limit=0",
        "limit=-1",
        "limit=ten",
        "offset=-1",
        "bbox=1,2,3",
        "bbox=1,2,3,north",
        "bbox=1,60,2,50",
    ),
    *("bbox=nan,nan,nan,nan", "crs=EPSG:27572", "bbox=1,2,3,4&bbox-crs=x", "datetime=yesterday", "datetime=1950/1900"),
    *(
        "datetime=1950-13-45",
        "datetime=1/2/3",
        "filter=form",
        "filter=(",
        "filter-lang=sql&filter=TRUE",
        "properties=secret",
    ),
    *(
        "sortby=secret",
        "form=nonsense",
        "area_ha=large",
        "f=xml",
        "lang=de",
        "limit=1&limit=2",
        "private=1",
        "filter=link(%27x%27)",
    ),
    "filter={}&filter-lang=cql2-json",
]


@pytest.mark.parametrize("query", WRONG)
def test_what_cannot_be_answered_is_refused_in_a_sentence(query):
    response = ask(f"/collections/slag_heaps/items?{query}")
    assert response.status_code == 400, response.text
    problem = response.json()
    assert problem["code"] == "InvalidParameterValue"
    assert problem["description"]
    assert "Traceback" not in response.text


@pytest.mark.parametrize(
    "path", ["/nonsense", "/collections/nonsense", "/collections/nonsense/items", "/collections/communes/items/x/y"]
)
def test_what_is_not_there_is_not_found(path):
    response = ask(path)
    assert response.status_code == 404
    assert response.json()["code"] == "NotFound"


def test_an_id_with_any_letter_has_an_address():
    """Ids of layers that an operator adds may hold a slash, a blank, a question mark."""
    call = next(route for route in OGC if route.path.endswith("{feature:path}"))
    assert call.path == "/ogc/collections/{collection}/items/{feature:path}"
    response = ask("/collections/communes/items/a%20b%2Fc%3Fd%23%C3%A9")
    assert response.status_code == 404
    assert "'a b/c?d#é'" in response.json()["description"]
