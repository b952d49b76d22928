"""The view of a program: built by keywords, read from a link, written as one."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Self

from atlas.catalog.filter import Filter
from atlas.errors import ViewError, in_short, nearest
from atlas.scene.notes.note import Note, write_note
from atlas.scene.query import view as internal
from atlas.scene.query.permalink import parse_permalink, parse_query, to_permalink, to_query
from atlas.scene.query.view import Camera, Classes, Near, Nearest
from atlas.serve.short_links import long_link


class View(internal.View):
    """What a map, a query, a comparison or a sheet is asked for: the state that a link of the app carries.

    Every part has a keyword; a part that is not given is at its default. A part is written as its plain value or as in
    a link. The order of filters does not matter; equal views are equal.

    Parameters
    ----------
    **parts
        ``layers``: ids of the layers shown. ``filters``: a mapping of ``"layer.field"`` (a value or several),
        ``"layer.field__gte"``, ``"layer.field__lte"`` or ``"layer.field__missing"`` to what is kept, or `Filter`
        objects. ``near``: ``(layer, other, metres)``, one or several, or `Near` objects; ``nearest``: ``(layer,
        other)``. ``territory``: ids of territories; ``territory_rule``: ``"meets"``, ``"within"``, ``"centre"`` or a
        share. ``select``: a drawn shape as in a link. ``year``: what existed then. ``classes``: ``(layer, field,
        scheme, count)``. ``at``: ``(lat, lon, zoom)`` or a `Camera`. ``order``, ``opacity`` (a mapping of layer to
        share), ``basemap``, ``lang``, ``theme``, ``mode``, ``card`` (``(layer, id)``), ``story`` (``(slug, scene)``),
        ``compare``, ``ref``, ``ind``, ``perimeter``, ``norm``, ``way``, ``detail`` and ``version`` are those of a link,
        and so are ``layer`` and ``note`` (``"pin:50.43,2.82:Text"``, one or several).

    Raises
    ------
    ViewError
        A part has no such name, and the sentence lists the three nearest, or a value that no link could have.

    Examples
    --------
    >>> import atlas
    >>> view = atlas.View(
    ...     layers="slag_heaps",
    ...     filters={"slag_heaps.area_ha__gte": 10},
    ...     near=("slag_heaps", "green_corridors", 500),
    ... )
    >>> view.to_link()
    '?layers=slag_heaps&near=slag_heaps:green_corridors:500&slag_heaps.area_ha__gte=10'
    >>> atlas.View.from_link(view.to_link()) == view
    True
    >>> atlas.View(layer_ids="slag_heaps")
    Traceback (most recent call last):
    atlas.errors.ViewError: layer_ids: no such part of a view; the nearest are layer, layers, year
    """

    __slots__ = ()

    def __init__(self, **parts: Any) -> None:
        view, problems = parse_query(_to_query(parts))
        if problems:
            raise with_others(problems)
        internal.View.__init__(self, **{name: getattr(view, name) for name in view.__dataclass_fields__})

    @classmethod
    def from_link(cls, link: str) -> Self:
        """Return the view of a link of the app, or of its query string.

        A short link is followed when this machine keeps it.

        Raises
        ------
        ViewError
            A part of the link cannot be used, or it is a short link of another machine.

        Examples
        --------
        >>> import atlas
        >>> atlas.View.from_link("?layers=slag_heaps&year=1950").year
        1950
        """
        if not isinstance(link, str):
            raise ViewError("view_wrong", value=in_short(link))
        view, problems = parse_permalink(long_link(link))
        if problems:
            raise with_others(problems)
        return cls._of(view)

    @classmethod
    def _of(cls, view: internal.View) -> Self:
        return cls(**{name: getattr(view, name) for name in view.__dataclass_fields__})

    def to_link(self) -> str:
        """Return the query string that opens this view in the app.

        Examples
        --------
        >>> import atlas
        >>> atlas.View(layers=("slag_heaps", "mine_shafts"), year=1950).to_link()
        '?layers=slag_heaps&layers=mine_shafts&year=1950'
        """
        return to_permalink(self)

    def __repr__(self) -> str:
        """Return how the same view is made again."""
        return f"View.from_link({self.to_link()!r})"

    def __eq__(self, other: object) -> bool:
        """Return whether two views ask for the same, however they were made."""
        return isinstance(other, internal.View) and to_query(self) == to_query(other)

    def __hash__(self) -> int:
        """Return the hash of the parts, as of any view."""
        return internal.View.__hash__(self)


def with_others(problems: "Iterable[Exception]") -> Exception:
    """Return the first of several errors, with the sentences of the others as its notes."""
    first, *others = problems
    for other in others:
        first.add_note(str(other))
    return first


def _to_query(parts: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the parts of a view as the parameters of a link, where each is checked."""
    query: dict[str, list[str]] = {}
    known = internal.View.__dataclass_fields__
    for name, value in parts.items():
        if name not in known:
            raise ViewError("part_unknown", key=name, nearest=nearest(name, known))
        if value is None:
            continue
        if name == "filters":
            query |= _filters(value)
        elif name == "layers":
            query[name] = _several(value) or [""]
        elif values := _WRITERS.get(name, _several)(value):
            query[name] = values
    return query


def _several(value: object) -> list[str]:
    """Return one value or several as texts."""
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_text(each) for each in value]
    return [_text(value)]


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _filters(given: "Mapping[str, Any] | Filter | Iterable[Filter]") -> dict[str, list[str]]:
    if isinstance(given, Mapping):
        # `False` of a missing value asks for nothing.
        return {
            key: ["1"] if key.endswith("__missing") else _several(value)
            for key, value in given.items()
            if not (key.endswith("__missing") and not value)
        }
    conditions = (given,) if isinstance(given, Filter) else tuple(given)
    return {key: values for key, values in to_query(internal.View(filters=conditions)).items() if "." in key}


def _joined(separator: str, kinds: tuple[type, ...], fields: tuple[str, ...]) -> Callable[[Any], list[str]]:
    """Return a writer of parts that are several values each: one of them, or a list of them."""

    def one(part: Any) -> str:
        if isinstance(part, str):
            return part
        values = [getattr(part, field) for field in fields] if isinstance(part, kinds) else part
        return separator.join(_text(value) for value in values)

    def write(given: Any) -> list[str]:
        if isinstance(given, Mapping):
            return [one(pair) for pair in given.items()]
        single = isinstance(given, (str, *kinds)) or (len(given) > 0 and isinstance(given[0], str | int | float))
        # A sequence of texts is several parts when each is written as in a link.
        if single and not isinstance(given, (str, *kinds)) and all(isinstance(p, str) and ":" in p for p in given):
            single = False
        return [one(given)] if single else [one(part) for part in given]

    return write


def _classes(given: Any) -> list[str]:
    def one(part: Any) -> str:
        if isinstance(part, str):
            return part
        values = (part.layer, part.field, part.scheme, part.count) if isinstance(part, Classes) else tuple(part)
        return "{}.{}:{}:{}".format(*values)

    single = isinstance(given, str | Classes) or (len(given) > 0 and isinstance(given[0], str) and ":" not in given[0])
    return [one(given)] if single else [one(part) for part in given]


def _notes(given: "str | Note | Iterable[str | Note]") -> list[str]:
    every = [given] if isinstance(given, str | Note) else given
    return [write_note(note) if isinstance(note, Note) else note for note in every]


_WRITERS: dict[str, Callable[[Any], list[str]]] = {
    "note": _notes,
    "near": _joined(":", (Near,), ("layer", "other", "metres")),
    "nearest": _joined(":", (Nearest,), ("layer", "other")),
    "at": _joined(",", (Camera,), ("lat", "lon", "zoom")),
    "classes": _classes,
    **dict.fromkeys(("opacity", "card", "story", "version", "detail"), _joined(":", (), ())),
}
