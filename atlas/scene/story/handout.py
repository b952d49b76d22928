"""A story on paper: the scene and the caption of each slide."""

from dataclasses import replace
from typing import TYPE_CHECKING

from atlas.i18n import t
from atlas.scene.publish.caption import Caption
from atlas.scene.query.permalink import to_permalink
from atlas.scene.query.view import View

if TYPE_CHECKING:
    from datetime import date

    from atlas.scene.map.scene import Scene
    from atlas.scene.story.slides import Slide, Slideshow


def scene_page(show: "Slideshow", number: int, *, address: str = "", made: "date") -> "tuple[Scene, Caption]":
    """Return the scene of slide `number` (from 1) as it is drawn on paper, and its caption.

    Parameters
    ----------
    show
        The slides of the story.
    number
        Number of the slide, from 1.
    address
        Address of the atlas, before the ``?`` of a link; empty where it is not known.
    made
        Date of the drawing.
    """
    slide = show.slides[number - 1]
    # The whole frame is visible on every paper size; the drawing adds its own margin.
    scene = replace(slide.scene, camera=None, bounds=_without_margin(slide.frame), tiles=None)
    place = t("handout.scene", show.lang, story=show.title, number=number, count=len(show.slides))
    licence = t(f"licence.{show.story.licence}", show.lang) if show.story.licence else None
    by = ", ".join(filter(None, (show.story.author, licence)))
    notes = (place, *((t("handout.by", show.lang, by=by),) if by else ()), t("handout.data", show.lang, data=show.data))
    prose = " ".join("".join(run.text for run in block) for block in slide.blocks)
    return scene, Caption(slide.title, prose, notes, f"{address}{_link(show, slide, number)}", made)


def _link(show: "Slideshow", slide: "Slide", number: int) -> str:
    """Return the link that reopens a slide: in its story if that is shipped, else the view alone."""
    if not show.story.slug:
        return slide.link
    return to_permalink(View(mode="present", lang=show.lang, story=(show.story.slug, number)))


def _without_margin(frame: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Remove the margin that the drawing adds: a twentieth on every side."""
    west, south, east, north = frame
    wide, high = (east - west) * 0.05, (north - south) * 0.05
    return (west + wide, south + high, east - wide, north - high)
