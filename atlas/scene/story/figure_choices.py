"""Figures of a story in the making: what each says now or what is wrong with it, and those that may be picked."""

from typing import TYPE_CHECKING, TypedDict

from atlas.catalog.filter import NUMERIC
from atlas.errors import AtlasError
from atlas.i18n import t
from atlas.scene.query.permalink import parse_permalink
from atlas.scene.query.row_masks import shown_layers
from atlas.scene.story.inline_figures import evaluate_figure
from atlas.scene.story.library import resolve_view

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from atlas.catalog import Layer
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View

# Columns of a layer whose figures are offered, at most.
_MOST_FIELDS = 4


class FigureAnswer(TypedDict):
    """A figure as it is written (`source`): its value as `text`, or the `problem`; `title` where it is offered."""

    source: str
    title: str
    text: str | None
    problem: str | None


class FiguresMessage(TypedDict):
    """What the figures of a field say, and those that may be picked in its scene."""

    figures: list[FigureAnswer]
    offered: list[FigureAnswer]


def answer_figures(sources: "Sequence[str]", link: str, lang: str, atlas: "Atlas") -> list[FigureAnswer]:
    """Return what figures say in the view of a scene; a wrong one has its problem in the reader's language."""
    view = _view(link, lang, atlas)
    return [_answer(source, "", view, atlas) for source in sources]


def offer_figures(link: str, lang: str, atlas: "Atlas") -> list[FigureAnswer]:
    """Return the figures of the layers of a scene that a writer may pick, each with its value."""
    view = _view(link, lang, atlas)
    offered = [
        _answer(source, title, view, atlas)
        for layer_id in shown_layers(view, atlas.catalog)
        for source, title in _figures_of(atlas.catalog[layer_id], lang)
    ]
    return [answer for answer in offered if answer["problem"] is None]


def _figures_of(layer: "Layer", lang: str) -> "Iterator[tuple[str, str]]":
    title = layer.title(lang)
    yield f"{{count {layer.id}}}", t("editor.figure_count", lang, layer=title)
    fields = [name for name, field in layer.fields.items() if field.type in NUMERIC]
    for name in fields[:_MOST_FIELDS]:
        column, words = f"{layer.id}.{name}", {"layer": title, "field": layer.fields[name].title(lang)}
        if layer.fields[name].unit and layer.fields[name].type != "year":
            yield f"{{sum {column}}}", t("editor.figure_sum", lang, **words)
        yield f"{{min {column}}}", t("editor.figure_min", lang, **words)
        yield f"{{max {column}}}", t("editor.figure_max", lang, **words)


def _answer(source: str, title: str, view: "View", atlas: "Atlas") -> FigureAnswer:
    try:
        text = evaluate_figure(source, view, atlas).text
    except AtlasError as problem:
        return {"source": source, "title": title, "text": None, "problem": problem.text_for_readers(view.lang)}
    return {"source": source, "title": title, "text": text, "problem": None}


def _view(link: str, lang: str, atlas: "Atlas") -> "View":
    parsed, _ = parse_permalink(f"{link or '?'}&lang={lang}")
    view, _ = resolve_view(parsed, atlas)
    return view
