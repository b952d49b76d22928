"""Write what a view selects of a layer as a query of OGC API - Features."""

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import shapely

from atlas.analysis.network.joins import JOINED
from atlas.catalog.filter import NUMERIC, Filter
from atlas.scene.cql2.mask import LINK
from atlas.scene.query.drawn_shape import read_shape
from atlas.scene.query.permalink import to_permalink
from atlas.scene.query.row_masks import is_joined
from atlas.scene.query.view import View

if TYPE_CHECKING:
    from collections.abc import Iterable

    from atlas.catalog import Field, Layer
    from atlas.io.atlas import Atlas

# Of a link, five decimals are a metre.
_DECIMALS = 6
_LAST_YEAR = 9999
# Names that CQL2 reads as words of its own, unless they stand between quotation marks.
_WORDS = frozenset(
    {
        *("and", "or", "not", "in", "like", "between", "is", "null", "true", "false", "div", "casei", "accenti"),
        *("bbox", "date", "timestamp", "interval", "point", "linestring", "polygon", "geometrycollection"),
        *("multipoint", "multilinestring", "multipolygon"),
    }
)


def items_query(layer_id: str, view: "View", atlas: "Atlas") -> dict[str, str]:
    """Return the parameters that make the items of a collection the rows that a view keeps of that layer.

    Filters and drawn shapes are written as CQL2, a year as a time. What CQL2 has no words for (territories with their
    rule, distances between layers, the network filtered together) stands in the function ``link``.

    Returns
    -------
    dict
        ``filter`` and ``datetime``, those that are needed.
    """
    layer = atlas.catalog[layer_id]
    if layer_id in JOINED and is_joined(view, atlas):
        usual = View()
        whole = replace(view, at=None, card=None, layers=None)
        whole = replace(whole, lang=usual.lang, theme=usual.theme, basemap=usual.basemap)
        return {"filter": _link(whole)}
    parts = _filters(layer, view.filters)
    if layer.geometry != "none":
        parts += _spatial(layer, view)
    query = {"filter": " AND ".join(parts)} if parts else {}
    if view.year is not None and layer.period and 0 <= view.year <= _LAST_YEAR:
        query["datetime"] = f"{view.year:04d}-01-01/{view.year:04d}-12-31"
    return query


def rows_view(layer_id: str, view: "View") -> View:
    """Return the part of a view that decides which rows of a layer are kept, and its language."""
    if layer_id in JOINED and view.mode == "network":
        return replace(view, layers=(layer_id,), at=None, card=None)
    near = tuple(condition for condition in view.near if condition.layer == layer_id)
    layers = {layer_id, *(condition.other for condition in near)}
    return View(
        lang=view.lang,
        layers=(layer_id,),
        filters=tuple(condition for condition in view.filters if condition.layer in layers),
        territory=view.territory,
        territory_rule=view.territory_rule,
        select=view.select,
        near=near,
        year=view.year,
    )


def items_path(layer_id: str, view: "View", atlas: "Atlas", **more: str) -> str:
    """Return the address of the rows that a view keeps of a layer, below the address of the atlas."""
    query = urlencode({**more, **items_query(layer_id, view, atlas)}, quote_via=quote, safe=":,/()'")
    return f"ogc/collections/{layer_id}/items?{query}"


def _filters(layer: "Layer", filters: "Iterable[Filter]") -> list[str]:
    """Write the filters on a layer: on one field all must hold, or it has no value where that is asked for."""
    own = sorted((f for f in filters if f.layer == layer.id), key=lambda f: f.field)
    parts = []
    for name, group in groupby(own, key=lambda f: f.field):
        conditions = list(group)
        met = [_condition(name, layer.fields[name], f) for f in conditions if f.operator != "missing"]
        either = [" AND ".join(met)] if met else []
        if len(met) < len(conditions):
            either.append(f"{_name(name)} IS NULL")
        text = " OR ".join(either)
        parts.append(f"({text})" if len(either) > 1 else text)
    return parts


def _name(field: str) -> str:
    return f'"{field}"' if field in _WORDS else field


def _condition(field_name: str, field: "Field", condition: Filter) -> str:
    name = _name(field_name)
    if condition.operator in {"gte", "lte"}:
        return f"{name} {'>=' if condition.operator == 'gte' else '<='} {_number(condition.bound or 0)}"
    values = [_value(field, value) for value in condition.values]
    return f"{name} = {values[0]}" if len(values) == 1 else f"{name} IN ({','.join(values)})"


def _value(field: "Field", text: str) -> str:
    if field.type == "boolean":
        return text.upper()
    return _number(float(text)) if field.type in NUMERIC else _quoted(text)


def _number(number: float) -> str:
    return str(int(number)) if number.is_integer() else repr(number)


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def _spatial(layer: "Layer", view: "View") -> list[str]:
    parts = []
    linked = View(near=tuple(near for near in view.near if near.layer == layer.id))
    others = {near.other for near in linked.near}
    linked = replace(linked, filters=tuple(f for f in view.filters if f.layer in others and f.layer != layer.id))
    if view.territory:
        linked = replace(linked, territory=view.territory)
    if view.select and view.territory_rule == "meets":
        parts.append(_drawn(view.select))
    elif view.select:
        linked = replace(linked, select=view.select)
    if view.territory or linked.select:
        linked = replace(linked, territory_rule=view.territory_rule)
    if layer.id in others:
        # A distance to rows of the layer itself: to those that the filters keep.
        linked = replace(linked, filters=(*linked.filters, *(f for f in view.filters if f.layer == layer.id)))
    return [*parts, _link(linked)] if linked != View() else parts


def _drawn(select: str) -> str:
    shape, metres = read_shape(select)
    written = shapely.to_wkt(shape, rounding_precision=_DECIMALS, trim=True)
    return (
        f"S_DWITHIN(geometry,{written},{_number(metres)},'meters')" if metres else f"S_INTERSECTS(geometry,{written})"
    )


def _link(view: "View") -> str:
    return f"{LINK}({_quoted(to_permalink(view).removeprefix('?'))})"
