from datetime import date
from functools import cache

import pytest

from atlas.render.print.paper_size import read_paper
from atlas.render.print.sheet import draw_sheet
from atlas.scene.publish.caption import make_caption, printed_scene
from atlas.scene.query.permalink import parse_permalink
from atlas.scene.query.validate_view import validate_view


class Desk:
    """What a sheet needs, from a link; each once."""

    def __init__(self, atlas):
        self.atlas = atlas

    @cache  # noqa: B019 - one desk for the whole run
    def view(self, link):
        query, unread = parse_permalink(link)
        view, unfit = validate_view(query, self.atlas)
        assert (unread, unfit) == ((), ())
        return view

    @cache  # noqa: B019 - one desk for the whole run
    def scene(self, link):
        return printed_scene(self.view(link), self.atlas)

    def caption(self, link, address="https://atlas.example/"):
        made = date(2026, 11, 22)
        return make_caption(self.view(link), self.atlas, address=address, made=made)

    @cache  # noqa: B019 - one desk for the whole run
    def sheet(self, link, kind="pdf", size="A4", orientation="landscape", dpi=200):
        paper = read_paper(size, orientation, dpi=dpi)
        return draw_sheet(self.scene(link), self.caption(link), paper, kind)


@pytest.fixture(scope="session")
def desk(atlas):
    """Draws sheets of the shipped layers."""
    return Desk(atlas)
