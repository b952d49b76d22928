"""Permalinks: a view as a query string, and back."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, quote, urlencode

from atlas.catalog.filter import AREA_RULES, SHARE_DECIMALS, Filter, Operator
from atlas.errors import ViewError, choices, nearest
from atlas.i18n import LANGUAGES
from atlas.scene.notes.note import fitting, read_notes, write_note
from atlas.scene.query.drawn_shape import FARTHEST, MOST_METRES, plain_shape, read_shape, wrap_longitude
from atlas.scene.query.link_parts import (
    NUMBER,
    check_count,
    keep_valid,
    last_value,
    plain_value,
    read_number,
    read_query,
    read_single,
    read_whole,
    repair_query,
    split_fields,
    write_digits,
)
from atlas.scene.query.view import (
    APPEARANCES,
    LEAST_OPACITY,
    MODES,
    MOST_ZOOM,
    WAYS,
    Camera,
    Classes,
    Near,
    Nearest,
    View,
)
from atlas.streamlit_seam import EMBED_KEYS

# Values of one parameter; distances, each of which is measured; years; scenes of a story.
_MOST_VALUES, _MOST_FIELDS, _MOST_DISTANCES = 1_000, 5_000, 20
_YEARS, _MOST_SCENES = range(-10_000, 10_001), 10_000
_BOUNDS: dict[str, Operator] = {"gte": "gte", "lte": "lte"}


def parse_permalink(link: str, *, in_file: bool = False) -> tuple[View, tuple[ViewError, ...]]:
    """Read a link, or a query string with or without ``?``; one that stands `in_file` may have more notes.

    Returns
    -------
    tuple
        The view of the valid parameters, and one error for each of the others, with its key.
    """
    try:
        query = parse_qs(read_query(link), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ViewError as problem:
        return View(), (problem,)
    except ValueError:
        return View(), (ViewError("link_unreadable", value=link[:80]),)
    return parse_query(query, in_file=in_file)


def parse_query(query: Mapping[str, Sequence[str]], *, in_file: bool = False) -> tuple[View, tuple[ViewError, ...]]:
    """Read the parameters of a query string; see `parse_permalink`."""
    parts: dict[str, Any] = {}
    filters: list[Filter] = []
    problems: list[ViewError] = []

    def read(parameter: tuple[str, Sequence[str]]) -> None:
        key, values = parameter
        check_count(key, values, _MOST_VALUES)
        if "." in key:
            filters.append(_filter(key, values))
        elif key == "note":
            plain = [value if ":" in value else plain_value(value) for value in values]
            parts[key], wrong = read_notes(plain, in_file=in_file)
            problems.extend(wrong)
        elif key in _READERS:
            parts[key] = _READERS[key](key, values)
        elif key not in EMBED_KEYS:
            raise ViewError("key_unknown", key=key or "?", nearest=nearest(key, _READERS))

    repaired = repair_query(query, _READERS)
    # What is no parameter of a link comes last: it takes nothing away from those that are.
    last = sorted(repaired.items(), key=lambda parameter: "." not in parameter[0] and parameter[0] not in _READERS)
    keep_valid(last, read, problems, key="?")
    if parts.get("layer") and parts.get("mode") != "data":
        problems.append(ViewError("layer_mode", key="layer", value=parts["layer"]))
    return replace(View(), **parts, filters=tuple(filters)), tuple(problems)


def to_query(view: View, *, in_file: bool = False) -> dict[str, list[str]]:
    """Return the parameters of a view, without those at their default; an address, unlike a file, holds few notes."""
    view = view if in_file else replace(view, note=fitting(view.note)[0])
    default = View()
    query: dict[str, list[str]] = {}
    for key, write in _WRITERS.items():
        value = getattr(view, key)
        if value != getattr(default, key):
            query[key] = write(value)
    for condition in view.filters:
        query[condition.key] = _filter_values(condition)
    return query


def to_permalink(view: View, *, in_file: bool = False) -> str:
    """Return the query string of a view, with ``?``; `in_file` as for `to_query`."""
    return "?" + urlencode(to_query(view, in_file=in_file), doseq=True, quote_via=quote, safe=":,")


def _filter(key: str, values: Sequence[str]) -> Filter:
    layer, _, column = key.partition(".")
    field, mark, operator = column.rpartition("__")
    if not mark:
        return Filter(layer, column, "in", tuple(values))
    if operator == "missing":
        if [last_value(value) for value in values] != ["1"]:
            raise ViewError("missing_wrong", key=key, value=" ".join(values))
        return Filter(layer, field, "missing")
    if operator not in _BOUNDS:
        raise ViewError("operator_unknown", key=key, operator=operator)
    return Filter(layer, field, _BOUNDS[operator], bound=read_number(key, read_single(key, values)))


def _filter_values(condition: Filter) -> list[str]:
    other = list(condition.values) if condition.operator == "in" else ["1"]
    return other if condition.bound is None else [write_digits(condition.bound)]


def _texts(_: str, values: Sequence[str]) -> tuple[str, ...]:
    """Keep each value once, in order; an empty one means an empty list."""
    return tuple(dict.fromkeys(value for value in values if value))


def _ids(_: str, values: Sequence[str]) -> tuple[str, ...]:
    """Read ids, each a parameter or between commas; no id contains a comma or a capital."""
    parts = (part.strip() for value in values for part in last_value(value).casefold().split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def _choice(valid: Iterable[str]) -> Callable[[str, Sequence[str]], str]:
    allowed = tuple(valid)

    def read(key: str, values: Sequence[str]) -> str:
        given = read_single(key, values)
        if (value := last_value(given).casefold()) not in allowed:
            raise ViewError("value_unknown", key=key, value=given, valid=choices(value, allowed))
        return value

    return read


def _rule(key: str, values: Sequence[str]) -> str | float:
    text = last_value(read_single(key, values)).casefold()
    if text in AREA_RULES:
        return text
    if not NUMBER.fullmatch(text) or not 10**-SHARE_DECIMALS <= float(text) <= 1:
        raise ViewError("rule_wrong", key=key, value=text, nearest=_nearest_rule(text))
    return float(text)


def _nearest_rule(text: str) -> str:
    """Return the rule that was meant: of a number above 1, the share of that many percent."""
    if not NUMBER.fullmatch(text.removesuffix("%")):
        return nearest(text, map(str, AREA_RULES), most=1)
    return write_digits(min(max(float(text.removesuffix("%")) / 100, 10**-SHARE_DECIMALS), 1.0))


def _camera(key: str, values: Sequence[str]) -> Camera:
    lat, lon, zoom = (
        read_number(key, part) for part in split_fields(key, read_single(key, values), "lat,lon,zoom", ",")
    )
    if not (abs(lat) <= FARTHEST[1] and abs(lon) <= FARTHEST[0] and zoom >= 0):
        raise ViewError("camera_outside", key=key, value=values[0])
    # What earlier maps wrote of greater zooms is the same place.
    return Camera(lat, wrap_longitude(lon), min(zoom, MOST_ZOOM))


def _few(key: str, values: Sequence[str]) -> tuple[str, ...]:
    check_count(key, found := tuple(dict.fromkeys(values)), _MOST_DISTANCES)
    return found


def _near(key: str, values: Sequence[str]) -> tuple[Near, ...]:
    return tuple(_distance(key, *split_fields(key, value, "layer:other:metres")) for value in _few(key, values))


def _distance(key: str, layer: str, other: str, metres: str) -> Near:
    if not 0 <= (distance := read_number(key, metres)) <= MOST_METRES:
        raise ViewError("number_wrong", key=key, value=metres)
    return Near(layer, other, distance)


def _nearest(key: str, values: Sequence[str]) -> tuple[Nearest, ...]:
    return tuple(Nearest(*split_fields(key, value, "layer:other")) for value in _few(key, values))


def _classes(key: str, values: Sequence[str]) -> tuple[Classes, ...]:
    classes = []
    for value in dict.fromkeys(values):
        column, scheme, count = split_fields(key, value, "layer.field:scheme:k")
        layer, field = split_fields(key, column, "layer.field", ".")
        classes.append(Classes(layer, field, scheme, read_whole(key, count)))
    return tuple(classes)


def _opacity(key: str, values: Sequence[str]) -> tuple[tuple[str, float], ...]:
    pairs = {
        layer: read_number(key, share) for layer, share in (split_fields(key, value, "layer:share") for value in values)
    }
    if not all(LEAST_OPACITY <= share <= 1 for share in pairs.values()):
        raise ViewError("opacity_wrong", key=key, value=" ".join(values), least=LEAST_OPACITY)
    return tuple(pairs.items())


def _version(key: str, values: Sequence[str]) -> tuple[tuple[str, str], ...]:
    figures = (split_fields(key, value, "figure:choice") for value in dict.fromkeys(values))
    return tuple((figure, choice) for figure, choice in figures)


def _detail(key: str, values: Sequence[str]) -> tuple[tuple[str, str], ...]:
    pairs: dict[str, str] = {}
    for value in values:
        # The last value of a name counts; it may hold a colon.
        name, mark, chosen = value.partition(":")
        if not (name and mark and chosen):
            raise ViewError("form_wrong", key=key, value=value, form="choice:value")
        pairs[name] = chosen
    return tuple(pairs.items())


def _story(key: str, values: Sequence[str]) -> tuple[str, int]:
    slug, number = split_fields(key, read_single(key, values), "slug:n")
    if not 0 <= (scene := read_whole(key, number)) <= _MOST_SCENES:
        raise ViewError("number_wrong", key=key, value=number)
    return slug, scene


def _card(key: str, values: Sequence[str]) -> tuple[str, str]:
    # The id of a row may contain a colon.
    layer, mark, row = read_single(key, values).partition(":")
    if not (layer and mark and row):
        raise ViewError("form_wrong", key=key, value=values[0], form="layer:id")
    return layer, row


def _select(key: str, values: Sequence[str]) -> str:
    read_shape(text := plain_shape(read_single(key, values)))
    return text


def _year(key: str, values: Sequence[str]) -> int:
    if (year := read_whole(key, text := read_single(key, values))) not in _YEARS:
        raise ViewError("number_wrong", key=key, value=text)
    return year


_READERS: dict[str, Callable[[str, Sequence[str]], Any]] = {
    "lang": _choice(LANGUAGES),
    "mode": _choice(MODES),
    "theme": _choice(APPEARANCES),
    **dict.fromkeys(("basemap", "ref", "perimeter", "norm"), read_single),
    **dict.fromkeys(("territory", "compare", "ind"), _texts),
    "at": _camera,
    "layers": _ids,
    "territory_rule": _rule,
    "select": _select,
    "near": _near,
    "nearest": _nearest,
    "year": _year,
    "classes": _classes,
    "order": _ids,
    "opacity": _opacity,
    "way": _choice(WAYS),
    "detail": _detail,
    "version": _version,
    "story": _story,
    "card": _card,
    "layer": lambda key, values: plain_value(read_single(key, values)) or None,
    "note": _texts,
}

_WRITERS: dict[str, Callable[[Any], list[str]]] = {
    **dict.fromkeys(
        ("lang", "mode", "theme", "basemap", "ref", "perimeter", "norm", "way", "select", "layer"), lambda text: [text]
    ),
    **dict.fromkeys(("territory", "compare", "ind", "order"), list),
    "territory_rule": lambda rule: [rule if isinstance(rule, str) else write_digits(rule)],
    "at": lambda at: [f"{write_digits(at.lat)},{write_digits(at.lon)},{write_digits(at.zoom)}"],
    "layers": lambda ids: list(ids) or [""],
    "note": lambda notes: [write_note(note) for note in notes],
    "near": lambda near: [f"{n.layer}:{n.other}:{write_digits(n.metres)}" for n in near],
    "nearest": lambda nearest: [f"{n.layer}:{n.other}" for n in nearest],
    "year": lambda year: [str(year)],
    "classes": lambda classes: [f"{c.layer}.{c.field}:{c.scheme}:{c.count}" for c in classes],
    "opacity": lambda pairs: [f"{layer}:{write_digits(share)}" for layer, share in pairs],
    **dict.fromkeys(("version", "detail"), lambda pairs: [f"{name}:{choice}" for name, choice in pairs]),
    **dict.fromkeys(("story", "card"), lambda pair: [f"{pair[0]}:{pair[1]}"]),
}
