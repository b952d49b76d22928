"""What depends on a row of a layer, as expressions of QGIS on the columns of a file: filter, class, size, name.

An expression is text in the language of QGIS; the filter is also SQL, which stores and services evaluate.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from atlas.catalog.filter import NUMERIC
from atlas.io.stores.conditions import by_column
from atlas.scene.map.symbol_size import LEAST_RADIUS, MOST_RADIUS, typical_size

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import geopandas as gpd

    from atlas.catalog import Field, Layer
    from atlas.catalog.filter import Filter


@dataclass(frozen=True, slots=True)
class RowExpressions:
    """Expressions on the columns of a file.

    Attributes
    ----------
    name
        Name of a row in the language of the project.
    symbol
        The value that is classed: a code as text, or a number; empty where all rows have one symbol.
    radius
        Radius of the symbol in pixels; a number where it is the same for all rows.
    hollow, unsure
        Whether the position of a row is approximate, and whether it may not have existed; empty where none is.
    from_zoom
        The zoom from which a row is drawn; empty where all always are.
    """

    name: str
    symbol: str
    radius: str
    hollow: str
    unsure: str
    from_zoom: str


def row_expressions(
    layer: "Layer",
    gdf: "gpd.GeoDataFrame",
    names: "Mapping[str, str]",
    *,
    lang: str,
    classed: str | None = None,
    year: int | None = None,
) -> RowExpressions:
    """Return the expressions of a layer.

    Parameters
    ----------
    layer, gdf
        Declaration and all its rows.
    names
        Column → name in the file.
    lang
        Language of the names of rows.
    classed
        The numeric field that the reader classes the layer by.
    year
        The year of the view.
    """
    style = layer.style
    return RowExpressions(
        name=_name(layer, names, lang),
        symbol=column(names[classed]) if classed else _code(layer, names),
        radius=_radius(layer, gdf, names),
        hollow=_hollow(layer, names),
        unsure=_unsure(layer, names) if year is not None else "",
        from_zoom=f"coalesce({column(names[style.zoom_by])}, 0)" if style and style.zoom_by else "",
    )


def column(name: str) -> str:
    """Return a reference to a column."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """Return a text as a literal of SQL; a backslash escapes in QGIS, and nothing else does."""
    return "'" + value.replace("'", "''") + "'"


def number(value: float) -> str:
    """Return a number as a literal."""
    return repr(int(value)) if float(value).is_integer() else repr(float(value))


def filter_sql(where: "Iterable[Filter]", layer: "Layer", names: "Mapping[str, str]") -> str:
    """Return filters on a layer as a condition of SQL that is also an expression of QGIS; empty without any.

    It means what `atlas.io.stores.masks.mask_column` computes.
    """
    parts = []
    for name, filters in by_column((f for f in where if f.layer == layer.id), layer):
        field, cell = layer.fields[name], column(names[name])
        compared = [_COMPARED[f.operator](field, cell, f) for f in filters if f.operator != "missing"]
        either = [" AND ".join(compared)] if compared else []
        if len(compared) < len(filters):
            either.append(f"{cell} IS NULL" + (f" OR {cell} = ''" if field.type in {"string", "date"} else ""))
        parts.append(" OR ".join(either))
    return " AND ".join(f"({part})" for part in parts) if len(parts) > 1 else "".join(parts)


def id_filter(ids: "Iterable[str]", names: "Mapping[str, str]") -> str:
    """Return the condition that a row is one of some."""
    return f"{column(names['id'])} IN ({', '.join(map(text, ids)) or 'NULL'})"


def _bound(sign: str) -> "Callable[[Field, str, Filter], str]":
    return lambda _, cell, condition: f"{cell} {sign} {number(condition.bound or 0)}"


def _among(field: "Field", cell: str, condition: "Filter") -> str:
    if field.type == "boolean":
        values = ["1" if value == "true" else "0" for value in condition.values]
    elif field.type in NUMERIC:
        values = [number(float(value)) for value in condition.values]
    elif field.separator:
        texts = [value for value in condition.values if value and field.separator not in value]
        return _among_parts(field.separator, cell, texts)
    else:
        values = [text(value) for value in condition.values if value]
    return f"{cell} IN ({', '.join(values)})" if values else "1 = 0"


def _among_parts(separator: str, cell: str, texts: list[str]) -> str:
    """Return whether a cell of several values has one of some; a value may have a blank before it."""
    whole = f"{text(separator)} || replace({cell}, {text(f'{separator} ')}, {text(separator)}) || {text(separator)}"
    likely = [f"{whole} LIKE {text(f'%{separator}{_pattern(value)}{separator}%')}" for value in texts]
    return f"({' OR '.join(likely)})" if likely else "1 = 0"


def _pattern(value: str) -> str:
    """Return a text as a pattern: what stands for anything there stands for one letter at most."""
    return value.replace("%", "_")


_COMPARED: "dict[str, Callable[[Field, str, Filter], str]]" = {"gte": _bound(">="), "lte": _bound("<="), "in": _among}


def _name(layer: "Layer", names: "Mapping[str, str]", lang: str) -> str:
    own = f"to_string({column(names[layer.name])})"
    cases = [f"WHEN {column(names['id'])} = {text(row)} THEN {text(name(lang))}" for row, name in layer.exonyms.items()]
    if layer.name_codes:
        codes = column(names[layer.name_codes])
        titles = layer.fields[layer.name_codes].codes
        cases += [f"WHEN {codes} = {text(code)} THEN {text(title(lang))}" for code, title in titles.items()]
    return f"CASE {' '.join(cases)} ELSE {own} END" if cases else own


def _code(layer: "Layer", names: "Mapping[str, str]") -> str:
    if layer.style is None or layer.style.by is None:
        return ""
    cell = column(names[layer.style.by])
    if layer.fields[layer.style.by].type == "boolean":
        return f"CASE WHEN {cell} = 1 THEN 'true' WHEN {cell} = 0 THEN 'false' END"
    return cell


def _radius(layer: "Layer", gdf: "gpd.GeoDataFrame", names: "Mapping[str, str]") -> str:
    style = layer.style
    if style is None or style.size_by is None:
        return number(style.size) if style else "0"
    share = f"max(0, coalesce({column(names[style.size_by])}, 0)) / {number(typical_size(gdf, style.size_by))}"
    return f"max({number(LEAST_RADIUS)}, min({number(MOST_RADIUS)}, {number(style.size)} * sqrt({share})))"


def _hollow(layer: "Layer", names: "Mapping[str, str]") -> str:
    style = layer.style
    if style is None:
        return ""
    parts = [f"{column(names[style.size_by])} IS NULL"] if layer.join and style.size_by else []
    for field, codes in style.hollow.items():
        parts.append(f"{column(names[field])} IN ({', '.join(map(text, codes))})")
    return " OR ".join(parts)


def _unsure(layer: "Layer", names: "Mapping[str, str]") -> str:
    if layer.period is None:
        return ""
    ends = [layer.period.end] if layer.period.end and not layer.period.open else []
    return " OR ".join(f"{column(names[field])} IS NULL" for field in (layer.period.start, *ends))
