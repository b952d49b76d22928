"""The page on paper (Ctrl+P): every row of what scrolls, with title, conditions, sources and date."""

import re
import unicodedata

import pypdf
import pytest

from tests.browser.modules import open_modules
from tests.http_client import get

TITLE = "Atlas of post-mining territories"


def bare(text):
    """Return a text without white space, where a cell breaks its lines, and with the letters that a font joins."""
    return re.sub(r"\s|\xad", "", unicodedata.normalize("NFKC", text).replace("\u02bc", "’"))


def printed(visit, path, *, landscape=False):
    """Print the page; return the text of its paper."""
    visit.wait_until(lambda: visit.page.evaluate(PRINTS))
    visit.page.pdf(path=path, format="A4", landscape=landscape)
    return bare("".join(page.extract_text() for page in pypdf.PdfReader(path).pages))


# The part of printing comes after all that is seen.
PRINTS = """[...document.querySelectorAll("*")].some((node) =>
  node.shadowRoot?.querySelector('link[href$="print.css"]')?.sheet)"""


@pytest.mark.journey
def test_every_row_of_a_table_is_on_paper_with_title_conditions_and_sources(visit, tmp_path):
    link = "lang=en&layers=slag_heaps&theme=dark"
    visit.open(f"?{link}")
    visit.page.click("[data-key='tab.table']")
    rows = visit.page.locator(".tab.table tbody tr[data-row]")
    rows.first.wait_for()
    seen = rows.count()
    text = printed(visit, tmp_path / "page.pdf")
    answer = get(f"/atlas/table?{link}&table=slag_heaps&count=1000").json()
    assert len(answer["rows"]) == answer["total"] > seen
    assert [row["cells"][0][0] for row in answer["rows"] if bare(row["cells"][0][0]) not in text] == []
    assert bare(TITLE) in text
    assert bare("Mission Bassin Minier") in text
    assert bare("Explore Compare Network") not in text
    # The screen is as it was.
    visit.wait_until(lambda: rows.count() == seen)
    assert visit.page.evaluate("document.documentElement.dataset.theme") == "dark"


@pytest.mark.slow
@pytest.mark.parametrize("landscape", [False, True])
def test_every_measure_and_territory_of_a_comparison_is_on_paper(visit, tmp_path, landscape):
    visit.open("?mode=compare&lang=en")
    visit.page.wait_for_selector(".compare table")
    text = printed(visit, tmp_path / "page.pdf", landscape=landscape)
    heads = visit.page.locator(".compare tbody th > span").all_inner_texts()
    heads += visit.page.locator(".compare thead th.number > span:not(.letter)").all_inner_texts()
    assert len(heads) > 10
    assert [head for head in heads if bare(head) not in text] == []
    assert bare("Data: ") in text
    assert bare("Add a territory") not in text


WAYS = ["plots", "maps", "scatter", "clock", "ranks", "perimeters", "twins", "register", "moran", "typology"]


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_a_comparison_is_on_paper(visit, tmp_path, way):
    visit.open(f"?mode=compare&lang=en&way={way}")
    visit.page.locator(f".in-{way} > *").first.wait_for()
    visit.page.wait_for_timeout(1000)
    text = printed(visit, tmp_path / "page.pdf")
    texts = visit.page.locator(f".in-{way} :is(h3, td, th):visible").all_inner_texts()
    assert [one for one in texts if bare(one) not in text] == []
    assert bare("Data: ") in text


@pytest.mark.slow
@pytest.mark.parametrize("tab", ["projects", "partners", "twinnings", "practices"])
def test_every_row_of_a_list_of_the_network_is_on_paper(visit, tmp_path, tab):
    visit.open("?mode=network&lang=en")
    visit.page.locator(f"[data-key='tab.{tab}']").click()
    visit.page.locator(".network .rows li").first.wait_for()
    text = printed(visit, tmp_path / "page.pdf")
    more = visit.page.locator("[data-key='rows.more']")
    if more.count():
        more.click()
    names = visit.page.locator(".network .rows .step > span:first-of-type, .network .rows strong").all_inner_texts()
    assert names
    assert [name for name in names if bare(name) not in text] == []
    assert bare("Data: ") in text


@pytest.mark.slow
def test_every_layer_of_the_data_page_is_on_paper(visit, tmp_path):
    visit.open("?mode=data&lang=en")
    titles = visit.page.locator(".data .index .title")
    titles.first.wait_for()
    text = printed(visit, tmp_path / "page.pdf")
    assert [title for title in titles.all_inner_texts() if bare(title) not in text] == []
    assert bare("Data: ") in text


@pytest.mark.slow
@pytest.mark.parametrize("landscape", [False, True])
def test_the_map_is_on_paper_with_all_of_its_legend_and_is_the_same_afterwards(visit, tmp_path, landscape):
    layers = ["slag_heaps", "mine_shafts", "mining_estates", "communes", "heritage_elements"]
    visit.open(f"?lang=en&theme=dark&layers={'&layers='.join(layers)}")
    visit.page.locator('[data-key="tab.table"]').wait_for()
    look = "[atlas.legend.node.hidden, atlas.legend.node.open, document.documentElement.dataset.theme]"
    before = visit.map.evaluate(look)
    text = printed(visit, tmp_path / "page.pdf", landscape=landscape)
    titles = visit.map.evaluate("[...atlas.legend.body.querySelectorAll('.title')].map((node) => node.textContent)")
    assert len(titles) > len(layers)
    assert [title for title in titles if bare(title).casefold() not in text.casefold()] == []
    assert len(pypdf.PdfReader(tmp_path / "page.pdf").pages) <= 2
    assert bare("Data: ") in text
    assert visit.map.evaluate(look) == before


WIDE = """
async ([lead, columns, spans]) => {
  const { element } = await import("/shell/dom.js");
  const { splitTables } = await import("/print/wide_tables.js");
  const row = (kind) => element("tr", {}, ...Array.from({ length: columns }, (_, k) =>
    element(k < lead ? "th" : kind, { text: String(k) })));
  const table = element("table", {}, element("thead", {}, row("th")), element("tbody", {}, row("td"), row("td")));
  if (spans) table.tBodies[0].append(element("tr", {}, element("td", { colspan: columns })));
  const root = element("div", {}, table), join = splitTables(root);
  const parts = [...root.querySelectorAll("table:not([data-print])")].map(({ rows }) =>
    [...rows].map(({ cells }) => [...cells].map(({ textContent }) => Number(textContent))));
  join();
  return [parts, root.children.length, table.dataset.print ?? null];
}
"""


@pytest.mark.parametrize(("lead", "columns"), [(1, 12), (1, 13), (1, 30), (2, 40), (3, 300)])
def test_a_wide_table_is_parts_with_the_names_of_its_rows(reader, lead, columns):
    parts, left, mark = open_modules(reader()).evaluate(WIDE, [lead, columns, False])
    names = list(range(lead))
    for rows in parts:
        assert len(rows) == 3
        assert all(row == rows[0] for row in rows)
        assert rows[0][:lead] == names
        assert len(rows[0]) <= 12
    # Each column stands in one part, in order.
    assert names + [column for rows in parts for column in rows[0][lead:]] == list(range(columns))
    assert (left, mark) == (1, None)


def test_a_table_whose_cells_span_columns_stays_whole(reader):
    parts, _, _ = open_modules(reader()).evaluate(WIDE, [1, 30, True])
    assert [[len(row) for row in rows] for rows in parts] == [[30, 30, 30, 1]]
