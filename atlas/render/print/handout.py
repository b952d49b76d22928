"""Several scenes as one PDF, each on a page of its own: what listeners take home."""

from io import BytesIO
from typing import TYPE_CHECKING

from matplotlib.backends.backend_pdf import PdfPages

from atlas.i18n import t
from atlas.render.print.canvas import drawing
from atlas.render.print.margins import about_pdf
from atlas.render.print.pdf_file import finish_pdf
from atlas.render.print.sheet import draw_page, pdf_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from atlas.render.print.paper_size import Paper
    from atlas.scene.map.scene import Scene
    from atlas.scene.publish.caption import Caption


def draw_handout(pages: "Sequence[tuple[Scene, Caption]]", paper: "Paper", *, title: str) -> bytes:
    """Draw scenes on the pages of one PDF.

    Parameters
    ----------
    pages
        What to draw, and the words around each.
    paper
        Size of every page.
    title
        What the file is called.
    """
    out = BytesIO()
    author = t("app.title", pages[0][0].lang)
    with drawing(), PdfPages(out, metadata={"Title": title, "Author": author}) as file:
        for scene, caption in pages:
            draw_page(scene, caption, paper).add_to(file)
    (scene, caption), described = pages[0], [pdf_page(*page, paper) for page in pages]
    return finish_pdf(out.getvalue(), about_pdf(scene, caption, title), described)
