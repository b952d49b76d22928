"""Check boxes and lists belong to the look that the reader chose, whatever the system prefers."""

import io

import numpy as np
import pytest
from PIL import Image

BOX = "input[type=checkbox]:not(:checked)"


def brightness(page):
    """Return how bright the inside of the first unchecked box in sight is, of 255."""
    box = page.locator(BOX).locator("visible=true").first
    box.scroll_into_view_if_needed()
    picture = np.asarray(Image.open(io.BytesIO(box.screenshot())).convert("L"))
    rows, columns = picture.shape
    return float(np.median(picture[rows // 3 : -rows // 3, columns // 3 : -columns // 3]))


# A look against the system's; the whole matrix is slow.
FEW = {("light", "dark")}
LOOKS = [
    pytest.param(theme, system, marks=[pytest.mark.slow] * ((theme, system) not in FEW))
    for theme in ("light", "dark", "room")
    for system in ("light", "dark")
]


@pytest.mark.slow
@pytest.mark.parametrize(("theme", "system"), LOOKS)
def test_an_unchecked_box_is_as_bright_as_the_look(new_visit, theme, system):
    page = new_visit(color_scheme=system).open(f"?theme={theme}&layers=slag_heaps").page
    page.locator('[data-key="theme.heritage"]').click()
    page.locator(BOX).locator("visible=true").first.wait_for()
    controls = page.locator("input, select")
    schemes = controls.evaluate_all("(nodes) => nodes.map((node) => getComputedStyle(node).colorScheme)")
    assert set(schemes) == {"dark" if theme == "dark" else "light"}
    assert brightness(page) < 100 if theme == "dark" else brightness(page) > 200
