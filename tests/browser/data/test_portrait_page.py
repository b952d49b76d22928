"""The portrait's page in a browser: complete, printable, and without a defect that an audit finds."""

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe

PAGE = "/atlas/portrait/246200364"


@pytest.fixture
def page(reader):
    page = reader().new_page()
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    return page


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["fr", "en", "pt"])
def test_an_audit_finds_nothing_and_nothing_else_is_asked_for(page, address, lang):
    page.goto(f"{address}{PAGE}?lang={lang}")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.lang") == lang
    assert [url for url in page.asked if not url.startswith(("data:", address + PAGE))] == []
    faces = page.evaluate("document.fonts.ready.then((faces) => [...faces].map((face) => [face.family, face.status]))")
    assert {status for _, status in faces} == {"loaded"}


@pytest.mark.slow
def test_a_phone_needs_no_sideways_scrolling_and_its_rows_stay_rows(page, address):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}{PAGE}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert Axe().run(page).violations_count == 0
    row = page.get_by_role("row", name="Population 2023")
    assert row.get_by_role("rowheader").is_visible()
    assert row.get_by_role("cell").first.inner_text().endswith("239\u202f899")


@pytest.mark.slow
def test_its_link_opens_the_map_of_the_territory(page, address):
    page.goto(f"{address}{PAGE}?lang=en")
    page.get_by_role("link", name="Open the map in the atlas").click()
    page.wait_for_url("**territory=246200364**")
    page.get_by_role("heading", name="Atlas of post-mining territories").wait_for()


@pytest.mark.slow
def test_it_prints_on_pages_of_a4(page, address, tmp_path):
    page.goto(f"{address}{PAGE}")
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    pages = pypdf.PdfReader(tmp_path / "page.pdf").pages
    assert 1 <= len(pages) <= 5
    assert float(pages[0].mediabox.width) == pytest.approx(210 / 25.4 * 72, abs=1)
    assert "Lens" in pages[0].extract_text()
