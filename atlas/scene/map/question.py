"""A view as a question: the layers that answer it, and its conditions as one sentence."""

from typing import TYPE_CHECKING

from atlas.catalog.filter import BOOLEANS, NUMERIC
from atlas.i18n import plural, t
from atlas.scene.query.drawn_shape import read_shape
from atlas.scene.query.formatting import write_distance, write_number
from atlas.scene.query.row_masks import shown_layers
from atlas.scene.query.row_values import write_bound, write_value
from atlas.scene.query.territories import place_phrase

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from atlas.catalog import Catalog, Field, Layer
    from atlas.catalog.filter import Filter
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View

# Layers that a question about a place alone counts in its sentence.
_MOST_LAYERS = 4


def answering_layers(view: "View", catalog: "Catalog") -> tuple[str, ...]:
    """Return the layers shown whose rows answer the question of a view; none when it asks nothing.

    They are the layers with a filter or a distance of their own. A layer that others are near to answers only with a
    distance of its own: its filters say which of its rows count. A place alone asks for all layers on the map but the
    territories.
    """
    if view.mode not in {"explore", "present"}:
        return ()
    shown = [catalog[layer_id] for layer_id in shown_layers(view, catalog) if layer_id in catalog]
    drawn = [layer for layer in shown if layer.geometry != "none"]
    with_conditions = _with_conditions(view)
    if found := [layer.id for layer in drawn if layer.id in with_conditions]:
        return tuple(found)
    if not (view.territory or view.select):
        return ()
    return tuple(layer.id for layer in drawn if layer.level is None and not layer.backdrop)


def is_about_a_place(view: "View") -> bool:
    """Return whether a view has no condition on a layer: what lies in a place is its answer."""
    return not _with_conditions(view)


def _with_conditions(view: "View") -> set[str]:
    others = {near.other for near in view.near}
    return {near.layer for near in view.near} | {f.layer for f in view.filters if f.layer not in others}


def fields_with_conditions(layer_id: str, view: "View") -> tuple[str, ...]:
    """Return the fields of a layer that the filters of a view are on, each once."""
    return tuple(dict.fromkeys(condition.field for condition in view.filters if condition.layer == layer_id))


def distances_of_conditions(layer_id: str, view: "View") -> tuple[str, ...]:
    """Return the layers that a view measures a distance of a layer to, each once."""
    pairs = [*((near.layer, near.other) for near in view.near), *((pair.layer, pair.other) for pair in view.nearest)]
    return tuple(dict.fromkeys(other for layer, other in pairs if layer == layer_id))


def write_question(view: "View", counts: "Mapping[str, int]", atlas: "Atlas") -> str:
    """Return the question of a view with its answer as a headline: "4 slag heaps of at least 10 ha, in Lens".

    Parameters
    ----------
    view
        A validated view.
    counts
        For each layer of `answering_layers`, the number of rows kept.
    atlas
        Declarations and rows.
    """
    lang, catalog = view.lang, atlas.catalog
    heads = [_head(catalog[layer_id], count, view, catalog) for layer_id, count in counts.items()]
    if is_about_a_place(view):
        # What a place has none of says little.
        some = [head for head, count in zip(heads, counts.values(), strict=True) if count] or heads[:1]
        more = len(some) - _MOST_LAYERS
        if more > 0:
            some = [*some[:_MOST_LAYERS], plural("question.more", lang, more, n=write_number(more, lang))]
        head = _joined(some, t("condition.and", lang))
    else:
        head = "; ".join(heads) if lang != "fr" else "\u202f; ".join(heads)
    year = [t("question.year", lang, year=view.year)] if view.year else []
    sentence = ", ".join([head, *_places(view, atlas), *year])
    return sentence[:1].upper() + sentence[1:]


def count_of(layer: "Layer", count: int, lang: str) -> str:
    """Return a number of objects of a layer, as a sentence counts them: "4 slag heaps", "No slag heaps"."""
    n = write_number(count, lang)
    if layer.noun is None:
        title = layer.title(lang)
        return (
            plural("question.objects", lang, count, n=n, layer=title)
            if count
            else t("question.none", lang, layer=title)
        )
    if count:
        return f"{n}\u00a0{layer.noun.bare(lang) if count == 1 else layer.noun.several(lang)}"
    if lang == "en":
        return f"no {layer.noun.several(lang)}"
    feminine = layer.noun.one(lang).split(" ", 1)[0].endswith(("une", "uma"))
    return f"{t('question.no_feminine' if feminine else 'question.no', lang)} {layer.noun.bare(lang)}"


def _head(layer: "Layer", count: int, view: "View", catalog: "Catalog") -> str:
    """Return the count with the conditions on the layer itself: bounds of numbers first, then values and distances."""
    lang = view.lang
    bounds, values = _filter_phrases(layer, view, several=count > 1)
    head = " ".join([count_of(layer, count, lang), *bounds])
    return ", ".join([head, *values, *_distances(layer, view, catalog)])


def _filter_phrases(layer: "Layer", view: "View", *, several: bool) -> tuple[list[str], list[str]]:
    """Return what the filters on a layer keep: phrases that follow the noun at once, and those after a comma."""
    lang = view.lang
    bounds: list[str] = []
    values: list[str] = []
    for name in fields_with_conditions(layer.id, view):
        field = layer.fields[name]
        own = [condition for condition in view.filters if (condition.layer, condition.field) == (layer.id, name)]
        limits = [condition for condition in own if condition.bound is not None]
        codes = [condition for condition in own if condition.bound is None]
        if limits and not codes and all(condition.operator in field.phrases for condition in limits):
            phrases = [_phrase(field, c.operator, lang, several, value=_bound(field, c, lang)) for c in limits]
            (values if field.type == "year" else bounds).append(_joined(phrases, t("condition.and", lang)))
        elif all(condition.operator == "in" for condition in own) and _all_in(own, field):
            phrases = [_phrase(field, code, lang, several) for condition in own for code in condition.values]
            values.append(_joined(phrases, t("condition.or", lang)))
        else:
            texts = [_joined([_limit(field, c, lang) for c in limits], t("condition.and", lang))] if limits else []
            texts += [_value(field, condition, lang) for condition in codes]
            title = _lower(field.title(lang))
            values.append(f"{title}{t('value.is', lang)}{_joined(texts, t('condition.or', lang))}")
    return bounds, values


def _all_in(conditions: "Sequence[Filter]", field: "Field") -> bool:
    return all(value in field.phrases for condition in conditions for value in condition.values)


def _phrase(field: "Field", key: str, lang: str, several: bool, **values: str) -> str:  # noqa: FBT001
    return field.phrases[key](lang).format(s="s" if several else "", **values)


def _bound(field: "Field", condition: "Filter", lang: str) -> str:
    return write_bound(field, condition.bound, lang)


def _limit(field: "Field", condition: "Filter", lang: str) -> str:
    key = {"gte": "from", "lte": "until"} if field.type == "year" else {"gte": "at_least", "lte": "at_most"}
    return t(f"question.{key[condition.operator]}", lang, value=_bound(field, condition, lang))


def _value(field: "Field", condition: "Filter", lang: str) -> str:
    if condition.operator == "missing":
        return t("value.unknown", lang)
    read = float if field.type in NUMERIC else (lambda value: BOOLEANS.get(value, value))
    write = write_bound if field.type in NUMERIC else write_value
    texts = [write(field, read(value), lang) for value in condition.values]
    return _joined([_lower(text) if field.codes else text for text in texts], t("condition.or", lang))


def _distances(layer: "Layer", view: "View", catalog: "Catalog") -> list[str]:
    lang = view.lang
    phrases = []
    for near in view.near:
        if near.layer != layer.id:
            continue
        other = catalog[near.other]
        bounds, values = _filter_phrases(other, view, several=False)
        one = other.noun.one(lang) if other.noun else t("question.object", lang, layer=other.title(lang))
        named = " ".join([one, *bounds]) + (f" ({', '.join(values)})" if values else "")
        key = "question.near" if near.metres else "question.meets"
        phrases.append(t(key, lang, distance=write_distance(near.metres, lang), other=named))
    return phrases


def _places(view: "View", atlas: "Atlas") -> list[str]:
    lang, rule = view.lang, view.territory_rule
    places = [place_phrase(territory, lang, atlas) for territory in view.territory]
    found = [_joined(places, t("condition.or", lang))] if places else []
    if view.select:
        _, metres = read_shape(view.select)
        around = t("question.circle", lang, distance=write_distance(metres, lang))
        found.append(around if metres else t("question.shape", lang))
    if not found or rule == "meets":
        return found
    if isinstance(rule, str):
        return [t(f"question.{rule}", lang, places=", ".join(found))]
    share = write_number(round(100 * rule, 2), lang, "%")
    return [t("question.share", lang, share=share, places=", ".join(found))]


def _joined(texts: "Sequence[str]", link: str) -> str:
    return link.join(filter(None, (", ".join(texts[:-1]), texts[-1]))) if texts else ""


def _lower(text: str) -> str:
    """Set a title inside a sentence; what begins with several capitals is an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
