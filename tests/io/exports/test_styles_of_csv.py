"""CSV for programs and for a French spreadsheet."""

import csv
import json

import pandas as pd
import pytest
import shapely

from atlas.errors import LayerDataError


def test_for_programs_points_have_degrees_last(write, frames):
    path = write(("mine_shafts",), ".csv")
    assert not path.read_bytes().startswith(b"\xef\xbb\xbf")
    table = pd.read_csv(path)
    assert list(table.columns[-2:]) == ["lon", "lat"]
    points = frames["mine_shafts"].geometry
    assert table["lon"].tolist() == pytest.approx(points.x.tolist(), abs=1e-7, nan_ok=True)


def test_for_programs_areas_have_their_shape_too(write, frames):
    table = pd.read_csv(write(("communes",), ".csv"))
    assert list(table.columns[-3:]) == ["lon", "lat", "wkt"]
    shapes = shapely.from_wkt(table["wkt"].to_numpy())
    assert (shapely.hausdorff_distance(shapes, frames["communes"].geometry.to_numpy()) < 2e-7).all()


def test_a_table_gets_no_columns_of_positions(write, atlas):
    table = pd.read_csv(write(("projects",), ".csv"))
    assert list(table.columns) == ["id", *atlas.catalog["projects"].fields]


def test_a_projected_file_has_metres_in_columns_of_another_name(write):
    table = pd.read_csv(write(("mine_shafts",), ".csv", crs="2154"))
    assert list(table.columns[-2:]) == ["x", "y"]
    assert table["x"].between(600_000, 800_000).all()


def test_a_column_of_the_layer_named_like_a_position_is_renamed(write, frames):
    shafts = frames["mine_shafts"].head(3)
    path = write({"mine_shafts": shafts.assign(lon=["a", "b", "c"], longitude=[1, 2, 3])}, ".csv")
    table = pd.read_csv(path)
    assert table["lon_field"].tolist() == ["a", "b", "c"]
    assert table["longitude_field"].tolist() == [1, 2, 3]
    assert any("lon → lon_field" in note for note in write.notes)


def french(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_a_french_spreadsheet_gets_its_own_marks(write, frames):
    path = write(("mine_shafts",), ".csv", csv="fr", lang="en")
    assert path.read_bytes().startswith(b"\xef\xbb\xbfid;")
    rows = french(path)
    assert list(rows[0])[-4:] == ["Longitude", "Latitude", "X (Lambert-93)", "Y (Lambert-93)"]
    points = frames["mine_shafts"].geometry
    assert [float(row["Longitude"].replace(",", ".")) for row in rows] == pytest.approx(points.x.tolist(), abs=1e-6)
    assert all("." not in row["Longitude"] and "," in row["Longitude"] for row in rows)


def test_a_french_spreadsheet_gets_titles_and_no_noise_of_fractions(write, atlas):
    layer = atlas.catalog["slag_heaps"]
    rows = french(write(("slag_heaps",), ".csv", csv="fr"))
    forms = {text("fr") for text in layer.fields["form"].codes.values()}
    assert {row[layer.fields["form"].title("fr")] for row in rows} <= forms | {""}
    areas = [row["Surface (ha)"] for row in rows if row["Surface (ha)"]]
    assert all(len(area.partition(",")[2]) <= 6 for area in areas)


def test_several_layers_for_a_french_spreadsheet_name_the_layer(write):
    rows = french(write(("slag_heaps", "mine_shafts"), ".csv", csv="fr"))
    assert {row["Couche"] for row in rows} == {"Terrils", "Anciens puits de mine"}
    assert len(rows) == 333 + 636


def test_the_dictionary_of_a_french_file_describes_that_file(write):
    path = write(("slag_heaps",), ".csv", csv="fr")
    sidecar = json.loads(path.with_name("rows.csv-metadata.json").read_text(encoding="utf-8"))
    assert sidecar["dialect"]["delimiter"] == ";"
    columns = sidecar["tableSchema"]["columns"]
    assert [column["titles"] for column in columns] == list(french(path)[0])
    area = next(column for column in columns if column["name"] == "area_ha")
    assert area["datatype"] == {"base": "number", "format": {"decimalChar": ","}}


def test_a_style_of_csv_goes_with_csv_only(write):
    with pytest.raises(LayerDataError, match="--csv goes with"):
        write(("slag_heaps",), ".gpkg", csv="fr")
