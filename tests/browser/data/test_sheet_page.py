"""The page of an object and of a drawn area in a browser: without a defect that an audit finds, on a phone too."""

import pytest
from axe_playwright_python.sync_playwright import Axe

PAGES = (
    "objects/slag_heaps/t144?lang=fr",
    "objects/communes/62498?lang=en",
    "area?select=circle:50.45,2.8,3000&lang=pt",
)


@pytest.mark.slow
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [1280, 390])
def test_an_audit_finds_nothing_and_nothing_scrolls_sideways(reader, address, path, width):
    page = reader().new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{address}/atlas/{path}")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [url for url in asked if not url.startswith(("data:", f"{address}/atlas/"))] == []
