"""What one takes can be brought again: the same ids, fields, values and geometry, for every format and geometry."""

import shutil
import zipfile
from datetime import date

import numpy as np
import pandas as pd
import pytest
import shapely

from atlas.io.exports.formats import FORMATS, ExportOptions
from atlas.io.exports.names import column_names
from atlas.io.pack_rows import pack_rows
from atlas.io.provenance import trace
from tests.io.imports.conftest import gate, quick  # noqa: F401 - fixtures

# A layer for each geometry: points and lines with rows without position, areas, mixed shapes, a table.
LAYERS = ("viewpoints", "mine_shafts", "twinnings", "green_corridors", "intercommunalities", "slag_heaps", "projects")
ENDINGS = (".gpkg", ".geojson", ".fgb", ".parquet", ".shp.zip", ".kml")
# Longitude and latitude keep seven decimals at least.
DEGREES = 2e-7


def sampled(layers, endings):
    """Return every layer in every format: each layer in one and each format for one by default, the rest is slow."""
    cases = [
        (layer, ending, (place - turn) % len(endings) == 0)
        for place, layer in enumerate(layers)
        for turn, ending in enumerate(endings)
    ]
    return [pytest.param(layer, ending, marks=[] if own else [pytest.mark.slow]) for layer, ending, own in cases]


def taken(write, layer, ending, **options):
    path = write((layer,), ending, **options)
    return str(shutil.copy(path, path.with_name(f"{layer}{ending}")))


def brought(importer, path):
    """Import a file; the parts of an archive one by one, as their reader is asked to."""
    if not path.endswith(".shp.zip"):
        return importer.rows(path)
    with zipfile.ZipFile(path) as archive:
        parts = [name for name in archive.namelist() if name.endswith((".shp", ".csv"))]
    return pd.concat([importer.rows(path, "--layer", part) for part in parts])


def fields_of(layer, ending):
    """Return the field of the layer brought again for each declared one."""
    fields = {name: name for name in layer.fields}
    if ending == ".kml":
        # Technical columns stay in the atlas; the name of a placemark is the column `name`.
        fields = {name: own for name, own in fields.items() if not layer.fields[name].technical}
        renamed = column_names(fields, FORMATS["kml"])
        return {name: name if name == layer.name == "name" else renamed[name] for name in fields}
    # A table is a CSV file in the archive.
    if ending == ".shp.zip" and layer.geometry != "none":
        return dict(list(column_names(("id", *fields), FORMATS["shp.zip"]).items())[1:])
    return fields


def same_values(ours, theirs, *, cut=None):
    known = ours.notna().to_numpy()
    assert (theirs.notna().to_numpy() == known).all()
    if pd.api.types.is_numeric_dtype(ours) or pd.api.types.is_bool_dtype(ours):
        np.testing.assert_allclose(theirs[known].astype(float), ours[known].astype(float), rtol=1e-9)
    else:
        texts = ours[known].astype(str).map(lambda text: text.encode()[:cut].decode("utf-8", "ignore"))
        assert theirs[known].astype(str).tolist() == texts.tolist()


def same_places(ours, back):
    placed = ours.geometry.notna()
    assert (back.geometry.notna() == placed).all()
    distance = shapely.hausdorff_distance(ours.geometry[placed].to_numpy(), back.geometry[placed].to_numpy())
    assert (distance < DEGREES).all()


@pytest.mark.parametrize(("layer_id", "ending"), sampled(LAYERS, ENDINGS))
def test_a_layer_taken_is_brought_again(quick, write, atlas, layer_id, ending):  # noqa: F811
    layer, ours = atlas.catalog[layer_id], atlas.frames[layer_id]
    back = brought(quick, taken(write, layer_id, ending)).loc[ours.index]
    fields = fields_of(layer, ending)
    for name, other in fields.items():
        if ours[name].isna().all():
            continue
        same_values(
            ours[name].reset_index(drop=True),
            back[other].reset_index(drop=True),
            cut=254 if ending == ".shp.zip" and layer.geometry != "none" else None,
        )
    same_places(ours, back)


@pytest.mark.parametrize("ending", [".gpkg", ".fgb", ".parquet", ".shp.zip"])
def test_lambert_93_comes_back_at_the_same_place(quick, write, atlas, ending):  # noqa: F811
    ours = atlas.frames["slag_heaps"]
    back = brought(quick, taken(write, "slag_heaps", ending, crs="EPSG:2154")).loc[ours.index]
    placed = ours.geometry.notna()
    distance = shapely.hausdorff_distance(ours.geometry[placed].to_numpy(), back.geometry[placed].to_numpy())
    assert (distance < DEGREES).all()


@pytest.mark.journey
def test_a_file_with_rows_without_geometry_is_read_in_a_process_of_its_own(gate, write, atlas):  # noqa: F811
    back = gate.rows(taken(write, "mine_shafts", ".fgb"))
    assert sorted(back.index) == sorted(atlas.frames["mine_shafts"].index)


@pytest.mark.parametrize("layer_id", LAYERS)
def test_a_csv_for_programs_is_brought_again(quick, write, atlas, layer_id):  # noqa: F811
    layer, ours = atlas.catalog[layer_id], atlas.frames[layer_id]
    back = brought(quick, taken(write, layer_id, ".csv")).loc[ours.index]
    for name in layer.fields:
        if name in back.columns and pd.api.types.is_numeric_dtype(ours[name]):
            same_values(ours[name].reset_index(drop=True), back[name].reset_index(drop=True))
    same_places(ours, back)
    assert not {"lon", "lat", "x", "y", "wkt"} & set(back.columns)


@pytest.mark.journey
@pytest.mark.parametrize(("ending", "options"), [(".xlsx", {}), (".csv", {"csv": "fr"})])
@pytest.mark.parametrize("layer_id", ["mine_shafts", "viewpoints", "twinnings", "projects"])
def test_a_spreadsheet_is_brought_again_with_a_point_on_each_object(quick, write, atlas, layer_id, ending, options):  # noqa: F811
    layer, ours = atlas.catalog[layer_id], atlas.frames[layer_id]
    path = taken(write, layer_id, ending, lang="fr", **options)
    back = quick.rows(path).loc[ours.index]
    titles = {field.title("fr") for name, field in layer.fields.items() if ours[name].notna().any()}
    brought_titles = {field.title("fr").split(" (")[0] for field in quick.layer().fields.values()}
    assert {title.split(" (")[0] for title in titles} == brought_titles
    placed = ours.geometry.notna()
    assert (back.geometry.notna() == placed).all()
    distance = shapely.distance(back.geometry[placed].to_numpy(), ours.geometry[placed].to_numpy())
    assert (distance < 2e-6).all()


def test_a_downloaded_archive_of_csv_is_brought_again_as_it_is(quick, atlas, tmp_path):  # noqa: F811
    rows = {"mine_shafts": atlas.frames["mine_shafts"]}
    provenance = trace(rows, atlas.catalog, link="?layers=mine_shafts", made=date(2026, 11, 30))
    name, _, content = pack_rows(rows, provenance, ending="csv", options=ExportOptions())
    (tmp_path / name).write_bytes(content)
    same_places(atlas.frames["mine_shafts"], quick.rows(tmp_path / name).loc[atlas.frames["mine_shafts"].index])
