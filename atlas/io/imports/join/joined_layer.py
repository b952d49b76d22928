"""Write a joined table as a layer: its rows with the positions of their objects, and its declaration."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import shapely
import tomlkit

from atlas.catalog.licences import can_mix
from atlas.catalog.placeholders import TO_COMPLETE
from atlas.errors import LayerDataError
from atlas.i18n import LANGUAGES, t
from atlas.io.geoparquet import write_covered
from atlas.io.imports.draft_declaration import draft_layer
from atlas.io.imports.join.figure_kinds import without_unit
from atlas.io.imports.join.join_table import JoinedTable, joined_rows
from atlas.io.imports.join.sentences import describe_join
from atlas.io.imports.join.years import year_in
from atlas.io.imports.normalise.columns import Column, read_columns
from atlas.io.imports.report import Answers, Findings, NewLayer
from atlas.io.imports.source_file import SourceFile
from atlas.io.write import in_order

if TYPE_CHECKING:
    from atlas.catalog import Layer, Source
    from atlas.environment import ImportLimits
    from atlas.io.atlas import Atlas
    from atlas.io.imports.join.report import JoinReport

# Columns of the object beside those of the table.
NAME, PLACE = "name", "place"
# Below no zoom are symbols drawn as areas: amounts are read by the size of a symbol, not by that of a territory.
_ALWAYS = 99
# Pixels of the symbol of a typical amount.
_SIZE = 7.0
# The largest symbol of a map (`atlas.scene.map.compose`).
_MOST = 13.0
# Rows and vertices of the overview map.
_SKETCHED, _SKETCH_VERTICES, _LEAST_VERTICES = 1_500, 8_000, 5


def write_joined_layer(
    joined: JoinedTable,
    new_layer: NewLayer,
    findings: Findings,
    atlas: "Atlas",
    folder: Path,
    *,
    limits: "ImportLimits",
) -> tuple[Path, Path]:
    """Write the rows and the declaration of a joined layer; return their paths.

    Parameters
    ----------
    joined
        Rows without an open question.
    new_layer
        What the reader states about the layer.
    findings
        Report of the file; it takes the fields and the extent of the layer.
    atlas
        Layers and rows.
    folder
        Takes both files.
    limits
        Limits of an import.

    Raises
    ------
    LayerDataError
        The licence that the reader states is not that of the positions.
    """
    layer = atlas.catalog[joined.report.layer]
    _check_licence(new_layer, layer)
    shapes = joined_rows(joined, layer, atlas)
    columns = _columns(joined, findings, limits)
    gdf = _frame(columns, shapes)
    _complete(findings, gdf, columns, layer)
    own = {column.source: column.id for column in columns}
    joined.report.figures = [
        (own[name], name, kind, joined.units.get(name, "")) for name, kind in joined.kinds.items() if name in own
    ]
    rows = folder / "rows.parquet"
    write_covered(in_order(gdf).reset_index(), rows)
    declaration = folder / "layer.toml"
    text = draft_layer(new_layer, findings, columns)
    declaration.write_text(_declare(text, joined, layer), encoding="utf-8")
    return rows, declaration


def _check_licence(new_layer: NewLayer, layer: "Layer") -> None:
    licences = {source.licence for _, source in layer.files}
    if new_layer.licence and not (can_mix({new_layer.licence, *licences}) and licences <= _FREE | {new_layer.licence}):
        raise LayerDataError(
            "join_licence", key="licence", value=new_layer.licence, licences=", ".join(sorted(licences))
        )


# Positions under these may be passed on with figures under another licence.
_FREE = {
    "etalab-2.0",
    "CC0-1.0",
    "CC-BY-4.0",
    "LicenseRef-facts",
    "LicenseRef-public-domain",
    "LicenseRef-UNESCO-facts",
}


def _columns(joined: JoinedTable, findings: Findings, limits: "ImportLimits") -> list[Column]:
    """Return the fields: name and id of the object, then the columns of the table."""
    rows = joined.rows if joined.rows is not None else pd.DataFrame()
    places = rows.index.astype(str)
    source = SourceFile(Path(findings.file), findings.format, Answers(), limits, findings)
    # An object's own name and id come first, so that columns of the table called alike get other ids.
    table = {
        NAME: _cells(pd.Series([joined.names[place] for place in places], dtype=object)),
        PLACE: _cells(pd.Series(list(places), dtype=object)),
    }
    table |= {(f"{name} " if name in table else name): _cells(rows[name]) for name in rows}
    columns = read_columns(source, table)
    kinds = joined.kinds
    # A figure stays a number although its name may be that of a year, and a filter although it hardly varies.
    return [
        Column(c.id, c.source, "integer" if c.type == "year" and c.source in kinds else c.type, c.cells, c.is_facet)
        for c in columns
    ]


def _cells(series: "pd.Series[Any]") -> pa.ChunkedArray:
    return pa.chunked_array([pa.array(series, from_pandas=True)])


def _frame(columns: list[Column], shapes: gpd.GeoSeries) -> gpd.GeoDataFrame:
    rows = shapes.index.to_series()
    again = rows.groupby(rows).cumcount().to_numpy()
    # Several rows of an object are told apart by a number.
    ids = [place if not number else f"{place}_{number + 1}" for place, number in zip(shapes.index, again, strict=True)]
    data = {column.id: column.cells.to_pandas(types_mapper=_nullable) for column in columns}
    frame = pd.DataFrame(data).set_axis(pd.Index(ids, name="id"), axis=0)
    return gpd.GeoDataFrame(frame, geometry=shapes.to_numpy(), crs="EPSG:4326")


def _nullable(kind: pa.DataType) -> Any:
    return pd.Int64Dtype() if pa.types.is_integer(kind) else None


def _complete(findings: Findings, gdf: gpd.GeoDataFrame, columns: list[Column], layer: "Layer") -> None:
    """Fill the report of the file with what the layer has."""
    findings.geometry, findings.kept = layer.geometry, len(gdf)
    findings.placed = int(gdf.geometry.notna().sum())
    findings.crs, findings.crs_from = "EPSG:4326", "format"
    findings.fields = [(column.id, column.source, column.type) for column in columns]
    if findings.placed:
        findings.extent = [round(float(side), 6) for side in gdf.total_bounds]
        findings.sketch = _sketch(gdf.geometry)


def _sketch(shapes: gpd.GeoSeries) -> list[list[list[float]]]:
    """Return the outlines of the rows with few vertices, for an overview map."""
    parts = shapely.get_parts(shapes.dropna().to_numpy())[:_SKETCHED]
    most = max(_LEAST_VERTICES, _SKETCH_VERTICES // max(len(parts), 1))
    lines = []
    for part in parts:
        pairs = shapely.get_coordinates(part.exterior if part.geom_type == "Polygon" else part)
        picked = pairs[:: -(-len(pairs) // most)]
        lines.append(np.vstack([picked, pairs[-1:]]).round(5).tolist() if len(pairs) > 1 else picked.round(5).tolist())
    return lines


def _declare(text: str, joined: JoinedTable, layer: "Layer") -> str:
    """Return the declaration with what the join adds: fields, style, sources of the positions, what is blank."""
    document: Any = tomlkit.parse(text)
    report = joined.report
    named = {lang: layer.title(lang) for lang in LANGUAGES}
    document["name"] = NAME
    document["description"] = _text(
        lambda lang: (
            t("join.description", lang, places=named[lang], file=document["source"]["title"])
            + " "
            + t("join.completeness", lang, found=report.places, total=report.objects, places=named[lang])
        )
    )
    fields = document["fields"]
    fields[NAME]["title"] = _text(lambda lang: t("join.name", lang))
    fields[PLACE].update({"title": _text(lambda lang: t("join.place", lang, places=named[lang])), "technical": True})
    fields[PLACE]["refers"] = layer.id
    fields[PLACE].pop("filter", None)
    for field, title, kind, unit in report.figures:
        plain = without_unit(title)
        fields[field]["title"] = {"fr": plain, "en": plain}
        _declare_figure(fields[field], kind, unit, indicator=report.rule != "table")
    _declare_style(document["style"], report, layer, joined.rows)
    if "size_by" in document["style"]:
        sized = str(fields[document["style"]["size_by"]]["title"]["en"])
        said = document["description"]
        document["description"] = _text(lambda lang: f"{said[lang]} {t('join.symbols', lang, title=sized)}")
    _declare_source(document["source"], report, layer)
    total, rule = report.objects, report.rule
    document["join"] = {"layer": layer.id, "column": report.on, "rows": rule, "found": report.places, "total": total}
    document["completeness"] = _completeness(layer, document["description"], whole=report.places == total)
    return tomlkit.dumps(document)


def _declare_figure(field: Any, kind: str, unit: str, *, indicator: bool) -> None:
    if unit:
        field["unit"] = unit
    if kind == "count":
        field["amount"] = True
    if indicator:
        field["figure"] = kind
    field["filter"] = True


def _declare_style(style: Any, report: "JoinReport", layer: "Layer", rows: "pd.DataFrame | None") -> None:
    """Colour the objects by the first rate; without one draw symbols by the first count."""
    figures = report.figures
    rate = next((field for field, _, kind, _ in figures if kind == "rate"), None)
    count, title = next(((field, title) for field, title, kind, _ in figures if kind == "count"), (None, ""))
    if layer.style and layer.style.width:
        style["width"] = 1
    if rate:
        style["classed_by"] = rate
    elif count:
        size = _symbol_size(rows[title].astype("float64")) if rows is not None and title in rows else _SIZE
        style.update({"size_by": count, "size": size})
        if layer.geometry in {"polygon", "mixed"}:
            style["symbol_below"] = _ALWAYS


def _symbol_size(values: "pd.Series[float]") -> float:
    """Return the size of the symbol of a typical amount by which the greatest one is as large as symbols are."""
    middle, most = values.median(), values.max()
    return round(float(min(_MOST, max(1.0, _MOST / np.sqrt(most / middle)))), 1) if middle > 0 else _SIZE


def _declare_source(source: Any, report: "JoinReport", layer: "Layer") -> None:
    """Name the producers of the positions beside that of the figures."""
    files: list[Source] = [own for _, own in layer.files]
    source["producer"] = _text(
        lambda lang: "; ".join(dict.fromkeys([TO_COMPLETE, *(name for own in files for name in own.producers(lang))]))
    )
    licences = ", ".join(dict.fromkeys(own.licence for own in files))
    cited = "; ".join(dict.fromkeys(own.cited for own in files))
    source["citation"] = f"{TO_COMPLETE}; {layer.title('fr')} : {cited} [{licences}]"
    notes = [own.legal_note for own in files if own.legal_note]
    if notes:
        said = source["legal_note"]
        source["legal_note"] = {lang: " ".join([said[lang], *(note(lang) for note in notes)]) for lang in LANGUAGES}
    processing = source["processing"]
    source["processing"] = {
        lang: " ".join([processing[lang], *describe_join(report, lang, short=True)]) for lang in LANGUAGES
    }
    named = year_in(Path(source["title"]).stem)
    years = report.years or ([named] if named else [])
    if years:
        first, last = years[0], years[-1]
        source["valid"] = str(last) if report.rule == "latest" or first == last else f"{first}–{last}"


def _completeness(layer: "Layer", sentence: Mapping[str, str], *, whole: bool) -> dict[str, Any]:
    """Return where the layer is complete: where its objects are if all have a row, else nowhere."""
    declared = layer.completeness.area if layer.completeness else "unknown"
    area = "nowhere" if not whole else declared if isinstance(declared, str) else list(declared)
    return {"area": area, "source": TO_COMPLETE, "sentence": dict(sentence)}


def _text(sentence: Callable[[str], str]) -> dict[str, str]:
    """Return a sentence in every language."""
    return {lang: sentence(lang) for lang in LANGUAGES}
