"""One act is one step of the browser's history."""

import pytest

LINK = "?mode=explore&layers=unesco_components&layers=slag_heaps&at=50.43,2.83,11"
REST = 1500


def steps(visit, act, until=None):
    """Return how many steps an act adds to the history."""
    before = visit.page.evaluate("history.length")
    act()
    if until:
        visit.page.wait_for_url(until)
    visit.page.wait_for_timeout(REST)
    return visit.page.evaluate("history.length") - before


def go(visit, layer, row, frames):
    bounds = [*frames[layer].geometry[row].bounds]
    return lambda: visit.map.evaluate("(to) => { atlas.go(...to); }", [layer, row, bounds])


@pytest.mark.slow
def test_an_object_of_a_layer_that_is_off_is_one_step(visit, frames):
    visit.open(LINK)
    viewpoint = frames["viewpoints"].index[frames["viewpoints"].geometry.notna()][0]
    assert steps(visit, go(visit, "viewpoints", viewpoint, frames), "**card=viewpoints**") == 1
    assert "layers=viewpoints" in visit.page.url
    # The language makes another map: that is no step of its own.
    assert steps(visit, lambda: visit.page.locator('[data-key="lang.en"]').click(), "**lang=en**") == 1


@pytest.mark.slow
def test_every_act_is_one_step(new_visit, frames):
    # With what moves: a map on its way is no step beside the card that it goes to.
    visit = new_visit(reduced_motion="no-preference").open(LINK)
    page, heaps = visit.page, frames["slag_heaps"].index
    button = visit.map.locator
    acts = [
        (go(visit, "slag_heaps", heaps[3], frames), "**card=slag_heaps**"),
        (go(visit, "slag_heaps", heaps[300], frames), f"**card=slag_heaps%3A{heaps[300]}**"),
        (lambda: button(".card .close").click(), None),
        (lambda: button('[data-tool="home"]').click(), None),
        (lambda: button(".leaflet-control-zoom-in").click(), None),
        (lambda: page.locator('[data-key="theme"]').select_option("dark"), "**theme=dark**"),
        (lambda: page.locator('[data-key="lang.en"]').click(), "**lang=en**"),
        (lambda: page.locator('[data-key="mode.compare"]').click(), "**mode=compare**"),
        (lambda: page.locator('[data-key="mode.network"]').click(), "**mode=network**"),
        (lambda: page.locator('[data-key="mode.data"]').click(), "**mode=data**"),
        (lambda: page.locator('[data-key="mode.explore"]').click(), None),
    ]
    assert [steps(visit, act, until) for act, until in acts] == [1] * len(acts)
    assert steps(visit, lambda: page.set_viewport_size({"width": 900, "height": 700})) == 0
