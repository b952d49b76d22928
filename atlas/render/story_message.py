"""A story for the map page: its prose, and for each scene the state that the page takes."""

from typing import TYPE_CHECKING, NotRequired, TypedDict

from atlas.i18n import t
from atlas.render.scene_message import Bounds, SceneState, scene_message
from atlas.scene.query.drawn_shape import encode_rings
from atlas.scene.story.prose import Kind

if TYPE_CHECKING:
    from atlas.scene.story.inline_figures import Run
    from atlas.scene.story.slides import Show, Stage


class RunMessage(TypedDict):
    """A piece of prose; of a figure its value too, and the link that shows where it comes from."""

    text: str
    kind: Kind
    value: NotRequired[float | str]
    link: NotRequired[str]


class StageMessage(TypedDict):
    """A scene of a story, see `show_message`."""

    title: str
    blocks: list[list[RunMessage]]
    notes: list[list[RunMessage]]
    link: str
    frame: Bounds
    outline: list[str]
    state: SceneState


class ShowMessage(TypedDict):
    """A story, see `show_message`."""

    slug: str
    lang: str
    spoken: str
    title: str
    about: str
    by: str
    languages: tuple[str, ...]
    data: str
    stages: list[StageMessage]


def show_message(show: "Show") -> ShowMessage:
    """Return a story as the page's script tells it.

    Returns
    -------
    dict
        ``slug`` (empty for a story that is not shipped), ``lang`` of titles and legends, ``spoken`` language of the
        prose, ``title``, ``about``, ``by`` (author and licence), ``languages``, ``data`` (mark of the data) and
        ``stages``: ``title``, ``blocks`` and ``notes`` (paragraphs of runs), ``link``, ``frame``, ``outline`` and
        ``state``, what `atlas.render.scene_message.scene_message` gives.
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
        "stages": [_stage(stage) for stage in show.stages],
    }


def _stage(stage: "Stage") -> StageMessage:
    west, south, east, north = (round(edge, 5) for edge in stage.frame)
    return {
        "title": stage.title,
        "blocks": [_runs(block) for block in stage.blocks],
        "notes": [_runs(block) for block in stage.notes],
        "link": stage.link.removeprefix("?"),
        "frame": (west, south, east, north),
        "outline": encode_rings(stage.scene.outline),
        "state": scene_message(stage.scene),
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
