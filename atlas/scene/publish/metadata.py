"""Metadata of every layer for the data page: sources, dictionary of columns, completeness, results of the check."""

from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

from atlas.catalog.filter import NUMERIC
from atlas.errors import AtlasError
from atlas.i18n import t
from atlas.io.check import check_layer
from atlas.scene.publish.layer_metadata import LayerMetadata, make_layer_metadata
from atlas.scene.publish.qgis_layer import KINDS, geometry_kinds
from atlas.scene.publish.read_snippets import read_snippets
from atlas.scene.query.formatting import spread_between
from atlas.scene.query.row_values import write_value

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from atlas.catalog import Field, Layer
    from atlas.io.atlas import Atlas

# The checks that `check_layer` makes, in this order.
_CHECKS = ("files", "columns", "codes", "ids", "licences", "rows", "shapes")


class CatalogField(TypedDict):
    """A column of a layer, see `describe_layer`; the last three only where the file can be read."""

    id: str
    title: str
    type: str
    kind: str
    unit: str | None
    about: str | None
    values: list[tuple[str, str]]
    several: bool
    known: NotRequired[int]
    least: NotRequired[str]
    greatest: NotRequired[str]


class CatalogLayer(LayerMetadata):
    """A layer on the data page, see `describe_layer`."""

    id: str
    title: str
    theme: str
    geometry: str
    licence: list[str]
    private: bool
    rows: int | None
    placed: int | None
    fields: list[CatalogField]
    checks: list[str]
    problems: list[str]
    # Kind of geometry and its word; the word is empty where the layer has one kind only.
    styles: list[tuple[str, str]]
    # Language of programs, and code in it.
    snippets: list[tuple[str, str]]


def describe_catalog(atlas: "Atlas", lang: str) -> list[CatalogLayer]:
    """Return the metadata of every layer, in the order of the tree; see `describe_layer`."""
    return [describe_layer(layer, atlas, lang) for layer in atlas.catalog.values()]


def describe_layer(layer: "Layer", atlas: "Atlas", lang: str) -> CatalogLayer:
    """Return the metadata of a layer with the dictionary of its columns and the results of its check.

    Returns
    -------
    dict
        The fields of `make_layer_metadata`, and: ``rows`` and ``placed``, the number of rows and of those with a
        position (None where the file cannot be read); ``fields``, the dictionary of columns: ``type``, ``kind`` (the
        type in words), ``unit``, ``about`` (description), ``values`` (code and title of each allowed value),
        ``several`` (a cell may hold several), ``known`` (number of known values), ``least`` and ``greatest`` as cards
        write them; ``checks``, what was checked, and ``problems``, what was found; ``styles``, the kinds of geometry
        that have a style for other programs; ``snippets``, code that reads the layer.
    """
    problems = check_layer(layer, atlas.frames)
    try:
        gdf = atlas.frames[layer.id]
    except AtlasError:
        gdf = None
    return {
        "id": layer.id,
        "title": layer.title(lang),
        "theme": atlas.catalog.themes[layer.theme].title(lang),
        "geometry": t(f"dictionary.geometry_{layer.geometry}", lang),
        "licence": [t(f"licence.{licence}", lang) for licence in dict.fromkeys(s.licence for _, s in layer.files)],
        "private": layer.private,
        "rows": None if gdf is None else len(gdf),
        "placed": None if gdf is None or layer.geometry == "none" else int((~gdf.geometry.array.isna()).sum()),
        **make_layer_metadata(layer, lang),
        "fields": [
            _describe_field(name, field, None if gdf is None else gdf[name], lang)
            for name, field in layer.fields.items()
        ],
        "checks": [t(f"dictionary.check_{check}", lang) for check in _CHECKS],
        "problems": [problem.text_for_readers(lang) for problem in problems],
        "styles": [] if gdf is None else _styles(layer, gdf, lang),
        "snippets": read_snippets(layer),
    }


def _styles(layer: "Layer", gdf: "gpd.GeoDataFrame", lang: str) -> list[tuple[str, str]]:
    if layer.style is None:
        return []
    kinds: list[str] = [*geometry_kinds(gdf.geometry.to_numpy())] or [layer.geometry]
    return [(kind, t(f"qgis.{kind}", lang) if len(kinds) > 1 else "") for kind in kinds if kind in KINDS]


def _describe_field(name: str, field: "Field", column: "pd.Series[Any] | None", lang: str) -> CatalogField:
    described: CatalogField = {
        "id": name,
        "title": field.title(lang),
        "type": field.type,
        "kind": t(f"dictionary.type_{field.type}", lang),
        "unit": field.unit,
        "about": field.description(lang) if field.description else None,
        "values": [(code, text(lang)) for code, text in field.codes.items()],
        "several": field.separator is not None,
    }
    if column is None:
        return described
    known = column.dropna()
    described["known"] = len(known)
    if field.type in NUMERIC and len(known):
        spread = spread_between(known) if field.type == "number" else 0
        described["least"] = write_value(field, known.min(), lang, spread)
        described["greatest"] = write_value(field, known.max(), lang, spread)
    return described
