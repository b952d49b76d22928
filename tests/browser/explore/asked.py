"""What Python answers to the link of the page, and the shelves of the panel."""

from atlas.scene.query.permalink import parse_permalink
from atlas.scene.query.row_masks import row_mask


def counted(link, layer, atlas):
    """What Python keeps of a layer for the link that the browser stands at."""
    view, problems = parse_permalink(link)
    assert problems == ()
    return int(row_mask(layer, view, atlas).sum())


def shelf(visit, name):
    visit.page.get_by_role("button", name=name, exact=True).click()
