"""Abstract tests of OGC API - Features, parts 1, 2, 3 and 5, on the shipped layers: one test a rule."""

from datetime import UTC, datetime

import pytest
import shapely
from shapely.geometry import shape

from tests.serve.ogc.client import CRS84, EPSG, ROOT, ask, ids, items

# A layer of each geometry, one with rows without position, one with years, a table.
LAYERS = ["slag_heaps", "mine_shafts", "green_corridors", "communes", "projects"]
SOME = [*LAYERS, pytest.param(None, marks=pytest.mark.slow, id="all layers")]


def collections_of(layer):
    """Return the descriptions of one layer, or of all."""
    found = ask("/collections").json()["collections"]
    return [one for one in found if layer in {None, one["id"]}]


@pytest.mark.parametrize("path", ["", "/collections", "/collections/communes", "/collections/communes/items"])
def test_an_answer_has_one_link_to_itself_and_one_to_each_other_form(path):
    links = ask(path).json()["links"]
    own = [link["type"] for link in links if link["rel"] == "self"]
    others = [link for link in links if link["rel"] == "alternate"]
    assert len(own) == 1
    assert {link["type"] for link in others} >= {"text/html"}
    assert all(link["type"] and link["href"].startswith(ROOT) for link in others)


def test_the_description_of_a_collection_is_that_of_the_list():
    (listed,) = collections_of("mine_shafts")
    alone = ask("/collections/mine_shafts").json()
    assert {key: alone[key] for key in listed if key != "links"} == {
        key: value for key, value in listed.items() if key != "links"
    }
    assert all(link in alone["links"] for link in listed["links"])


def test_an_address_of_a_feature_can_be_made_from_the_template():
    (listed,) = collections_of("communes")
    (template,) = [one for one in listed["linkTemplates"] if one["rel"] == "item"]
    address = template["uriTemplate"].format(featureId="62498").removeprefix(ROOT)
    assert ask(address).json()["id"] == "62498"


@pytest.mark.parametrize("layer", SOME)
def test_every_feature_lies_within_the_extent_of_its_collection(layer):
    for one in collections_of(layer):
        if "spatial" not in one.get("extent", {}):
            continue
        (bounds,) = one["extent"]["spatial"]["bbox"]
        area = shapely.box(*bounds)
        for feature in items(one["id"], limit=10_000)["features"]:
            assert feature["geometry"] is None or area.covers(shape(feature["geometry"])), feature["id"]


@pytest.mark.parametrize("layer", SOME)
def test_every_year_lies_within_the_interval_of_its_collection(layer, catalog, atlas):
    for one in collections_of(layer):
        period, rows = catalog[one["id"]].period, atlas.read(one["id"])
        if period is None:
            continue
        ((first, last),) = one["extent"]["temporal"]["interval"]
        for name in filter(None, (period.start, period.end)):
            assert rows[name].min() >= int(first[:4]), one["id"]
            assert last is None or rows[name].max() <= int(last[:4]), one["id"]


# As the test suite of the standard asks: across Greenwich, the equator, the antimeridian, and at the poles.
BOXES = [
    (-1.5, 50, 1.5, 53),
    (-80, -5, -70, 5),
    (177, 65, -177, 70),
    (-180, 85, 180, 90),
    (-180, -90, 180, -85),
]


@pytest.mark.parametrize("layer", SOME)
def test_a_box_of_the_test_suite_keeps_what_meets_it(layer):
    for one in collections_of(layer):
        for box in BOXES:
            west, south, east, north = box
            parts = (
                [(west, south, east, north)]
                if west <= east
                else [(west, south, 180, north), (-180, south, east, north)]
            )
            found = items(one["id"], bbox=",".join(map(str, box)), limit=10_000)["features"]
            area = shapely.union_all([shapely.box(*part) for part in parts])
            assert all(f["geometry"] is None or area.intersects(shape(f["geometry"])) for f in found)


def test_a_box_keeps_every_row_of_a_table(atlas):
    """None of its rows has a place, as none has a year where `datetime` keeps them all."""
    assert ids("projects", bbox="2,50,3,51") == list(atlas.read("projects").index)


def test_a_box_with_latitude_first_may_cross_the_antimeridian():
    turned = ids("mines", bbox="-90,100,90,10", bbox__crs=f"{EPSG}4326")
    assert turned == ids("mines", bbox="100,-90,10,90") != []
    assert ask("/collections/mines/items", bbox="90,100,-90,10", bbox__crs=f"{EPSG}4326").status_code == 400


@pytest.mark.parametrize(
    "box", [".5,50.2,2.9,50.5", "+2.5,50.2,2.9,50.5", "2.5e0,50.2,2.9,50.5", " 2.5 , 50.2,2.9,50.5"]
)
def test_numbers_of_a_box_are_written_in_many_ways(box):
    assert ids("slag_heaps", bbox=box)


@pytest.mark.parametrize("limit", ["10000", "10001", "1000000000", "9" * 40, "0" * 20 + "250"])
def test_a_limit_above_the_greatest_is_no_error(limit):
    assert items("communes", limit=limit)["numberReturned"] == 250


def test_an_offset_beyond_the_last_row_finds_nothing():
    assert items("communes", offset="9" * 30)["features"] == []


def test_the_time_of_an_answer_is_now():
    stamp = datetime.fromisoformat(items("communes", limit=1)["timeStamp"])
    assert abs((datetime.now(UTC) - stamp).total_seconds()) < 3_600


TIMES = {
    "1900-01-01T00:00:00Z": "1900",
    "1900-06-01T12:00:00+02:00": "1900",
    "1900-06-01t12:00:00.5z": "1900",
    "1900-01-01/1905-01-01": "1900/1905",
    "1900-01-01T00:00:00Z/1905-01-01T00:00:00Z": "1900/1905",
    "1900-01-01/P5Y": "1900/1905",
    "P5Y/1905-12-31": "1900/1905",
    "1900-12-31/P2D": "1900/1901",
    "1899-12-31/P1M1D": "1899/1900",
    "1900-01-01/P1Y2M3W4DT5H6M7S": "1900/1901",
    "../1900": "../1900-12-31",
    "/1900": "../1900",
    "1900/": "1900/..",
    "../..": "/",
}


@pytest.mark.parametrize("text", TIMES)
def test_a_time_has_several_spellings(text):
    assert ids("mine_shafts", datetime=text) == ids("mine_shafts", datetime=TIMES[text]) != []


@pytest.mark.parametrize(
    "text",
    [
        *("", "..", "1900-02-30", "1900-13", "1900-01-01T24:00:00Z", "1900-01-01T00:60:00Z", "1900T00:00:00Z"),
        *("1900-12-31/1900-01-01", "1901/1900", "P1Y", "P1Y/P1Y", "1900/P", "1900/PT", "1900/P1", "P1Y/..", "1/2/3"),
        *("1900-01-01T00:00:00+25:00", "190", "19000", "-1900", "1900 / 1901", "now"),
    ],
)
def test_what_is_no_time_is_refused(text):
    answer = ask("/collections/mine_shafts/items", datetime=text)
    assert answer.status_code == 400, answer.text[:200]
    assert answer.json()["description"]


@pytest.mark.parametrize(
    "query", ["skipGeometry=maybe", "skipGeometry=", "bbox=", "filter=", "crs=", "limit=", "datetime="]
)
def test_an_empty_or_other_value_is_refused(query):
    assert ask(f"/collections/slag_heaps/items?{query}").status_code == 400


def test_parameters_are_defined_as_the_standard_writes_them():
    definition = ask("/api").json()
    defined = definition["components"]["parameters"]
    for name in ("limit", "bbox", "datetime", "crs", "bbox-crs", "filter", "filter-lang", "filter-crs"):
        own = defined[name]
        assert (own["name"], own["in"], own["required"]) == (name, "query", False)
        assert (own["style"], own["explode"]) == ("form", False)
    assert defined["limit"]["schema"] == {"type": "integer", "minimum": 1, "maximum": 10_000, "default": 100}
    box = defined["bbox"]["schema"]
    assert (box["type"], box["minItems"], box["maxItems"], box["items"]) == ("array", 4, 6, {"type": "number"})
    assert defined["datetime"]["schema"] == defined["filter"]["schema"] == {"type": "string"}
    # Every column with a simple value is a parameter, of the type that it has as a column.
    schema = ask("/collections/slag_heaps/queryables").json()["properties"]
    asked = {
        p["name"]: p["schema"]
        for p in definition["paths"]["/collections/slag_heaps/items"]["get"]["parameters"]
        if "name" in p
    }
    for name, own in asked.items():
        assert own["type"] == schema[name]["type"]
        assert ask("/collections/slag_heaps/items", limit=1, **{name: ""}).status_code in {200, 400}
    assert {*schema} - {"geometry"} == {*asked}


@pytest.mark.parametrize("name", ["queryables", "schema"])
def test_a_schema_is_named_without_parameters_and_has_types(name, catalog):
    for layer in LAYERS:
        found = ask(f"/collections/{layer}/{name}", lang="en").json()
        assert found["$id"] == f"{ROOT}/collections/{layer}/{name}"
        assert (found["type"], found["additionalProperties"]) == ("object", False)
        for column, own in found["properties"].items():
            assert ("type" in own) == (column != "geometry")
            dated = column in catalog[layer].fields and catalog[layer].fields[column].type == "date"
            assert ("pattern" in own) == dated


def test_the_schema_of_a_feature_has_the_types_of_the_columns():
    (listed,) = collections_of("communes")
    [described] = [one for one in listed["links"] if one["rel"] == "describedby" and "schema" in one["type"]]
    answer = ask(described["href"].removeprefix(ROOT))
    assert answer.headers["content-type"] == "application/schema+json"
    own = answer.json()["properties"]["properties"]["properties"]
    feature = items("communes", limit=1)["features"][0]
    assert list(own) == list(feature["properties"])
    # No row of the first page has a value.
    assert own["poverty_rate_2021_percent"]["type"] == "number"
    assert {*feature} <= {*answer.json()["properties"]}


def test_functions_say_what_they_take_and_return():
    functions = {one["name"]: one for one in ask("/functions").json()["functions"]}
    assert functions["link"]["returns"] == functions["S_DWITHIN"]["returns"] == ["boolean"]
    assert [one["type"] for one in functions["S_DWITHIN"]["arguments"]] == [
        ["geometry"],
        ["geometry"],
        ["number"],
        ["string"],
    ]


@pytest.mark.parametrize(
    ("text", "crs"),
    [
        ("S_INTERSECTS(geometry,POINT(90 180))", CRS84),
        ("S_INTERSECTS(geometry,POINT(2 50))", f"{EPSG}2154x"),
        ("S_INTERSECTS(geometry,BBOX(-200,0,10,10))", CRS84),
        ("S_WITHIN(geometry,POLYGON((100 2,110 2,110 3,100 2)))", f"{EPSG}4326"),
        ("nonsense = 1", CRS84),
    ],
)
def test_a_filter_that_lies_outside_is_refused(text, crs):
    assert ask("/collections/communes/items", filter=text, filter__crs=crs).status_code == 400


def test_the_whole_earth_can_be_asked_for_in_every_reference_system():
    every = ids("communes")
    for text, crs in (
        ("S_INTERSECTS(geometry,BBOX(-180,-90,180,90))", CRS84),
        ("S_INTERSECTS(geometry,BBOX(-90,-180,90,180))", f"{EPSG}4326"),
        (
            "S_INTERSECTS(geometry,BBOX(-20037508.342789244,-20037508.342789244,20037508.342789244,20037508.342789244))",
            f"{EPSG}3857",
        ),
    ):
        assert ids("communes", filter=text, filter__crs=crs) == every
