"""Conditions of a view as SQL: a GeoPackage, which is SQLite, selects the rows that the atlas keeps."""

import sqlite3

import pytest

from atlas.analysis.filters import mask_rows
from atlas.catalog.filter import NUMERIC, Filter
from atlas.scene.publish.qgis_expressions import filter_sql


def conditions(layer, gdf):
    """Return filters of every operator that the fields of a layer allow."""
    for name, field in layer.fields.items():
        known = gdf[name].dropna()
        if known.empty:
            continue
        yield (Filter(layer.id, name, "missing"),)
        if field.type in NUMERIC:
            middle = float(known.astype("float64").median())
            yield (Filter(layer.id, name, "gte", bound=middle),)
            yield (Filter(layer.id, name, "lte", bound=middle), Filter(layer.id, name, "missing"))
            yield (Filter(layer.id, name, "in", values=(repr(middle),)),)
        elif field.type == "boolean":
            yield (Filter(layer.id, name, "in", values=("true",)),)
        else:
            texts = [
                part.strip() for text in known.astype(str).iloc[:2] for part in text.split(field.separator or "\0")
            ]
            yield (Filter(layer.id, name, "in", values=tuple(texts)),)
            yield (Filter(layer.id, name, "in", values=(texts[0],)), Filter(layer.id, name, "missing"))


@pytest.mark.parametrize("layer_id", ["slag_heaps", "projects", "unesco_sites", "partner_cities"])
def test_sql_selects_the_rows_that_the_atlas_keeps(atlas, layer_id):
    layer, gdf = atlas.catalog[layer_id], atlas.frames[layer_id]
    names = {name: name for name in ("id", *layer.fields)}
    database = sqlite3.connect(":memory:")
    plain = gdf.drop(columns=gdf.geometry.name).astype("object")
    plain.where(plain.notna(), None).to_sql("rows", database, index_label="id")
    count = 0
    for where in conditions(layer, gdf):
        kept = gdf.index[mask_rows(gdf, layer, where)]
        found = database.execute("SELECT id FROM rows WHERE " + filter_sql(where, layer, names)).fetchall()  # noqa: S608
        assert sorted(row for (row,) in found) == sorted(kept), where
        count += 1
    assert count > 10


def test_conditions_on_other_layers_are_none(atlas):
    other = Filter("mines", "dataset", "in", values=("icmm",))
    assert filter_sql([other], atlas.catalog["slag_heaps"], {}) == ""


def test_quotes_stay_in_their_text(atlas):
    layer = atlas.catalog["slag_heaps"]
    hostile = Filter("slag_heaps", "name", "in", values=("d'Auchel\" OR 1=1 --",))
    sql = filter_sql([hostile], layer, {"name": 'na"me'})
    assert sql == '"na""me" IN (\'d\'\'Auchel" OR 1=1 --\')'
