import csv
import io
import json
import sqlite3
import zipfile
from datetime import date
from urllib.parse import parse_qs

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely

from atlas.catalog import in_language
from atlas.errors import LayerDataError
from atlas.io.export import export_rows
from atlas.io.exports.formats import ExportOptions
from atlas.io.pack_rows import pack_rows
from atlas.io.provenance import trace

LINK = "?layers=slag_heaps&slag_heaps.form=conical"
# Formats that hold the columns under their own names, in one table.
PLAIN = (".geojson", ".gpkg", ".csv", ".parquet", ".fgb")
FORMULAS = {
    "=1+1": "'=1+1",
    "+33 3 21": "'+33 3 21",
    "-2": "'-2",
    "@SUM(A1)": "'@SUM(A1)",
    "\t=1": "'\t'=1",
    '=HYPERLINK("http://x")': '\'=HYPERLINK("http://x")',
    "＝1+1": "'＝1+1",  # noqa: RUF001
    "Lens;=1+1": "Lens;'=1+1",
    "Lens\n=1+1": "Lens\n'=1+1",
    'Lens, "=1+1': "Lens, \"'=1+1",
}


@pytest.fixture
def export(catalog, tmp_path):
    def write(rows, ending):
        path = tmp_path / f"rows{ending}"
        export_rows(rows, path, trace(rows, catalog, link=LINK, made=date(2026, 11, 22)))
        return path

    return write


def reread(path):
    readers = {".csv": lambda p: pd.read_csv(p, dtype="str", keep_default_na=False), ".parquet": gpd.read_parquet}
    return readers.get(path.suffix, gpd.read_file)(path)


@pytest.mark.parametrize("ending", PLAIN)
@pytest.mark.parametrize("layer", ["slag_heaps", "mine_shafts", "communes", "projects", "twinnings"])
def test_every_row_and_value_comes_back(export, atlas, layer, ending):
    gdf = atlas.frames[layer]
    back = reread(export({layer: gdf}, ending))
    if ending == ".fgb":
        # Sorted by place, for its index.
        back = back.set_index("id").loc[gdf.index].reset_index()
    assert back["id"].tolist() == gdf.index.tolist()
    for name, field in atlas.catalog[layer].fields.items():
        ours, theirs = gdf[name].reset_index(drop=True), back[name]
        known = ours.notna().to_numpy()
        if ending == ".csv":
            assert (theirs[~known] == "").all()
            texts = ours[known].map(lambda cell: str(cell).removesuffix(".0"))
            plain = theirs[known].map(lambda cell: cell.removeprefix("'").removesuffix(".0"))
            assert plain.tolist() == texts.tolist(), name
            continue
        assert (theirs.notna().to_numpy() == known).all(), name
        if field.type in {"integer", "number", "year", "boolean"}:
            np.testing.assert_allclose(theirs[known].astype(float), ours[known].astype(float))
        else:
            assert theirs[known].astype(str).str.lower().tolist() == ours[known].astype(str).str.lower().tolist(), name
    if ending != ".csv" and (ending, layer) != (".gpkg", "projects"):
        placed = gdf.geometry.notna().to_numpy()
        assert (back.geometry.notna().to_numpy() == placed).all()
        # GeoJSON winds rings as RFC 7946 says and keeps seven decimals; a GeoPackage makes all areas multiple.
        ours, theirs = gdf.geometry.reset_index(drop=True)[placed], back.geometry[placed]
        assert (shapely.hausdorff_distance(ours.to_numpy(), theirs.to_numpy()) < 1e-6).all()
        assert (shapely.get_num_coordinates(ours.to_numpy()) == shapely.get_num_coordinates(theirs.to_numpy())).all()


def test_what_a_spreadsheet_would_compute_is_text(export, frames):
    heaps = frames["slag_heaps"].head(len(FORMULAS)).assign(name=list(FORMULAS))
    with export({"slag_heaps": heaps}, ".csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["name"] for row in rows] == list(FORMULAS.values())
    assert all(row["area_ha"] == "" or float(row["area_ha"]) > 0 for row in rows)


def test_a_geopackage_carries_its_provenance_in_its_metadata_tables(export, frames):
    path = export({"slag_heaps": frames["slag_heaps"]}, ".gpkg")
    with sqlite3.connect(path) as database:
        [(metadata,)] = database.execute("SELECT metadata FROM gpkg_metadata").fetchall()
        [(description,)] = database.execute("SELECT description FROM gpkg_contents").fetchall()
    database.close()
    for text in ("Mission Bassin Minier", "etalab-2.0; ", "CC-BY-SA-4.0", "2026-11-22", "slag_heaps.form=conical"):
        assert text.removesuffix("; ") in metadata
    assert "CC-BY-SA-4.0" in description


def test_geojson_carries_its_provenance_in_a_member(export, frames):
    collection = json.loads(export({"slag_heaps": frames["slag_heaps"]}, ".geojson").read_text(encoding="utf-8"))
    metadata = collection["metadata"]
    assert (metadata["permalink"], metadata["date"]) == (LINK, "2026-11-22")
    assert metadata["licences"] == ["CC-BY-SA-4.0", "etalab-2.0"]
    assert [source["producer"] for source in metadata["sources"]]


def test_geoparquet_carries_its_provenance_beside_its_geometry(export, frames):
    metadata = pq.read_schema(export({"slag_heaps": frames["slag_heaps"]}, ".parquet")).metadata
    assert json.loads(metadata[b"atlas"])["permalink"] == LINK
    assert b"geo" in metadata


def test_a_csv_lies_beside_a_dictionary_of_its_columns(export, atlas):
    path = export({"slag_heaps": atlas.frames["slag_heaps"]}, ".csv")
    sidecar = json.loads(path.with_name("rows.csv-metadata.json").read_text(encoding="utf-8"))
    assert (sidecar["url"], sidecar["dc:identifier"], sidecar["dc:date"]) == ("rows.csv", LINK, "2026-11-22")
    columns = sidecar["tableSchema"]["columns"]
    declared = ["id", *atlas.catalog["slag_heaps"].fields]
    assert [column["name"] for column in columns] == [*declared, "lon", "lat", "wkt"]
    area = next(column for column in columns if column["name"] == "area_ha")
    assert (area["datatype"], area["schema:unitText"], area["titles"]["fr"]) == ("number", "ha", "Surface")
    assert sidecar["@context"][0] == "http://www.w3.org/ns/csvw"


def test_only_the_sources_of_rows_that_are_there_are_named(atlas):
    heaps = atlas.frames["slag_heaps"]
    listed = heaps[heaps["licence"] == "CC-BY-SA-4.0"]
    provenance = trace({"slag_heaps": listed}, atlas.catalog, link=LINK, made=date(2026, 11, 22))
    assert {source.licence for _, source in provenance.sources} == {"CC-BY-SA-4.0"}
    named = [in_language(source.producer, "en") for _, source in provenance.sources]
    assert named == ["Contributors to French Wikipedia"]


@pytest.mark.parametrize(
    ("ending", "sent"),
    [
        ("geojson", "geojson"),
        ("gpkg", "gpkg"),
        ("parquet", "parquet"),
        ("csv", "zip"),
        ("shp.zip", "shp.zip"),
        ("shp", "shp.zip"),
    ],
)
def test_a_file_to_send_is_named_after_its_layer_and_day(atlas, ending, sent):
    rows = {"slag_heaps": atlas.frames["slag_heaps"]}
    provenance = trace(rows, atlas.catalog, link=LINK, made=date(2026, 11, 22))
    name, _, content = pack_rows(rows, provenance, ending=ending, options=ExportOptions(lang="fr"))
    assert name == f"atlas-slag_heaps-2026-11-22.{sent}"
    assert len(content) > 1000


def test_a_sent_csv_travels_with_its_sidecar_and_a_note(atlas):
    rows = {"slag_heaps": atlas.frames["slag_heaps"]}
    provenance = trace(rows, atlas.catalog, link=LINK, made=date(2026, 11, 22))
    _, _, content = pack_rows(rows, provenance, ending="csv", options=ExportOptions(lang="fr"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        table, sidecar, note = archive.namelist()
        assert sidecar == f"{table}-metadata.json"
        text = archive.read(note).decode()
        assert json.loads(archive.read(sidecar))["url"] == table
    assert LINK in text
    assert "apostrophe" in text
    assert parse_qs(LINK[1:])


@pytest.mark.parametrize("ending", ["xls", "../../x.csv", "csv/../../x.gpkg", ""])
def test_no_other_format_is_sent(atlas, ending):
    rows = {"communes": atlas.frames["communes"]}
    provenance = trace(rows, atlas.catalog, link=LINK, made=date(2026, 11, 22))
    with pytest.raises(LayerDataError, match="no format"):
        pack_rows(rows, provenance, ending=ending, options=ExportOptions(lang="fr"))


@pytest.mark.parametrize("ending", PLAIN)
def test_an_export_holds_every_row_id_first(export, frames, ending):
    heaps = frames["slag_heaps"]
    table = reread(path := export({"slag_heaps": heaps}, ending))
    columns = [column for column in table.columns if column not in {"geometry", "bbox"}]
    positions = ["lon", "lat", "wkt"] if ending == ".csv" else []
    assert columns == ["id", *(column for column in heaps.columns if column != "geometry"), *positions]
    assert sorted(table["id"]) == sorted(heaps.index)
    assert (table["area_ha"].replace("", None).isna().sum()) == heaps["area_ha"].isna().sum()
    if ending != ".csv":
        assert table.geometry.isna().sum() == 6
        assert table.crs == "EPSG:4326"
    beside = [path, path.with_name("rows.csv-metadata.json")] if ending == ".csv" else [path]
    assert sorted(path.parent.iterdir()) == sorted(beside)


@pytest.mark.parametrize("ending", [ending for ending in PLAIN if ending != ".gpkg"])
def test_several_layers_in_one_file_say_which_is_which(export, frames, ending):
    table = reread(export({layer: frames[layer] for layer in ("slag_heaps", "communes", "projects")}, ending))
    assert list(table.columns[:2]) == ["id", "layer"]
    assert table["layer"].value_counts().to_dict() == {"slag_heaps": 333, "communes": 250, "projects": 61}


def test_an_export_that_cannot_be_written_is_said_and_leaves_nothing(export, frames, tmp_path):
    with pytest.raises(LayerDataError, match="no format for this ending; choose one of"):
        export({"communes": frames["communes"]}, ".xls")
    with pytest.raises(LayerDataError, match="cannot be written"):
        export({"communes": frames["communes"]}, "/nowhere/x.csv")
    assert list(tmp_path.iterdir()) == []


def test_a_geopackage_has_one_table_a_layer(export, frames):
    path = export({layer: frames[layer] for layer in ("slag_heaps", "communes", "projects")}, ".gpkg")
    listed = {name: pyogrio.read_info(path, layer=name)["features"] for name, _ in pyogrio.list_layers(path)}
    assert listed == {"slag_heaps": 333, "communes": 250, "projects": 61}
    assert "layer" not in pyogrio.read_info(path, layer="communes")["fields"]


@pytest.mark.parametrize("ending", [ending for ending in PLAIN if ending != ".gpkg"])
def test_columns_of_one_name_and_two_types_become_text(export, frames, ending):
    rows = {layer: frames[layer] for layer in ("unesco_components", "slag_heaps", "intercommunalities")}
    table = reread(export(rows, ending))
    numbers = table.loc[table["layer"] == "unesco_components", "number"]
    assert sorted(numbers, key=int) == [str(number) for number in range(1, 110)]


def test_an_export_of_no_layer_is_said(export):
    with pytest.raises(LayerDataError, match="shows no layer"):
        export({}, ".csv")


@pytest.mark.parametrize("ending", [".geojson", ".gpkg"])
def test_a_folder_that_is_not_there_is_said_for_every_format(export, frames, ending):
    with pytest.raises(LayerDataError, match="cannot be written"):
        export({"communes": frames["communes"]}, f"/nowhere/x{ending}")


def test_credits_travel_inside_geojson(export, frames):
    path = export({"coal_regions": frames["coal_regions"]}, ".geojson")
    assert "© EuroGeographics" in path.read_text(encoding="utf-8")
