"""Conditions of a view as text, each with the parameters of the link that remove it."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from atlas.catalog.filter import BOOLEANS, NUMERIC
from atlas.i18n import plural, t
from atlas.scene.query.drawn_shape import read_shape
from atlas.scene.query.formatting import write_distance, write_number
from atlas.scene.query.permalink import to_query
from atlas.scene.query.row_names import row_name
from atlas.scene.query.row_values import write_bound, write_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from atlas.catalog import Catalog, Field
    from atlas.catalog.filter import AreaRule, Filter
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View

_HALF = 0.5


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


def describe_area_rule(view: "View", atlas: "Atlas") -> str:
    """Describe the objects that a view keeps by place: "objects that lie at least half in Lens"; "" for all."""
    if not (view.territory or view.select):
        return ""
    lang, rule, count = view.lang, view.territory_rule, len(view.territory) or 1
    names = [territory_name(territory, lang, atlas) for territory in view.territory] or [t("condition.drawn", lang)]
    link = t("condition.or" if rule in {"meets", "centre"} else "condition.and", lang)
    places = link.join(filter(None, (", ".join(names[:-1]), names[-1])))
    if view.territory and view.select:
        places = t("condition.inside_drawn", lang, places=places)
    if rule == "meets":
        return t("condition.kept_meets", lang, places=places)
    if rule == "centre":
        return t("condition.kept_centre", lang, places=places)
    if rule == "within":
        return plural("condition.kept_within", lang, count, places=places)
    if rule == _HALF:
        return plural("condition.kept_half", lang, count, places=places)
    return plural("condition.kept_share", lang, count, places=places, share=_percent(rule, lang))


def _places(view: "View", atlas: "Atlas") -> "Iterator[Condition]":
    lang, meets = view.lang, view.territory_rule == "meets"
    # Without a place there is nothing to lie in: the rule leaves with the last one.
    last = not meets and len(view.territory) + bool(view.select) == 1
    alone = {"territory_rule": list[str]()} if last else {}
    for territory in view.territory:
        others = [other for other in view.territory if other != territory]
        name = territory_name(territory, lang, atlas)
        text = t("condition.territory_meets", lang, name=name) if meets else t("condition.territory", lang, name=name)
        yield Condition(text, {"territory": others} | alone)
    if view.select:
        _, metres = read_shape(view.select)
        drawn = t("condition.shape_meets", lang) if meets else t("condition.shape", lang)
        around = t("condition.circle", lang, distance=write_distance(metres, lang))
        yield Condition(around if metres else drawn, {"select": list[str]()} | alone)
    if not meets and (view.territory or view.select):
        yield Condition(_rule(view.territory_rule, lang), {"territory_rule": []})


def _rule(rule: "AreaRule", lang: str) -> str:
    if rule == "within":
        return t("condition.rule_within", lang)
    if rule == "centre":
        return t("condition.rule_centre", lang)
    if rule == _HALF:
        return t("condition.rule_half", lang)
    return t("condition.rule_share", lang, share=_percent(rule, lang))


def _percent(share: "AreaRule", lang: str) -> str:
    return write_number(round(100 * float(share), 2), lang, "%")


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
        return f"{sign} {write_bound(field, condition.bound, lang)}"
    read = float if field.type in NUMERIC else (lambda value: BOOLEANS.get(value, value))
    write = write_bound if field.type in NUMERIC else write_value
    return ", ".join(write(field, read(value), lang) for value in condition.values)


def _distances(view: "View", catalog: "Catalog") -> "Iterator[Condition]":
    titles = {layer_id: layer.title(view.lang) for layer_id, layer in catalog.items()}
    for near in view.near:
        rest = to_query(replace(view, near=tuple(other for other in view.near if other != near))).get("near", [])
        pair = {"layer": titles[near.layer], "other": titles[near.other]}
        around = t("condition.near", view.lang, distance=write_distance(near.metres, view.lang), **pair)
        yield Condition(around if near.metres else t("condition.meets", view.lang, **pair), {"near": rest})
    for nearest in view.nearest:
        left = tuple(other for other in view.nearest if other != nearest)
        rest = to_query(replace(view, nearest=left)).get("nearest", [])
        text = t("condition.nearest", view.lang, layer=titles[nearest.layer], other=titles[nearest.other])
        yield Condition(text, {"nearest": rest})
