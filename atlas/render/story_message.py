"""A story for the map page: its prose, and for each scene the state that the page takes."""

from typing import TYPE_CHECKING, Any

from atlas.i18n import t
from atlas.render.scene_message import scene_message
from atlas.scene.query.drawn_shape import encode_rings

if TYPE_CHECKING:
    from atlas.scene.story.inline_figures import Run
    from atlas.scene.story.slides import Show, Stage


def show_message(show: "Show") -> dict[str, Any]:
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


def _stage(stage: "Stage") -> dict[str, Any]:
    return {
        "title": stage.title,
        "blocks": [_runs(block) for block in stage.blocks],
        "notes": [_runs(block) for block in stage.notes],
        "link": stage.link.removeprefix("?"),
        "frame": [round(edge, 5) for edge in stage.frame],
        "outline": encode_rings(stage.scene.outline),
        "state": scene_message(stage.scene),
    }


def _runs(runs: "tuple[Run, ...]") -> list[dict[str, Any]]:
    described: list[dict[str, Any]] = []
    for run in runs:
        own = {"value": run.value, "link": run.link.removeprefix("?") if run.link else None}
        described.append({"text": run.text, "kind": run.kind} | {key: v for key, v in own.items() if v is not None})
    return described
