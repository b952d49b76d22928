"""A story on paper: for each of its scenes what is drawn, and the words around it."""

from dataclasses import replace
from typing import TYPE_CHECKING

from atlas.i18n import t
from atlas.scene.publish.caption import Caption
from atlas.scene.query.permalink import to_permalink
from atlas.scene.query.view import View

if TYPE_CHECKING:
    from datetime import date

    from atlas.scene.map.scene import Scene
    from atlas.scene.story.slides import Show, Stage


def scene_page(show: "Show", number: int, *, address: str = "", made: "date") -> "tuple[Scene, Caption]":
    """Return scene `number` (from 1) of a story as it is drawn on paper, and the words around it.

    Parameters
    ----------
    show
        The story, ready to be shown.
    number
        Which scene.
    address
        Where the atlas is to be found, before the ``?`` of a link; empty when nobody knows.
    made
        The day of the drawing.
    """
    stage = show.stages[number - 1]
    # The whole frame stays in sight on every paper; the drawing leaves its own air around.
    scene = replace(stage.scene, camera=None, bounds=_shrunk(stage.frame), tiles=None)
    told = t("handout.scene", show.lang, story=show.title, number=number, count=len(show.stages))
    licence = t(f"licence.{show.story.licence}", show.lang) if show.story.licence else None
    by = ", ".join(filter(None, (show.story.author, licence)))
    notes = (told, *((t("handout.by", show.lang, by=by),) if by else ()), t("handout.data", show.lang, data=show.data))
    prose = " ".join("".join(run.text for run in block) for block in stage.blocks)
    return scene, Caption(stage.title, prose, notes, f"{address}{_link(show, stage, number)}", made)


def _link(show: "Show", stage: "Stage", number: int) -> str:
    """Return the link that reopens a scene: in its story where that is shipped, else by itself."""
    if not show.story.slug:
        return stage.link
    return to_permalink(View(mode="present", lang=show.lang, story=(show.story.slug, number)))


def _shrunk(frame: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Take away the air that the drawing adds: a twentieth on every side."""
    west, south, east, north = frame
    wide, high = (east - west) * 0.05, (north - south) * 0.05
    return (west + wide, south + high, east - wide, north - high)
