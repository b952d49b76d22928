"""Figures in prose, asked of the atlas when they are read: a story cannot disagree with what it shows.

``{count slag_heaps}`` asks the chapter's own link, ``{count slag_heaps ?slag_heaps.unesco=inscribed}`` another one;
``{count ?layers=slag_heaps}`` the only layer of its link. The other verbs take a column (``layer.field``), one row of
it (``layer.field:id``) or a version of a contested figure (``layer.figure:version``).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from atlas.errors import AtlasError, StoryError, nearest
from atlas.scene.explore.summary import summarize
from atlas.scene.explore.timeline import count_standing
from atlas.scene.publish.layer_metadata import write_version
from atlas.scene.query.formatting import write_number
from atlas.scene.query.object_card import write_value
from atlas.scene.query.permalink import parse_permalink, to_permalink
from atlas.scene.query.row_masks import row_mask, shown_layers
from atlas.scene.query.view import View
from atlas.scene.story.library import resolve_view
from atlas.scene.story.prose import Kind, Piece, find_figures, parse_line, parse_paragraphs

if TYPE_CHECKING:
    import pandas as pd

    from atlas.catalog import Field, Layer
    from atlas.io.atlas import Atlas

_FIGURE = re.compile(r"\{(?P<verb>[a-z]+)(?: (?P<subject>[^\s{}?]+))?(?: (?P<link>\?[^\s{}]*))?\}")
_SUBJECT = re.compile(r"(?P<layer>[a-z0-9_]+)(?:\.(?P<name>[a-z0-9_]+)(?::(?P<key>.+))?)?")
# Areas and lengths from here on are written without decimals: a listener keeps three digits.
_WHOLE = 100


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of prose; of a figure its value and the view that shows it as `link`, of a link its address."""

    text: str
    kind: Kind = "plain"
    value: float | str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class _FigureRequest:
    """What one figure asks: verb, view, layer, column or contested figure, row or version."""

    verb: str
    view: View
    layer: "Layer"
    name: str | None
    key: str | None
    atlas: "Atlas"

    @property
    def field(self) -> "Field":
        """The column named."""
        if self.name not in self.layer.fields:
            near = nearest(self.name or "", self.layer.fields)
            raise StoryError("figure_field", layer=self.layer.id, value=self.name, nearest=near)
        return self.layer.fields[self.name]

    @property
    def known(self) -> "pd.Series[Any]":
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
    return Run(_tied(piece.text), piece.kind, link=piece.address)


def _tied(text: str) -> str:
    """Keep French signs with the word before or after them: no line begins with one."""
    return re.sub(r"(?<=«) | (?=[;:!?»])", "\u00a0", text)


def evaluate_figure(text: str, view: View, atlas: "Atlas") -> Run:
    """Answer one figure, ``{verb subject ?link}``, by what app and command line answer with.

    Raises
    ------
    AtlasError
        It is not written as a figure, or what it names is not there.
    """
    asked = _read(text, view, atlas)
    value, said = _VERBS[asked.verb](asked)
    shown = replace(asked.view, layers=(asked.layer.id,), mode="explore", story=None, at=None, card=None)
    if asked.verb == "value":
        shown = replace(shown, card=(asked.layer.id, asked.key or ""))
    return Run(said, "figure", value, to_permalink(replace(shown, theme=View().theme)))


def figure_layers(text: str, view: View, atlas: "Atlas") -> set[str]:
    """Return the ids of the layers that the figures in some prose are about."""
    return {layer_id for layer_id, _ in read_figures(text, view, atlas)}


def read_figures(text: str, view: View, atlas: "Atlas") -> list[tuple[str, View]]:
    """Return of each figure in some prose the layer that it is about, and the view that it asks."""
    figures = (_read(figure, view, atlas) for figure in find_figures(text))
    return [(asked.layer.id, asked.view) for asked in figures]


def _read(text: str, view: View, atlas: "Atlas") -> _FigureRequest:
    match = _FIGURE.fullmatch(text)
    if match is None or match["verb"] not in _VERBS:
        raise StoryError("figure_wrong", value=text, valid=", ".join(_VERBS))
    own = _own_view(match["link"], view, atlas) if match["link"] else view
    subject = _SUBJECT.fullmatch(match["subject"] or "")
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
    asked, unread = parse_permalink(link)
    own, unfit = resolve_view(replace(asked, lang=view.lang), atlas)
    problems: tuple[AtlasError, ...] = (*unread, *unfit)
    if problems:
        raise problems[0]
    return own


def _count(asked: _FigureRequest) -> tuple[float, str]:
    return _number(int(row_mask(asked.layer.id, asked.view, asked.atlas).sum()), asked)


def _unknown(asked: _FigureRequest) -> tuple[float, str]:
    kept = int(row_mask(asked.layer.id, asked.view, asked.atlas).sum())
    return _number(kept - len(asked.known), asked)


def _distinct(asked: _FigureRequest) -> tuple[float, str]:
    values = {part.strip() for cell in asked.known.astype(str) for part in cell.split(asked.field.separator or "\n")}
    return _number(len(values), asked)


def _total(asked: _FigureRequest) -> tuple[float, str]:
    total = float(asked.known.sum())
    return total, write_number(round(total) if total >= _WHOLE else total, asked.view.lang, asked.field.unit)


def _extreme(choose: Callable[["pd.Series[Any]"], Any]) -> Callable[[_FigureRequest], tuple[float, str]]:
    def answer(asked: _FigureRequest) -> tuple[float, str]:
        known = asked.known
        if known.empty:
            raise StoryError("figure_nothing", value=f"{asked.layer.id}.{asked.name}")
        value = float(choose(known))
        return value, write_value(asked.field, value, asked.view.lang)

    return answer


def _measured(key: str, unit: str) -> Callable[[_FigureRequest], tuple[float, str]]:
    def answer(asked: _FigureRequest) -> tuple[float, str]:
        alone = replace(asked.view, layers=(asked.layer.id,))
        value = summarize(alone, asked.atlas)["layers"][0][key]
        if value is None:
            raise StoryError("figure_nothing", value=asked.layer.id)
        return value, write_number(round(value) if value >= _WHOLE else round(value, 1), asked.view.lang, unit)

    return answer


def _stood(key: str) -> Callable[[_FigureRequest], tuple[float, str]]:
    def answer(asked: _FigureRequest) -> tuple[float, str]:
        counts = count_standing(replace(asked.view, layers=(asked.layer.id,)), asked.atlas)
        if not counts:
            raise StoryError("figure_year", value=asked.layer.id)
        return _number(counts[0][key], asked)

    return answer


def _value(asked: _FigureRequest) -> tuple[str, str]:
    field, frame = asked.field, asked.atlas.frames[asked.layer.id]
    if asked.key not in frame.index:
        raise StoryError("figure_row", layer=asked.layer.id, value=asked.key)
    value = frame.loc[asked.key, asked.name]
    if value is None or value != value:  # noqa: PLR0124 - NaN is not itself
        raise StoryError("figure_nothing", value=f"{asked.layer.id}.{asked.name}:{asked.key}")
    return str(value), write_value(field, value, asked.view.lang)


def _contested(asked: _FigureRequest) -> tuple[str, str]:
    figure = asked.layer.figures.get(asked.name or "")
    if figure is None or asked.key not in figure.versions:
        names = [f"{name}:{version}" for name, one in asked.layer.figures.items() for version in one.versions]
        near = nearest(f"{asked.name}:{asked.key}", names)
        raise StoryError("figure_version", layer=asked.layer.id, nearest=near)
    value = figure.versions[asked.key].value
    return value, write_version(value, figure.unit, asked.view.lang)


def _number(value: int, asked: _FigureRequest) -> tuple[float, str]:
    return value, write_number(value, asked.view.lang)


_VERBS: dict[str, Callable[[_FigureRequest], tuple[float | str, str]]] = {
    "count": _count,
    "unknown": _unknown,
    "distinct": _distinct,
    "sum": _total,
    "min": _extreme(lambda known: known.min()),
    "max": _extreme(lambda known: known.max()),
    "area": _measured("area_ha", "ha"),
    "length": _measured("length_km", "km"),
    "standing": _stood("standing"),
    "unsure": _stood("unsure"),
    "value": _value,
    "figure": _contested,
}
