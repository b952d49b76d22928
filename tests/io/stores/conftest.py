"""One layer of every kind of column, and the three stores that hold it."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from atlas.catalog import open_catalog
from atlas.io.read import read_layer
from atlas.io.stores.open import open_store
from atlas.io.stores.postgis import PostgisStore
from atlas.io.stores.share import share_layer
from atlas.io.write import write_layer_file

_FIELDS = {
    "name": ("string", ""),
    "tags": ("string", 'separator = ";"'),
    "seen": ("date", ""),
    "count": ("integer", ""),
    "year": ("year", ""),
    "height_m": ("number", ""),
    "open": ("boolean", ""),
}
_SOURCE = """
producer = "tests"
title = "tests"
licence = "{licence}"
accessed = 2026-11-22
citation = "tests"
received_from = "tests"
legal_status = "informative"
processing = {{ fr = "Générée.", en = "Generated." }}
sha256 = {{}}
"""
COUNT = 400


def declare():
    head = 'geometry = "mixed"\ntitle = { fr = "Choses", en = "Things" }\ndescription = { fr = "x", en = "x" }\n'
    fields = "".join(
        f'[fields.{name}]\ntitle = {{ fr = "{name}", en = "{name}" }}\ntype = "{kind}"\n{more}\n'
        for name, (kind, more) in _FIELDS.items()
    )
    style = '[style]\ncolor = "#5B6770"\ncolor_dark = "#9AA5AD"\n'
    part = '[[parts]]\nfile = "things.other.parquet"\n[parts.source]' + _SOURCE.format(licence="ODbL-1.0")
    return f"{head}{fields}{style}[source]{_SOURCE.format(licence='CC0-1.0')}{part}"


def make_rows():
    """Rows of every type, each column with holes; shapes of all kinds, one row in twenty nowhere."""
    random = np.random.default_rng(7)
    centre = random.uniform([2.0, 50.0], [3.5, 51.0], (COUNT, 2))
    points = shapely.points(centre)
    shapes = np.where(np.arange(COUNT) % 3 == 0, shapely.buffer(points, 0.02), points)
    slanted = shapely.linestrings(np.stack([centre, centre + 0.4], axis=1))
    shapes = np.where(np.arange(COUNT) % 3 == 1, slanted, shapes)
    shapes[::20] = None
    holes = random.random((7, COUNT)) < 0.1
    texts = random.choice(["Lens", "Béthune", "l'Escarpelle", "100 % \\ ; x", 'a "b"'], COUNT)
    tags = random.choice(["a", "b", "a;b", "a; c d ;b", "ab;c"], COUNT)
    cells = {
        "name": texts,
        "tags": tags,
        "seen": random.choice(["1990", "1990-05", "1990-05-03"], COUNT),
        "count": random.integers(-5, 5, COUNT),
        "year": random.integers(1800, 2020, COUNT),
        "height_m": np.round(random.normal(0, 30, COUNT), 1),
        "open": random.random(COUNT) < 0.5,
    }
    columns = {
        name: pd.Series(values, dtype=object).mask(hole, None)
        for (name, values), hole in zip(cells.items(), holes, strict=True)
    }
    for name, kind in (("count", "Int64"), ("year", "Int64"), ("height_m", "float64"), ("open", "boolean")):
        columns[name] = pd.to_numeric(columns[name]).astype(kind) if kind != "boolean" else columns[name].astype(kind)
    ids = pd.Index([f"t{number:04d}" for number in range(COUNT)], name="id")
    frame = gpd.GeoDataFrame(columns, geometry=shapes, crs=4326)
    for name in ("name", "tags", "seen"):
        frame[name] = frame[name].astype("str")
    return frame.set_index(ids)


@pytest.fixture(scope="session")
def things(tmp_path_factory):
    """A catalogue of one layer in two files."""
    root = tmp_path_factory.mktemp("stores")
    folder = root / "kinds"
    folder.mkdir()
    theme = 'order = 1\ncolor = "#5B6770"\ncolor_dark = "#9AA5AD"\ntitle = { fr = "x", en = "x" }\n'
    (folder / "theme.toml").write_text(theme + 'description = { fr = "x", en = "x" }\n')
    (folder / "things.toml").write_text(declare())
    catalog = open_catalog(root)
    rows, layer = make_rows(), catalog["things"]
    write_layer_file(rows.iloc[:250], layer, folder / "things.parquet")
    write_layer_file(rows.iloc[250:], layer, folder / "things.other.parquet")
    return catalog


@pytest.fixture(scope="session")
def things_database(things, database_server):
    address = database_server.address()
    share_layer(things["things"], address, over=True)
    yield address
    PostgisStore(address).remove("things")


@pytest.fixture(params=["files:", "duckdb:200MB", "postgis"])
def store(request, things):
    """Each of the stores in turn."""
    address = request.getfixturevalue("things_database") if request.param == "postgis" else request.param
    return open_store(address, things)


@pytest.fixture(scope="session")
def whole(things):
    return read_layer(things["things"])
