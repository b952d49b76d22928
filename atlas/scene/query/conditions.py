"""Conditions of a view as text, each with the parameters of the link that remove it."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from atlas.i18n import t
from atlas.scene.query.drawn_shape import read_shape
from atlas.scene.query.formatting import write_number
from atlas.scene.query.names import row_name
from atlas.scene.query.object_card import write_value
from atlas.scene.query.permalink import to_query

if TYPE_CHECKING:
    from collections.abc import Iterator

    from atlas.catalog import Catalog, Field
    from atlas.catalog.filter import Filter
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View

_KILOMETRE = 1_000


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition in the language of the view, and the parameters of a link without it."""

    text: str
    without: dict[str, list[str]]


def describe_conditions(view: "View", atlas: "Atlas") -> tuple[Condition, ...]:
    """Return the conditions of a view: places first, then filters, distances and the year.

    Parameters
    ----------
    view
        A validated view, see `atlas.scene.query.validate_view.validate_view`.
    atlas
        Declarations and rows.
    """
    return (
        *_places(view, atlas),
        *_filters(view, atlas.catalog),
        *_distances(view, atlas.catalog),
        *([Condition(t("condition.year", view.lang, year=view.year), {"year": []})] if view.year else []),
    )


def _places(view: "View", atlas: "Atlas") -> "Iterator[Condition]":
    for territory in view.territory:
        others = [other for other in view.territory if other != territory]
        name = territory_name(territory, view.lang, atlas)
        yield Condition(t("condition.territory", view.lang, name=name), {"territory": others})
    if view.select:
        _, metres = read_shape(view.select)
        around = t("condition.circle", view.lang, distance=_distance(metres, view.lang))
        yield Condition(around if metres else t("condition.shape", view.lang), {"select": []})


def territory_name(territory: str, lang: str, atlas: "Atlas") -> str:
    """Return the name of a territory; its id when no layer of territories has it."""
    for layer in atlas.catalog.values():
        if layer.level and territory in atlas.frames[layer.id].index:
            return row_name(layer, atlas.frames[layer.id].loc[territory], lang)
    return territory


def _filters(view: "View", catalog: "Catalog") -> "Iterator[Condition]":
    by_field: dict[tuple[str, str], list[Filter]] = {}
    for condition in view.filters:
        by_field.setdefault((condition.layer, condition.field), []).append(condition)
    for (layer_id, name), conditions in by_field.items():
        layer = catalog[layer_id]
        bounds = [condition for condition in conditions if condition.bound is not None]
        others = [condition for condition in conditions if condition.bound is None]
        texts = [_value_text(condition, layer.fields[name], view.lang) for condition in others]
        if bounds:
            both = (_value_text(bound, layer.fields[name], view.lang) for bound in bounds)
            texts.insert(0, t("condition.and", view.lang).join(both))
        field, values = layer.fields[name].title(view.lang), t("condition.or", view.lang).join(texts)
        yield Condition(f"{layer.title(view.lang)} · {field} {values}", {condition.key: [] for condition in conditions})


def _value_text(condition: "Filter", field: "Field", lang: str) -> str:
    if condition.operator == "missing":
        return t("value.unknown", lang)
    if condition.bound is not None:
        sign = {"gte": "≥", "lte": "≤"}[condition.operator]
        return f"{sign} {write_value(field, condition.bound, lang)}"
    booleans = {"true": True, "false": False}
    return ", ".join(write_value(field, booleans.get(value, value), lang) for value in condition.values)


def _distances(view: "View", catalog: "Catalog") -> "Iterator[Condition]":
    titles = {layer_id: layer.title(view.lang) for layer_id, layer in catalog.items()}
    for near in view.near:
        rest = to_query(replace(view, near=tuple(other for other in view.near if other != near))).get("near", [])
        pair = {"layer": titles[near.layer], "other": titles[near.other]}
        around = t("condition.near", view.lang, distance=_distance(near.metres, view.lang), **pair)
        yield Condition(around if near.metres else t("condition.meets", view.lang, **pair), {"near": rest})
    for nearest in view.nearest:
        left = tuple(other for other in view.nearest if other != nearest)
        rest = to_query(replace(view, nearest=left)).get("nearest", [])
        text = t("condition.nearest", view.lang, layer=titles[nearest.layer], other=titles[nearest.other])
        yield Condition(text, {"nearest": rest})


def _distance(metres: float, lang: str) -> str:
    if metres < _KILOMETRE:
        return write_number(metres, lang, "m")
    return write_number(metres / _KILOMETRE, lang, "km")
