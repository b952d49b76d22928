"""Figures in prose, computed from the layers when the story is opened: prose and map always agree.

``{count slag_heaps}`` counts in the view of the chapter, ``{count slag_heaps ?slag_heaps.unesco=inscribed}`` in another
one, ``{count ?layers=slag_heaps}`` in the only layer of its link. The other verbs take a column (``layer.field``), one
row of it (``layer.field:id``) or a version of a contested figure (``layer.figure:version``).
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from atlas.catalog.filter import NUMERIC
from atlas.errors import AtlasError, StoryError, nearest
from atlas.i18n import t
from atlas.scene.explore.summary import summarize
from atlas.scene.explore.timeline import count_standing
from atlas.scene.query.completeness import gaps_of
from atlas.scene.query.formatting import spread_of, write_number, write_version
from atlas.scene.query.permalink import parse_permalink, to_permalink
from atlas.scene.query.row_masks import row_mask, selected_outline, shown_layers
from atlas.scene.query.row_values import write_value
from atlas.scene.query.view import View
from atlas.scene.story.library import resolve_view
from atlas.scene.story.prose import Kind, Piece, find_figures, parse_line, parse_paragraphs

if TYPE_CHECKING:
    import pandas as pd

    from atlas.catalog import Field, Layer
    from atlas.io.atlas import Atlas

_FIGURE = re.compile(r"\{(?P<verb>[a-z]+)(?: (?P<subject>[^\s{}?]+))?(?: (?P<link>\?[^\s{}]*))?\}")
_SUBJECT = re.compile(r"(?P<layer>[a-z0-9_]+)(?:\.(?P<name>[a-z0-9_]+)(?::(?P<key>.+))?)?")
# Areas and lengths from here on are written without decimals: a listener remembers three digits.
_WHOLE = 100
# Verbs that take one row of a column, or one version of a figure.
_KEYED = frozenset({"value", "figure"})
# Figures that objects missing in a layer can only raise.
_COUNTED = frozenset({"count", "area", "length", "standing"})


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of prose; of a figure its value and the view that shows it as `link`, of a link its address."""

    text: str
    kind: Kind = "plain"
    value: float | str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class _FigureRequest:
    """The parts of a figure: verb, view, layer, column or contested figure (`name`), row or version (`key`)."""

    verb: str
    view: View
    layer: "Layer"
    name: str | None
    key: str | None
    atlas: "Atlas"

    @property
    def field(self) -> "Field":
        """The column that it names."""
        if self.name not in self.layer.fields:
            near = nearest(self.name or "", self.layer.fields)
            raise StoryError("figure_field", layer=self.layer.id, value=self.name, nearest=near)
        return self.layer.fields[self.name]

    @property
    def numbers(self) -> "pd.Series[Any]":
        """The known values of a column of numbers, of the rows that the view keeps."""
        if self.field.type not in NUMERIC:
            raise StoryError("figure_text", layer=self.layer.id, value=self.name, verb=self.verb, type=self.field.type)
        return self.known_values

    @property
    def known_values(self) -> "pd.Series[Any]":
        """The known values of the column, of the rows that the view keeps."""
        kept = row_mask(self.layer.id, self.view, self.atlas)
        self.field  # noqa: B018 - the name is checked before it is looked up
        return self.atlas.frames[self.layer.id].loc[kept, self.name].dropna()


def resolve_prose(text: str, view: View, atlas: "Atlas") -> tuple[tuple[Run, ...], ...]:
    """Return prose, paragraph by paragraph, with the values of its figures.

    Parameters
    ----------
    text
        See `atlas.scene.story.prose`.
    view
        The view of the chapter, passed by `atlas.scene.query.validate_view.validate_view`.
    atlas
        Declarations and rows.

    Raises
    ------
    AtlasError
        A figure has no value.
    """
    return tuple(tuple(_run(piece, view, atlas) for piece in pieces) for pieces in parse_paragraphs(text))


def resolve_line(text: str, view: View, atlas: "Atlas") -> tuple[Run, ...]:
    """Return one line of prose, such as a title, with the values of its figures; see `resolve_prose`."""
    return tuple(_run(piece, view, atlas) for piece in parse_line(text))


def _run(piece: Piece, view: View, atlas: "Atlas") -> Run:
    if piece.kind == "figure":
        return evaluate_figure(piece.text, view, atlas)
    return Run(_join_punctuation(piece.text), piece.kind, link=piece.address)


def _join_punctuation(text: str) -> str:
    """Put a no-break space at French punctuation, so that no line begins with it."""
    return re.sub(r"(?<=«) | (?=[;:!?»])", "\u00a0", text)


def evaluate_figure(text: str, view: View, atlas: "Atlas") -> Run:
    """Compute one figure, ``{verb subject ?link}``, with the functions of the app and the command line.

    Raises
    ------
    AtlasError
        It is not written as a figure, or names an unknown layer, column or row.
    """
    request = _read(text, view, atlas)
    value, written = _VERBS[request.verb](request)
    if request.verb in _COUNTED and _gaps(request):
        written = t("value.at_least", request.view.lang, value=written)
    shown = replace(request.view, layers=(request.layer.id,), mode="explore", story=None, at=None, card=None)
    if request.verb == "value":
        shown = replace(shown, card=(request.layer.id, request.key or ""))
    return Run(written, "figure", value, to_permalink(replace(shown, theme=View().theme)))


def _gaps(request: _FigureRequest) -> tuple[str, ...]:
    """Return what is missing in the layer within the area of the view, and in the layers that its rows are near."""
    return gaps_of(request.layer, request.view, selected_outline(request.view, request.atlas), request.atlas)


def figure_layers(text: str, view: View, atlas: "Atlas") -> set[str]:
    """Return the ids of the layers that the figures in prose name."""
    return {layer_id for layer_id, _ in read_figures(text, view, atlas)}


def read_figures(text: str, view: View, atlas: "Atlas") -> list[tuple[str, View]]:
    """Return the layer and the view of each figure in prose."""
    figures = (_read(figure, view, atlas) for figure in find_figures(text))
    return [(request.layer.id, request.view) for request in figures]


def _read(text: str, view: View, atlas: "Atlas") -> _FigureRequest:
    match = _FIGURE.fullmatch(text)
    if match is None or match["verb"] not in _VERBS:
        raise StoryError("figure_wrong", value=text, valid=", ".join(_VERBS))
    own = _own_view(match["link"], view, atlas) if match["link"] else view
    subject = _SUBJECT.fullmatch(match["subject"] or "")
    if subject and subject["key"] and match["verb"] not in _KEYED:
        raise StoryError("figure_key", value=text, verb=match["verb"])
    if match["subject"] is None:
        shown = shown_layers(own, atlas.catalog)
        if len(shown) != 1:
            raise StoryError("figure_layer", value=text)
        return _FigureRequest(match["verb"], own, atlas.catalog[shown[0]], None, None, atlas)
    if subject is None or subject["layer"] not in atlas.catalog:
        near = nearest(match["subject"].partition(".")[0], atlas.catalog)
        raise StoryError("figure_subject", value=text, nearest=near)
    return _FigureRequest(match["verb"], own, atlas.catalog[subject["layer"]], subject["name"], subject["key"], atlas)


def _own_view(link: str, view: View, atlas: "Atlas") -> View:
    parsed, unread = parse_permalink(link)
    own, invalid = resolve_view(replace(parsed, lang=view.lang), atlas)
    problems: tuple[AtlasError, ...] = (*unread, *invalid)
    if problems:
        raise problems[0]
    return own


def _count(request: _FigureRequest) -> tuple[float, str]:
    return _number(int(row_mask(request.layer.id, request.view, request.atlas).sum()), request)


def _unknown(request: _FigureRequest) -> tuple[float, str]:
    kept = int(row_mask(request.layer.id, request.view, request.atlas).sum())
    return _number(kept - len(request.known_values), request)


def _distinct(request: _FigureRequest) -> tuple[float, str]:
    values = {
        part.strip()
        for cell in request.known_values.astype(str)
        for part in cell.split(request.field.separator or "\n")
    }
    return _number(len(values), request)


def _total(request: _FigureRequest) -> tuple[float, str]:
    total = float(request.numbers.sum())
    if not math.isfinite(total):
        raise StoryError("figure_nothing", value=f"{request.layer.id}.{request.name}")
    return total, write_number(total, request.view.lang, request.field.unit, decimals=0 if total >= _WHOLE else 2)


def _extreme(choose: Callable[["pd.Series[Any]"], Any]) -> Callable[[_FigureRequest], tuple[float, str]]:
    def compute(request: _FigureRequest) -> tuple[float, str]:
        known_values = request.numbers
        if known_values.empty:
            raise StoryError("figure_nothing", value=f"{request.layer.id}.{request.name}")
        value = float(choose(known_values))
        return value, write_value(request.field, value, request.view.lang, _spread(request))

    return compute


def _measured(key: Literal["area_ha", "length_km"], unit: str) -> Callable[[_FigureRequest], tuple[float, str]]:
    def compute(request: _FigureRequest) -> tuple[float, str]:
        alone = replace(request.view, layers=(request.layer.id,))
        value = summarize(alone, request.atlas)["layers"][0][key]
        if value is None:
            raise StoryError("figure_nothing", value=request.layer.id)
        return value, write_number(value, request.view.lang, unit, decimals=0 if value >= _WHOLE else 1)

    return compute


def _spread(request: _FigureRequest) -> float:
    return spread_of(request.atlas.frames[request.layer.id], request.name or "", request.field)


def _standing(key: Literal["standing", "unsure"]) -> Callable[[_FigureRequest], tuple[float, str]]:
    def compute(request: _FigureRequest) -> tuple[float, str]:
        counts = count_standing(replace(request.view, layers=(request.layer.id,)), request.atlas)
        if not counts:
            raise StoryError("figure_year", value=request.layer.id)
        return _number(counts[0][key], request)

    return compute


def _value(request: _FigureRequest) -> tuple[str, str]:
    field, frame = request.field, request.atlas.frames[request.layer.id]
    if request.key not in frame.index:
        raise StoryError("figure_row", layer=request.layer.id, value=request.key)
    value = frame.loc[request.key, request.name]
    if value is None or value != value:  # noqa: PLR0124 - NaN is not itself
        raise StoryError("figure_nothing", value=f"{request.layer.id}.{request.name}:{request.key}")
    return str(value), write_value(field, value, request.view.lang, _spread(request))


def _contested(request: _FigureRequest) -> tuple[str, str]:
    figure = request.layer.figures.get(request.name or "")
    if figure is None or request.key not in figure.versions:
        names = [
            f"{name}:{version}" for name, contested in request.layer.figures.items() for version in contested.versions
        ]
        near = nearest(f"{request.name}:{request.key}", names)
        raise StoryError("figure_version", layer=request.layer.id, nearest=near)
    value = figure.versions[request.key].value
    return value, write_version(value, figure.unit, request.view.lang)


def _number(value: int, request: _FigureRequest) -> tuple[float, str]:
    return value, write_number(value, request.view.lang)


_VERBS: dict[str, Callable[[_FigureRequest], tuple[float | str, str]]] = {
    "count": _count,
    "unknown": _unknown,
    "distinct": _distinct,
    "sum": _total,
    "min": _extreme(lambda known_values: known_values.min()),
    "max": _extreme(lambda known_values: known_values.max()),
    "area": _measured("area_ha", "ha"),
    "length": _measured("length_km", "km"),
    "standing": _standing("standing"),
    "unsure": _standing("unsure"),
    "value": _value,
    "figure": _contested,
}
