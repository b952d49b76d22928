import hashlib
import json
from dataclasses import replace

import geopandas as gpd
import pytest
import shapely

from atlas.catalog import open_catalog, shipped_layers
from atlas.environment import ImportLimits
from atlas.errors import LayerDataError
from atlas.io.imports.run_import import scratch
from atlas.io.sources.connector import connector_ids, open_connector
from atlas.io.sources.refresh import fetch_source
from tests.io.sources.source_shapes import (
    GEM_HEADER,
    GEM_ROWS,
    ICMM_HEADER,
    ICMM_ROWS,
    LENS,
    collection,
    datahub_row,
    feature,
    overpass,
    pbf,
    polygons_gpkg,
    srce_zip,
    whc_row,
    whc_xml,
    workbook,
)


@pytest.fixture
def ask(source, catalog):
    """Ask one connector at the test's own server."""

    def run(name, path="/", **changes):
        declared = open_connector(name)
        declared = replace(declared, connector=declared.connector.model_copy(update=changes))
        with scratch() as folder:
            return fetch_source(declared, catalog, None, folder, limits=ImportLimits(), url=source.url + path)

    return run


@pytest.mark.parametrize("name", connector_ids())
def test_every_connector_declares_a_layer_that_the_atlas_can_hold(name):
    declared = open_connector(name)
    assert declared.layer.connector == name
    connector = declared.connector
    made = {*connector.columns, *connector.constants, *connector.measures}
    assert made == (set() if connector.kind == "terrain" else set(declared.layer.fields))
    assert {*connector.required} <= {*connector.columns}
    texts = [declared.layer.title, declared.layer.description, declared.layer.source.processing]
    assert all(text.pt for text in (*texts, *(field.title for field in declared.layer.fields.values())))
    assert set(declared.connector.optional) <= set(declared.layer.fields)
    for field, codes in declared.connector.codes.items():
        assert set(codes.values()) <= set(declared.layer.fields[field].codes)
    assert declared.connector.url.startswith("https://")


def test_the_world_heritage_list_is_read_from_its_xml(source, ask):
    source.answer("/", whc_xml([whc_row(1360), whc_row(7, category="Mixed", transboundary=1, iso_code="fr,be")]))
    fresh = ask("world_heritage_list")
    row = fresh.rows.loc["1360"]
    assert (row["name"], row["category"], row["inscribed_year"], row["transboundary"]) == (
        *("Site 1360", "cultural", 2012),
        False,
    )
    assert row.geometry.equals(shapely.Point(3.1, 50.4))
    assert fresh.rows.loc["7", "transboundary"]
    assert not [column for column in fresh.rows.columns if "description" in column or "danger" in column]


def test_the_world_heritage_list_is_read_page_by_page_from_the_data_hub(source, ask):
    rows = [datahub_row(number) for number in range(1, 8)]

    def page(query, _):
        start, limit = int(query["offset"]), int(query["limit"])
        return json.dumps({"total_count": len(rows), "results": rows[start : start + limit]}).encode()

    source.answer("/", page)
    fresh = ask("world_heritage_datahub", page=3)
    assert sorted(fresh.rows.index, key=int) == [str(number) for number in range(1, 8)]
    assert [query["offset"] for _, query, _ in source.requests] == ["0", "3", "6"]
    assert fresh.rows.loc["3", "name_fr"] == "Bien 3"


def test_tables_of_covadis_come_out_of_their_archive_in_degrees(source, ask, tmp_path):
    source.answer("/srce.zip", srce_zip(tmp_path))
    areas = ask("srce_reservoirs", "/srce.zip").rows
    assert dict(areas["name"]) == {"r1": "Forêt", "r2": "Marais"}
    assert areas.loc["r2", "objective"] == "remettre en bon état"
    assert 2 < areas.total_bounds[0] < 4
    lines = ask("srce_corridors", "/srce.zip").rows
    assert dict(lines["milieu"]) == {"c1": "ouvert"}
    assert lines["interregional"].isna().all()


def test_covadis_without_projection_is_in_the_system_that_the_standard_says(source, ask, tmp_path):
    source.answer("/srce.zip", srce_zip(tmp_path, with_projection=False))
    assert 2 < ask("srce_reservoirs", "/srce.zip").rows.total_bounds[0] < 4


def test_heaps_of_overpass_are_points_lines_and_areas_with_their_holes(source, ask):
    source.answer("/", json.dumps(overpass()).encode())
    heaps = ask("osm_spoil_heaps").rows
    assert dict(heaps.geom_type) == {
        "node/1": "Point",
        "way/2": "Polygon",
        "way/3": "LineString",
        "relation/4": "Polygon",
    }
    assert len(heaps.geometry["relation/4"].interiors) == 1
    assert heaps.loc["way/2", "resource"] == "coal"
    assert source.requests[0][1]["data"].startswith("[out:json]")


def test_an_answer_that_overpass_calls_unfinished_is_refused(source, ask):
    source.answer("/", json.dumps(overpass() | {"remark": "runtime error: Query timed out"}).encode())
    with pytest.raises(LayerDataError, match="Query timed out"):
        ask("osm_spoil_heaps")


def test_heaps_of_an_extract_are_those_with_the_tag(source, ask):
    source.answer("/extract.osm.pbf", pbf())
    heaps = ask("osm_spoil_heaps_extract", "/extract.osm.pbf").rows
    assert dict(heaps.geom_type) == {"node/1": "Point", "way/10": "Polygon"}
    assert heaps.loc["node/1", "name"] == "Terril"
    assert heaps.geometry["node/1"].distance(shapely.Point(LENS)) < 1e-6


def test_coal_mines_keep_their_phases_and_what_is_unknown_stays_so(source, ask):
    sheets = {"About": [["words"]], "GCMT Non-closed Mines": [GEM_HEADER, *GEM_ROWS], "Metadata": [["more"]]}
    source.answer("/gem.xlsx", workbook(sheets))
    mines = ask("gem_coal_mines", "/gem.xlsx").rows
    assert list(mines.index.sort_values()) == ["m0130", "m0130_2", "m5577"]
    assert mines.loc["m0130", ["capacity_mtpa", "country"]].tolist() == [7.2, "Brazil"]
    assert mines.loc["m0130", ["opening_year", "area_km2_producer"]].isna().all()
    assert mines.loc["m5577", "opening_year"] == 1916


def test_sites_of_icmm_are_read_from_their_sheet(source, ask):
    source.answer("/icmm.xlsx", workbook({"Dataset": [ICMM_HEADER, *ICMM_ROWS]}))
    sites = ask("icmm_mines", "/icmm.xlsx").rows
    assert sites.loc["icmm00264", ["name", "commodity"]].tolist() == ["Salamangone", "gold"]
    assert sites["confidence"].isna().all()


def test_mining_polygons_have_ids_of_their_shapes_whatever_the_order(source, ask, tmp_path):
    source.answer("/m.gpkg", polygons_gpkg(tmp_path))
    polygons = ask("mining_polygons", "/m.gpkg").rows
    assert dict(polygons["iso3"].value_counts()) == {"POL": 1, "CHL": 1}
    assert all(len(name) == 16 for name in polygons.index)
    assert ask("mining_polygons", "/m.gpkg").rows.index.tolist() == polygons.index.tolist()


def test_regions_of_gisco_are_read(source, ask):
    regions = [feature(n, NUTS_ID=f"FRE1{n}", LEVL_CODE=3, CNTR_CODE="FR", NAME_LATN=f"Région {n}") for n in (1, 2)]
    source.answer("/n.geojson", collection(regions))
    nuts = ask("gisco_nuts", "/n.geojson").rows
    assert dict(nuts["name"]) == {"fre11": "Région 1", "fre12": "Région 2"}
    assert nuts["level"].tolist() == [3, 3]


def wfs(features, *, total=None):
    def page(query, _):
        start, count = int(query["STARTINDEX"]), int(query["COUNT"])
        part = features[start : start + count]
        matched = len(features) if total is None else total
        return json.dumps({"type": "FeatureCollection", "features": part, "numberMatched": matched}).encode()

    return page


def communes(count):
    return [
        feature(n, code_insee=f"62{n:03}", nom_officiel=f"Commune {n}", population=n, insee_dep="62")
        for n in range(count)
    ]


def test_communes_come_page_by_page_from_the_wfs(source, ask):
    source.answer("/wfs", wfs(communes(7)))
    found = ask("ign_communes", "/wfs", page=3).rows
    assert found.loc["62003", "name"] == "Commune 3"
    assert len(found) == 7
    assert [query["STARTINDEX"] for _, query, _ in source.requests] == ["0", "3", "6"]
    assert source.requests[0][1]["BBOX"].endswith(",EPSG:4326")


def test_a_wfs_that_ends_before_what_it_announced_is_refused(source, ask):
    source.answer("/wfs", wfs(communes(4), total=9))
    with pytest.raises(LayerDataError, match="4 rows received of 9"):
        ask("ign_communes", "/wfs", page=3)


def test_a_wfs_that_repeats_its_first_page_is_refused(source, ask):
    page = json.dumps({"features": communes(3), "numberMatched": 9}).encode()
    source.answer("/wfs", page)
    with pytest.raises(LayerDataError, match="the same page comes again"):
        ask("ign_communes", "/wfs", page=3)


def test_a_wfs_with_latitude_first_is_noticed(source, ask):
    source.answer(
        "/wfs",
        wfs(
            [
                feature(n, 50.43, 2.83, code_insee=f"62{n}", nom_officiel="x", population=1, insee_dep="62")
                for n in (1, 2)
            ]
        ),
    )
    with pytest.raises(LayerDataError, match="seem to be swapped"):
        ask("ign_communes", "/wfs", page=3)


@pytest.mark.parametrize("body", [b"<ExceptionReport/>", b"[]", b'{"features": 3}'])
def test_a_wfs_that_answers_something_else_is_refused(source, ask, body):
    source.answer("/wfs", body)
    with pytest.raises(LayerDataError, match="not the expected one"):
        ask("ign_communes", "/wfs", page=3)


@pytest.fixture
def shafts(source, tmp_path):
    """A data set of data.gouv.fr with two files, the second the shafts as a shapefile in an archive."""
    table = gpd.GeoDataFrame(
        {"compagnie": ["Aniche"], "fosse": ["Gayant"], "puits": ["1"], "commune": ["Waziers"], "creusement": ["1852"]},
        geometry=[shapely.Point(3.1, 50.38)],
        crs=4326,
    )
    table.to_file(tmp_path / "puits.shp.zip", driver="ESRI Shapefile", encoding="UTF-8")
    content = (tmp_path / "puits.shp.zip").read_bytes()
    source.answer("/puits.zip", content)
    resources = [
        {"title": "Notice", "url": f"{source.url}/notice.pdf"},
        {"title": "Puits de mines", "url": f"{source.url}/puits.zip"},
    ]
    return content, resources


def test_a_file_of_a_data_set_is_found_by_its_title_and_its_hash_held_against_it(source, ask, shafts):
    content, resources = shafts
    resources[1]["checksum"] = {"type": "sha1", "value": hashlib.sha1(content).hexdigest()}  # noqa: S324
    source.answer("/api", json.dumps({"resources": resources}).encode())
    assert ask("mbm_shafts", "/api").rows.loc["aniche_gayant_1", "sunk"] == "1852"
    resources[1]["checksum"]["value"] = "0" * 40
    source.answer("/api", json.dumps({"resources": resources}).encode())
    with pytest.raises(LayerDataError, match="checksum"):
        ask("mbm_shafts", "/api")


def test_a_data_set_without_the_file_says_what_it_has(source, ask, shafts):
    source.answer("/api", json.dumps({"resources": shafts[1][:1]}).encode())
    with pytest.raises(LayerDataError, match="no file “puits” in the data set; it holds Notice"):
        ask("mbm_shafts", "/api")


def test_a_column_that_is_gone_is_named_with_those_that_are_there(source, ask):
    source.answer("/n.geojson", collection([feature(1, NUTS_ID="FRE11", LEVEL=3, CNTR_CODE="FR", NAME_LATN="x")]))
    with pytest.raises(LayerDataError, match=r"no longer has the columns LEVL_CODE; it has .*LEVEL"):
        ask("gisco_nuts", "/n.geojson")


def test_a_word_that_the_declaration_does_not_know_is_said(source, ask):
    source.answer("/", whc_xml([whc_row(1, category="Lunar")]))
    with pytest.raises(LayerDataError, match="no code for 'Lunar'"):
        ask("world_heritage_list")


def test_xml_with_entities_is_refused(source, ask):
    bomb = b'<!DOCTYPE q [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>' + whc_xml([whc_row(1)]).split(b"?>")[1]
    source.answer("/", bomb)
    with pytest.raises(LayerDataError, match="document type or entities"):
        ask("world_heritage_list")


def test_shipped_layers_keep_their_ids_to_themselves_but_for_those_that_a_source_completes():
    catalog = open_catalog(shipped_layers(), beside=())
    assert not [layer for layer in catalog.values() if layer.connector or layer.completes]
    shared = sorted(set(catalog) & set(connector_ids()))
    assert shared == ["blue_corridors"]
    for name in shared:
        declared = open_connector(name).layer
        assert (declared.completes, declared.theme, declared.fields) == (
            True,
            catalog[name].theme,
            catalog[name].fields,
        )
