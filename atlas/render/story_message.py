"""The message of a story: its prose, and the state of the map page for each slide."""

from typing import TYPE_CHECKING, NotRequired, TypedDict

from atlas.i18n import t
from atlas.render.scene_message import Bounds, SceneState, scene_message
from atlas.scene.query.drawn_shape import encode_rings
from atlas.scene.story.prose import Kind

if TYPE_CHECKING:
    from atlas.scene.story.inline_figures import Run
    from atlas.scene.story.slides import Slide, Slideshow


class RunMessage(TypedDict):
    """A piece of prose; a figure has its value and the link of the view that it was counted in, a link its address."""

    text: str
    kind: Kind
    value: NotRequired[float | str]
    link: NotRequired[str]


class SlideMessage(TypedDict):
    """A slide of a story, see `slideshow_message`."""

    title: str
    blocks: list[list[RunMessage]]
    notes: list[list[RunMessage]]
    link: str
    frame: Bounds
    outline: list[str]
    state: SceneState


class SlideshowMessage(TypedDict):
    """A story, see `slideshow_message`."""

    slug: str
    lang: str
    spoken: str
    title: str
    about: str
    by: str
    languages: tuple[str, ...]
    data: str
    slides: list[SlideMessage]


def slideshow_message(show: "Slideshow") -> SlideshowMessage:
    """Return a story for the scripts of the page.

    Returns
    -------
    dict
        ``slug`` (empty for a story that is not shipped), ``lang`` of titles and legends, ``spoken`` language of the
        prose, ``title``, ``about``, ``by`` (author and licence), ``languages``, ``data`` (hash of the data) and
        ``slides``: ``title``, ``blocks`` and ``notes`` (paragraphs of runs), ``link``, ``frame``, ``outline`` and
        ``state`` (`atlas.render.scene_message.scene_message`).
    """
    story = show.story
    licence = t(f"licence.{story.licence}", show.lang) if story.licence else None
    return {
        "slug": story.slug,
        "lang": show.lang,
        "spoken": story.lang,
        "title": show.title,
        "about": show.about,
        "by": ", ".join(filter(None, (story.author, licence))),
        "languages": show.languages,
        "data": show.data,
        "slides": [_slide(slide) for slide in show.slides],
    }


def _slide(slide: "Slide") -> SlideMessage:
    west, south, east, north = (round(edge, 5) for edge in slide.frame)
    return {
        "title": slide.title,
        "blocks": [_runs(block) for block in slide.blocks],
        "notes": [_runs(block) for block in slide.notes],
        "link": slide.link.removeprefix("?"),
        "frame": (west, south, east, north),
        "outline": encode_rings(slide.scene.outline),
        "state": scene_message(slide.scene),
    }


def _runs(runs: "tuple[Run, ...]") -> list[RunMessage]:
    described: list[RunMessage] = []
    for run in runs:
        message: RunMessage = {"text": run.text, "kind": run.kind}
        if run.value is not None:
            message["value"] = run.value
        if run.link:
            message["link"] = run.link.removeprefix("?")
        described.append(message)
    return described
