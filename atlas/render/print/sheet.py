"""A scene as a sheet of paper: PDF to true size, or PNG. It needs no network."""

from typing import TYPE_CHECKING

import numpy as np

from atlas.i18n import plural, t
from atlas.render.print.canvas import Canvas, drawing, path_of
from atlas.render.print.colours import look_of
from atlas.render.print.layout import arrange
from atlas.render.print.map.answers import draw_halos, hold_answers, is_answer
from atlas.render.print.map.collision_grid import CollisionGrid
from atlas.render.print.map.furniture import draw_graticule
from atlas.render.print.map.ground import draw_ground
from atlas.render.print.map.labels import write_labels
from atlas.render.print.map.legend import draw_legend
from atlas.render.print.map.lines import mark_lines
from atlas.render.print.map.marks import Pen, draw_mark, shapes_in_window
from atlas.render.print.map.notes import draw_notes
from atlas.render.print.map.projection import open_window
from atlas.render.print.margins import about_pdf, draw_link, draw_strip, draw_words, metadata
from atlas.render.print.paper_size import MM_AN_INCH, PX_AN_INCH, Paper
from atlas.render.print.pdf_file import PdfPage, finish_pdf

if TYPE_CHECKING:
    from atlas.render.print.colours import Look
    from atlas.render.print.layout import Layout
    from atlas.render.print.margins import Kind
    from atlas.scene.map.scene import Scene
    from atlas.scene.publish.caption import Caption


# Sides in the pixels of the page of a small picture of a scene.
_THUMBNAIL = (760.0, 500.0)


def draw_sheet(scene: "Scene", caption: "Caption", paper: "Paper", kind: "Kind") -> bytes:
    """Draw a scene on paper.

    Parameters
    ----------
    scene
        What to draw; its online background is left out, since a sheet needs no network.
    caption
        The words around the map.
    paper
        Size of the sheet: the page of a PDF has it exactly.
    kind
        Format of the file.
    """
    with drawing():
        content = draw_page(scene, caption, paper).file(kind, metadata(scene, caption, kind))
    if kind == "png":
        return content
    return finish_pdf(content, about_pdf(scene, caption), [pdf_page(scene, caption, paper)])


def pdf_page(scene: "Scene", caption: "Caption", paper: "Paper") -> PdfPage:
    """Return the page of a map for `atlas.render.print.pdf_file.finish_pdf`: the map in words, and where it lies."""
    figure = t("sheet.figure", scene.lang, title=caption.title, lead=caption.lead)
    return PdfPage(caption.title, figure, (arrange(paper, scene, caption).window, paper))


def draw_thumbnail(scene: "Scene") -> bytes:
    """Draw a small picture of a scene, the map alone, as PNG."""
    look, scale = look_of(scene.theme), 0.6
    width, height = (side * MM_AN_INCH / PX_AN_INCH * scale for side in _THUMBNAIL)
    with drawing():
        canvas = Canvas(Paper(width, height, scale, 1.5 * PX_AN_INCH, printed=False), look.paper)
        draw_map(Pen(canvas, look, open_window(scene, (0, 0, *_THUMBNAIL))), scene)
        return canvas.file("png", {})


def draw_page(scene: "Scene", caption: "Caption", paper: "Paper") -> Canvas:
    """Draw a scene on one page; use it inside ``with drawing():``."""
    look = look_of(scene.theme)
    layout = arrange(paper, scene, caption)
    canvas = Canvas(paper, look.paper)
    draw_map(Pen(canvas, look, layout.window), scene)
    draw_words(canvas, look, layout.words, t("app.title", scene.lang))
    draw_strip(canvas, look, layout.window, scene.lang)
    _draw_legend(canvas, look, layout, scene.lang)
    draw_link(canvas, look, layout.code, scene.lang)
    return canvas


def draw_map(pen: Pen, scene: "Scene") -> None:
    """Draw the map alone into its frame: ground, graticule, layers, outline of the question, names."""
    occupied = CollisionGrid(*pen.window.box)
    draw_ground(pen, scene)
    answers = [mark for mark in scene.marks if is_answer(mark, scene)]
    for mark in scene.marks:
        if mark not in answers:
            draw_mark(pen, mark, scene, occupied)
    draw_graticule(pen, occupied, scene.lang)
    outline = path_of(shapes_in_window(pen.window, np.array(scene.outline, dtype=object)))
    if outline is not None:
        pen.canvas.stroke(outline, pen.look.halo, 6, opacity=0.6, clip=pen.clip)
        pen.canvas.stroke(outline, pen.look.ink, 2 * pen.look.bold, clip=pen.clip)
    for mark in answers:
        draw_halos(pen, mark, scene.kept[mark.layer])
        draw_mark(pen, mark, scene, occupied)
        hold_answers(mark, scene.kept[mark.layer], pen.window, occupied)
    mark_lines(pen.window, scene, occupied)
    texts = draw_notes(pen, scene, occupied)
    write_labels(pen, scene, occupied, texts)
    pen.canvas.stroke(pen.clip, pen.look.muted, 0.8)


def _draw_legend(canvas: Canvas, look: "Look", layout: "Layout", lang: str) -> None:
    legend = layout.legend
    columns = list(legend.columns)
    draw_legend(canvas, look, columns, x=legend.x, y=legend.y, width=legend.width, gap=18, scale=legend.scale)
    if legend.left_out:
        x = legend.x + (len(columns) - 1) * (legend.width + 18)
        text = plural("sheet.more_classes", lang, legend.left_out, count=legend.left_out)
        canvas.write(x, legend.y + columns[-1].height + 14, text, size=9.5, color=look.muted)
