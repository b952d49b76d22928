"""Names of rows in the language of the reader; the name in the data stays that of the card and of the exports."""

from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.catalog import Layer


def row_name(layer: "Layer", row: "pd.Series[Any]", lang: str) -> str:
    """Return the name of a row in a language; its id where it has none."""
    if row.name in layer.exonyms:
        return layer.exonyms[str(row.name)](lang)
    if layer.name_codes and (code := row[layer.name_codes]) in layer.fields[layer.name_codes].codes:
        return layer.fields[layer.name_codes].codes[code](lang)
    name = row[layer.name]
    return str(row.name) if pd.isna(name) else str(name)


def row_names(layer: "Layer", gdf: "gpd.GeoDataFrame", lang: str) -> "pd.Series[Any]":
    """Return the names of rows in a language; empty where a row has none."""
    names = gdf[layer.name].astype("object")
    if layer.name_codes:
        titles = {code: text(lang) for code, text in layer.fields[layer.name_codes].codes.items()}
        names = gdf[layer.name_codes].astype("object").map(titles).fillna(names)
    if layer.exonyms:
        exonyms = {row: text(lang) for row, text in layer.exonyms.items()}
        names = gdf.index.to_series().map(exonyms).fillna(names)
    return names.where(names.notna(), "").astype(str)
