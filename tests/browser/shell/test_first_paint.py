"""What is seen before the page is there."""

import io

import pytest
from PIL import Image
from playwright.sync_api import Error

# Of 255: the ground of the dark look is below, any part of the light look above.
DARK = 90


@pytest.mark.journey
def test_a_dark_page_is_dark_from_the_first_paint(new_visit):
    visit = new_visit()
    visit.page.goto(f"{visit.address}/?mode=explore&theme=dark", wait_until="commit")
    light = []
    while len(light) < 8:
        try:
            shot = visit.page.screenshot()
        except Error:
            # Between two documents Chromium has nothing to capture.
            continue
        picture = Image.open(io.BytesIO(shot)).convert("L").resize((32, 20))
        light.append(max(picture.resize((4, 4)).tobytes()))
        visit.page.wait_for_timeout(60)
    assert max(light) < DARK
