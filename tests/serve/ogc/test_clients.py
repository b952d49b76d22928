"""Programs that no one here wrote list, read, filter and page the layers: GDAL, OWSLib, QGIS."""

import json
from pathlib import Path

import pyogrio
import pytest
import shapely
from owslib.ogcapi.features import Features

from atlas.scene.cql2.write import items_path
from atlas.scene.query.permalink import parse_permalink
from atlas.scene.query.row_masks import query_rows
from tests.app_process import AppProcess
from tests.required import need_qgis, run_in_qgis

pytestmark = pytest.mark.slow
LINK = "layers=slag_heaps&slag_heaps.area_ha__gte=5&territory=246200364&near=slag_heaps:green_corridors:500"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The API of a server of its own."""
    server = AppProcess(tmp_path_factory.mktemp("ogc"), page=False).ready()
    yield f"{server.address}/ogc"
    server.stop()


@pytest.fixture
def question(atlas):
    """A link with conditions that CQL2 has no words for: the address of its rows, and what `query` says."""
    view, problems = parse_permalink(LINK)
    assert not problems
    rows = query_rows(view, atlas)["slag_heaps"]
    assert 0 < len(rows) < 100
    return items_path("slag_heaps", view, atlas, f="json", limit="10000").removeprefix("ogc"), rows


def test_gdal_lists_reads_filters_and_counts_as_the_atlas_does(address, atlas, catalog, question):
    source = f"OAPIF:{address}"
    assert set(pyogrio.list_layers(source)[:, 0]) == {layer.id for layer in catalog.values() if not layer.private}
    heaps = atlas.read("slag_heaps")
    found = pyogrio.read_dataframe(source, layer="slag_heaps", PAGE_SIZE="50").set_index("id")
    assert set(found.index) == set(heaps.index)
    assert found.geometry.notna().sum() == heaps.geometry.notna().sum()
    large = pyogrio.read_dataframe(source, layer="slag_heaps", where="form = 'conical' AND area_ha >= 10")
    assert set(large["id"]) == set(heaps.index[(heaps.form == "conical") & (heaps.area_ha >= 10)])
    path, rows = question
    assert set(pyogrio.read_dataframe(address + path)["id"]) == set(rows.index)


DTYPES = {"number": {"float64"}, "integer": {"int32", "int64"}, "year": {"int32", "int64"}, "boolean": {"bool"}}


def test_gdal_knows_the_types_of_columns_without_a_value_in_the_first_rows(address, catalog):
    for layer in catalog.values():
        found = pyogrio.read_info(f"OAPIF:{address}", layer=layer.id)
        types = dict(zip(found["fields"], map(str, found["dtypes"]), strict=True))
        for name, field in layer.fields.items():
            assert types[name] in DTYPES.get(field.type, {"object"}), (layer.id, name)


# What GDAL passes on of a condition in SQL, and what it decides itself.
CONDITIONS = {
    "name LIKE 'Fosse%'": lambda g: g.name.str.startswith("Fosse", na=False),
    "name LIKE '%''%'": lambda g: g.name.str.contains("'", na=False),
    "form IN ('conical','flat') AND area_ha BETWEEN 5 AND 10": lambda g: (
        g.form.isin(["conical", "flat"]) & g.area_ha.between(5, 10)
    ),
    "area_ha IS NULL": lambda g: g.area_ha.isna(),
    "commune_with_classified_site = 1": lambda g: g.commune_with_classified_site.fillna(value=False),
    "area_ha >= 10 AND NOT form = 'conical'": lambda g: (g.area_ha >= 10) & g.form.notna() & (g.form != "conical"),
}


@pytest.mark.parametrize("where", CONDITIONS)
def test_gdal_keeps_what_pandas_keeps(where, address, atlas):
    heaps = atlas.read("slag_heaps")
    wanted = set(heaps.index[CONDITIONS[where](heaps).astype(bool)])
    query = f"SELECT * FROM slag_heaps WHERE {where}"  # noqa: S608 - on a service that only reads
    for asked in ({"layer": "slag_heaps", "where": where}, {"sql": query}):
        assert set(pyogrio.read_dataframe(f"OAPIF:{address}", **asked)["id"]) == wanted != set()


@pytest.mark.parametrize("code", ["EPSG:4326", "EPSG:2154", "EPSG:3857", "EPSG:3035", "OGC:CRS84"])
def test_gdal_places_every_reference_system_right(code, address, atlas):
    found = pyogrio.read_dataframe(f"OAPIF:{address}", layer="viewpoints", CRS=code).set_index("id")
    expected = atlas.read("viewpoints").geometry
    for row, shape in found.to_crs(4326).geometry.items():
        assert shapely.hausdorff_distance(shape, expected[row]) < 1e-6


def test_gdal_counts_every_layer_as_the_atlas_does(address, atlas, catalog):
    for layer in catalog.values():
        rows = pyogrio.read_dataframe(f"OAPIF:{address}", layer=layer.id)
        assert len(rows) == len(atlas.read(layer.id)), layer.id
        if layer.geometry != "none":
            box = (2.7, 50.38, 2.95, 50.5)
            inside = pyogrio.read_dataframe(f"OAPIF:{address}", layer=layer.id, bbox=box)
            assert len(inside) == atlas.read(layer.id).intersects(shapely.box(*box)).sum(), layer.id


def test_owslib_lists_reads_filters_and_pages(address, atlas, catalog):
    service = Features(address, headers={"Accept-Language": "en"})
    assert set(service.feature_collections()) == {layer.id for layer in catalog.values() if not layer.private}
    assert any(one.endswith("ogcapi-features-1/1.0/conf/core") for one in service.conformance()["conformsTo"])
    assert service.api()["openapi"].startswith("3.0")
    assert service.collection("slag_heaps")["title"] == "Slag heaps"
    assert "area_ha" in service.collection_queryables("slag_heaps")["properties"]
    heaps, seen = atlas.read("slag_heaps"), []
    for offset in range(0, len(heaps), 100):
        seen += [row["id"] for row in service.collection_items("slag_heaps", limit=100, offset=offset)["features"]]
    assert seen == list(heaps.index)
    found = service.collection_items("slag_heaps", filter="area_ha >= 10 AND form = 'conical'")
    assert found["numberMatched"] == ((heaps.area_ha >= 10) & (heaps.form == "conical")).sum()
    boxed = service.collection_items("slag_heaps", bbox=[2.7, 50.38, 2.95, 50.5])
    assert boxed["numberMatched"] == heaps.intersects(shapely.box(2.7, 50.38, 2.95, 50.5)).sum()
    assert service.collection_item("communes", "62498")["id"] == "62498"


@pytest.fixture
def in_qgis(address):
    """Return what QGIS reads."""
    need_qgis()

    def read(*tasks):
        found, _ = run_in_qgis(Path(__file__).with_name("in_qgis.py"), address, json.dumps(tasks))
        return found

    return read


def test_qgis_reads_filters_pages_and_counts_as_the_atlas_does(in_qgis, address, atlas, question):
    path, rows = question
    box = [2.7, 50.38, 2.95, 50.5]
    whole, paged, boxed, table, linked, tiles = in_qgis(
        {"provider": "OAPIF", "layer": "communes"},
        {"provider": "OAPIF", "layer": "slag_heaps", "page": 50},
        {"provider": "OAPIF", "layer": "slag_heaps", "box": box},
        {"provider": "OAPIF", "layer": "projects"},
        {"provider": "ogr", "source": address + path},
        {"provider": "tiles", "layer": "communes", "box": [300_000, 6_500_000, 330_000, 6_530_000]},
    )
    heaps = atlas.read("slag_heaps")
    assert whole["ids"] == sorted(atlas.read("communes").index)
    assert whole["count"] == len(whole["ids"])
    assert whole["extent"] == pytest.approx(list(atlas.read("communes").total_bounds), abs=1e-5)
    assert "area_km2" in whole["fields"]
    assert paged["ids"] == sorted(heaps.index)
    assert boxed["ids"] == sorted(heaps.index[heaps.intersects(shapely.box(*box))])
    assert table["ids"] == sorted(atlas.read("projects").index)
    assert linked["ids"] == sorted(rows.index)
    assert tiles["valid"]
    assert tiles["colours"] > 3
