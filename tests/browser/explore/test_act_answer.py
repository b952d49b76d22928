"""Acts are answered by a route before Streamlit runs, and by Streamlit alone where the route does not answer."""

import pytest

LINK = "?mode=explore&layers=slag_heaps&lang=en"


def tick(visit, form, count):
    """Choose a form; the panel is drawn after the map, and then takes the next click."""
    visit.page.locator(f'[data-key="slag_heaps.form={form}"]').click()
    visit.wait_for_count("slag_heaps", count)
    visit.page.get_by_text(f"{count} / 333").wait_for()


def kept(frames, *forms):
    return int(frames["slag_heaps"]["form"].isin(forms).sum())


@pytest.fixture
def asking(visit):
    """A page whose filters are open, and which has the part that asks the route."""
    with visit.page.expect_response("**/chunks/shell/connection/act_answer.js"):
        visit.open(LINK)
    visit.page.locator('[data-key="open.slag_heaps"]').click()
    visit.page.locator('[data-key="slag_heaps.form=conical"]').wait_for()
    return visit


@pytest.mark.slow
def test_acts_are_answered_by_the_route_and_the_page_goes_back_through_them(asking, frames):
    with asking.page.expect_request("**/atlas/act?*"):
        tick(asking, "conical", kept(frames, "conical"))
    tick(asking, "flat", kept(frames, "conical", "flat"))
    assert "slag_heaps.form=conical&slag_heaps.form=flat" in asking.page.url
    asking.page.go_back()
    asking.wait_for_count("slag_heaps", kept(frames, "conical"))
    asking.page.go_forward()
    asking.wait_for_count("slag_heaps", kept(frames, "conical", "flat"))


@pytest.mark.slow
def test_where_the_route_does_not_answer_the_app_does(asking, frames):
    asking.page.route("**/atlas/act?*", lambda route: route.fulfill(status=503, json={"error": "busy"}))
    tick(asking, "conical", kept(frames, "conical"))
    asking.page.wait_for_url("**slag_heaps.form=conical**")
    asking.page.unroute("**/atlas/act?*")
    tick(asking, "flat", kept(frames, "conical", "flat"))
    # The browser itself says so.
    asking.complaints[:] = [said for said in asking.complaints if "503" not in said]
