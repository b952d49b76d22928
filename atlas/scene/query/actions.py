"""Actions of the reader on a view: each returns the next view."""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from atlas.catalog.filter import Filter, Operator
from atlas.errors import ViewError, nearest
from atlas.scene.query.drawn_shape import wrap_longitude
from atlas.scene.query.permalink import parse_query, to_query
from atlas.scene.query.row_masks import shown_layers
from atlas.scene.query.view import MOST_ZOOM, Camera, View

if TYPE_CHECKING:
    from atlas.catalog import Catalog


def apply_action(view: View, action: Mapping[str, Any], catalog: "Catalog") -> View:
    """Return the view after one action of the reader.

    Parameters
    ----------
    view
        The view before the action.
    action
        A message of the page: ``kind``, a key of `_ACTIONS`, and the arguments of that kind.
    catalog
        Declarations.

    Raises
    ------
    ViewError
        The kind is unknown, or an argument is missing or wrong.
    """
    kind = action.get("kind")
    if not isinstance(kind, str) or kind not in _ACTIONS:
        raise ViewError("key_unknown", key=str(kind), nearest=nearest(str(kind), _ACTIONS))
    try:
        return _ACTIONS[kind](view, action, catalog)
    except (KeyError, TypeError, ValueError) as exc:
        raise ViewError("act_wrong", key=kind, problem=exc) from exc


def _camera(view: View, action: Mapping[str, Any], _: "Catalog") -> View:
    """Look at a place: within what a link can say, however far the map was drawn."""
    lat, lon, zoom = (float(action[key]) for key in ("lat", "lon", "zoom"))
    if not all(map(math.isfinite, (lat, lon, zoom))):
        msg = f"{lat},{lon},{zoom}"
        raise ValueError(msg)
    return replace(view, at=Camera(min(max(lat, -90), 90), wrap_longitude(lon), min(max(zoom, 0), MOST_ZOOM)))


def _layer(view: View, action: Mapping[str, Any], catalog: "Catalog") -> View:
    """Switch one layer on or off."""
    shown = [layer_id for layer_id in shown_layers(view, catalog) if layer_id != action["layer"]]
    return replace(view, layers=tuple([*shown, action["layer"]] if action["on"] else shown))


def _theme(view: View, action: Mapping[str, Any], catalog: "Catalog") -> View:
    """Switch all layers of one theme on or off."""
    own = [layer.id for layer in catalog.values() if layer.theme == action["theme"] and layer.style]
    shown = [layer_id for layer_id in shown_layers(view, catalog) if layer_id not in own]
    return replace(view, layers=tuple([*shown, *own] if action["on"] else shown))


def _legend(view: View, action: Mapping[str, Any], catalog: "Catalog") -> View:
    """Add classes to the chosen ones or remove them; all rows are shown again when none, or every one, is chosen."""
    layer, field = action["layer"], action["field"]
    codes = set(action["codes"] if "codes" in action else [action["code"]])
    own = [f for f in view.filters if f.layer == layer and f.field == field]
    chosen: set[str | None] = {value for f in own if f.operator == "in" for value in f.values}
    chosen |= {None for f in own if f.operator == "missing"}
    chosen = chosen - codes if codes <= chosen else chosen | codes
    classes = set(catalog[layer].fields[field].codes or ("true", "false"))
    if chosen >= classes | {None}:
        chosen = set()
    return _with(view, layer, field, {"values": sorted(c for c in chosen if c is not None), "missing": None in chosen})


def _filter(view: View, action: Mapping[str, Any], _: "Catalog") -> View:
    """Replace the conditions on one field: values, bounds, missing values."""
    return _with(view, action["layer"], action["field"], action)


def _clear(view: View, action: Mapping[str, Any], _: "Catalog") -> View:
    """Drop the conditions on one layer, or on all."""
    layer = action.get("layer")
    kept = tuple(f for f in view.filters if layer is not None and f.layer != layer)
    return (
        replace(view, filters=kept)
        if layer
        else replace(
            view, filters=(), territory=(), territory_rule="meets", select=None, near=(), nearest=(), year=None
        )
    )


def _set(view: View, action: Mapping[str, Any], _: "Catalog") -> View:
    """Set parameters of the permalink; an empty list restores the default of a parameter."""
    changed = {str(key): [str(value) for value in values] for key, values in action["query"].items()}
    query = {key: values for key, values in (to_query(view) | changed).items() if values}
    if "mode" in changed and "layer" not in changed:
        # The sheet of a layer belongs to the data mode.
        query.pop("layer", None)
    following, problems = parse_query(query)
    if problems:
        raise problems[0]
    return following


def _link(_: View, action: Mapping[str, Any], __: "Catalog") -> View:
    """Show what a link shows that the page was at before; what of it is invalid was said then."""
    query = {str(key): [str(value) for value in values] for key, values in action["query"].items()}
    return parse_query(query)[0]


def _with(view: View, layer: str, field: str, condition: Mapping[str, Any]) -> View:
    filters = [f for f in view.filters if (f.layer, f.field) != (layer, field)]
    if values := tuple(str(value) for value in condition.get("values") or ()):
        filters.append(Filter(layer, field, "in", values))
    bounds: tuple[Operator, Operator] = ("gte", "lte")
    filters += [Filter(layer, field, b, bound=float(condition[b])) for b in bounds if condition.get(b) is not None]
    if condition.get("missing"):
        filters.append(Filter(layer, field, "missing"))
    return replace(view, filters=tuple(filters))


_ACTIONS: dict[str, Callable[[View, Mapping[str, Any], "Catalog"], View]] = {
    "camera": _camera,
    "layer": _layer,
    "theme": _theme,
    "legend": _legend,
    "filter": _filter,
    "clear": _clear,
    "set": _set,
    "link": _link,
}
