"""Layers of a reader's own, written by hand into a folder: as a program that knows no gate would."""

import geopandas as gpd
import shapely

THEME = """order = 90
color = "#21272A"
color_dark = "#D8D9C5"
title = { fr = "À soi", en = "Own", pt = "Próprio" }
description = { fr = "À soi.", en = "Own.", pt = "Próprio." }
"""
DECLARATION = """geometry = "point"
name = "name"
title = {{ fr = "Couche {id}", en = "Layer {id}", pt = "Camada {id}" }}
description = {{ fr = "Essai.", en = "Trial.", pt = "Ensaio." }}
{more}
[fields.name]
title = {{ fr = "Nom", en = "Name", pt = "Nome" }}
type = "string"
filter = true

[fields.size]
title = {{ fr = "Taille", en = "Size", pt = "Tamanho" }}
type = "number"
unit = "ha"
filter = true

[style]
color = "#21272A"
color_dark = "#D8D9C5"
size_by = "size"

[source]
producer = "Trial"
title = "Trial"
licence = "CC0-1.0"
accessed = 2026-01-01
citation = "Trial"
received_from = "Trial"
processing = {{ fr = "Rien.", en = "Nothing.", pt = "Nada." }}
legal_status = "informative"
sha256 = {{}}
"""


def write_own_layer(root, layer_id, *, sizes=(1.0, 2.0, 3.0), more=""):
    """Write a layer of points in Lens with a number each; return the path of its data file."""
    folder = root / "own"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "theme.toml").write_text(THEME, encoding="utf-8")
    (folder / f"{layer_id}.toml").write_text(DECLARATION.format(id=layer_id, more=more), encoding="utf-8")
    names = [f"row {number}" for number in range(len(sizes))]
    points = [shapely.Point(2.83 + number / 100, 50.43) for number in range(len(sizes))]
    rows = gpd.GeoDataFrame({"id": names, "name": names, "size": sizes}, geometry=points, crs=4326)
    path = folder / f"{layer_id}.parquet"
    rows.to_parquet(path)
    return path
