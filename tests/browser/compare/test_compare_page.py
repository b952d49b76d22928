"""An expert puts territories side by side."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

LENS = "246200364"


def open_comparison(visit, link="?mode=compare&lang=en"):
    visit.open(link)
    visit.page.wait_for_selector(".compare table")
    return visit.page


def query(page):
    return parse_qs(urlsplit(page.url).query)


def cell(page, name):
    return page.locator(f'[data-key="cell.{name}"] b').inner_text()


@pytest.mark.journey
def test_an_expert_compares_doubts_and_takes_away(visit):
    page = open_comparison(visit)
    assert page.locator(".compare thead th.number").count() == 8
    assert cell(page, f"world_heritage_intensity.{LENS}") == "15.6"

    # Another territory: a commune of which nothing is known is hatched, not zero.
    page.fill('[data-key="add"]', "62039")
    page.locator(".picker [role=option]", has_text="62039").wait_for()
    page.press('[data-key="add"]', "Enter")
    page.wait_for_selector('[data-key="cell.world_heritage_intensity.62039"]')
    assert query(page)["compare"][-1] == "62039"

    # Another reference changes the gaps and nothing else.
    page.select_option('[data-key="ref"]', "median")
    page.locator(".compare .facts", has_text="the median").wait_for()
    assert query(page)["ref"] == ["median"]
    assert cell(page, f"world_heritage_intensity.{LENS}") == "15.6"

    # Where does this number come from?
    page.click(f'[data-key="cell.world_heritage_intensity.{LENS}"]')
    page.wait_for_selector("dialog.evidence .formula svg")
    evidence = page.locator("dialog.evidence").inner_text()
    assert "every object of which more than 100 m²" in evidence
    assert f"--territory {LENS} --indicator world_heritage_intensity" in evidence
    assert "unesco_components.parquet" in evidence
    page.keyboard.press("Escape")

    # The link alone opens the same comparison, and the file is that of the link.
    link = page.url
    with page.expect_download() as taken:
        page.click('[data-key="file.csv"]')
    rows = taken.value.path().read_text(encoding="utf-8").splitlines()
    assert len(rows) > 1
    assert (len(rows) - 1) % 8 == 0
    page.goto(link)
    page.locator(".compare .facts", has_text="the median").wait_for()


@pytest.mark.slow
def test_what_turns_round_within_a_perimeter_is_what_the_file_is_about(visit):
    page = open_comparison(visit)
    page.click('[data-key="way.perimeters"]')
    page.wait_for_selector('[data-key="turn.property"]')
    page.click('[data-key="turn.property"]')
    page.locator(".compare .facts", has_text="World Heritage property").wait_for()
    assert query(page)["perimeter"] == ["property"]
    with page.expect_download() as taken:
        page.click('[data-key="file.csv"]')
    assert ",property," in taken.value.path().read_text(encoding="utf-8").splitlines()[1]
    page.goto(page.url)
    page.locator(".compare .facts", has_text="World Heritage property").wait_for()


@pytest.mark.slow
def test_values_are_seen_as_plots_as_maps_at_one_scale_and_as_two_maps_under_a_curtain(visit):
    page = open_comparison(visit)
    page.click('[data-key="way.plots"]')
    page.wait_for_selector(".in-plots figure")
    assert page.locator(".in-plots figure").count() == page.locator(".in-plots .beside").count() / 2
    page.click('[data-key="way.maps"]')
    page.wait_for_selector(".multiples figure")
    assert page.locator(".multiples figure").count() == 7
    page.click('[data-key="maps.pair"]')
    page.click('[data-key="pair.true"]')
    page.wait_for_selector(".frame.swipe")
    grounds = page.locator(".frame .ground")
    windows = "maps => maps.map(map => map.getAttribute('viewBox'))"
    before = grounds.evaluate_all(windows)
    grounds.last.press("ArrowRight")
    moved = grounds.evaluate_all(windows)
    assert moved[0] == moved[1] != before[0]
    page.locator('[data-key="pair.curtain"]').fill("20")
    assert page.locator(".frame").evaluate("frame => frame.style.getPropertyValue('--at')") == "20%"


@pytest.mark.slow
def test_a_basin_is_laid_over_another_at_true_size(visit):
    page = open_comparison(visit)
    page.click('[data-key="way.maps"]')
    page.click('[data-key="maps.size"]')
    page.wait_for_selector(".true-size")
    page.select_option('[data-key="size.over"]', "iron_quadrangle")
    page.locator(".size-told", has_text="Iron Quadrangle").wait_for()
    # The areas of the pixels: of the outline as it is drawn, by the length of its path in the page's own units.
    areas = page.locator(".true-size path").evaluate_all(
        """paths => paths.map((path) => {
          const scale = path.getScreenCTM().a;
          return Math.abs(path.getAttribute('d').split('Z').filter(Boolean).reduce((sum, ring) => {
            const xy = ring.slice(1).split('L').map((pair) => pair.split(' ').map((n) => Number(n) * scale));
            const next = (i) => xy[(i + 1) % xy.length];
            return sum + xy.reduce((s, [x, y], i) => s + x * next(i)[1] - next(i)[0] * y, 0) / 2;
          }, 0));
        })"""
    )
    assert areas[1] / areas[0] == pytest.approx(12009.88 / 1789.61, rel=0.005)
    over = page.locator(".true-size .over")
    before = over.get_attribute("transform")
    over.press("ArrowRight")
    assert over.get_attribute("transform") != before
    # The link alone lays it so again.
    page.wait_for_url("**size.x**")
    laid = over.get_attribute("transform")
    page.goto(page.url)
    page.locator(".size-told", has_text="Iron Quadrangle").wait_for()
    now, then = (
        [float(part) for part in re.findall(r"-?[0-9.]+", text)] for text in (over.get_attribute("transform"), laid)
    )
    assert now == pytest.approx(then, abs=0.01)


@pytest.mark.slow
def test_a_connectivity_shows_the_links_that_are_missing(visit):
    page = open_comparison(visit, "?mode=compare&lang=en&ind=equivalent_connectivity_ha")
    page.click(f'[data-key="cell.equivalent_connectivity_ha.{LENS}"]')
    page.wait_for_selector(".links-missing li")
    assert page.locator(".links-missing li").count() == 10


@pytest.mark.slow
def test_twins_clock_ranks_and_versions_open(visit):
    page = open_comparison(visit)
    page.click('[data-key="way.clock"]')
    page.wait_for_selector(".in-clock text.name")
    page.locator('[data-key="clock.at"]').fill("30")
    assert page.locator(".in-clock .big").inner_text().startswith("30 years after")
    page.click('[data-key="way.ranks"]')
    page.click('[data-key="ranks.go"]')
    page.wait_for_selector(".heat")
    assert "of weightings" in page.locator(".pairs").inner_text()
    page.click('[data-key="way.twins"]')
    page.wait_for_selector(".twin")
    told = page.locator(".twin .sum").first.inner_text()
    parts, total = told.split(" = ")
    assert round(sum(float(part) for part in parts.split(" + ")), 1) == float(total)
    page.click('[data-key="way.register"]')
    page.wait_for_selector('[data-key="version.slag_heap_count.inscribed"]')
    page.check('[data-key="version.slag_heap_count.inscribed"]')
    page.locator(".compare .facts", has_text="51").wait_for()
    assert query(page)["version"] == ["slag_heap_count:inscribed"]


@pytest.mark.slow
def test_an_amount_has_no_rank_and_its_density_is_one_click_away(visit):
    page = open_comparison(visit, f"?mode=compare&lang=en&compare={LENS}&compare=62528&ind=population")
    assert "their ranks are not independent" in page.locator(".compare .warning").inner_text()
    note = page.locator(".compare .rank-note")
    assert note.inner_text() == "an amount: no rank among territories of different size"
    page.click('[data-key="instead.population"]')
    page.locator(".rank-note", has_text="rank 1 = most").wait_for()
    assert query(page)["ind"] == ["population_density"]
    page.click('[data-key="way.maps"]')
    page.wait_for_selector(".multiples figure")
    assert page.locator(".in-maps .variable").inner_text() == "Population density, 2023 (inhabitants/km²)"
    assert page.locator(".in-maps .warning").count() == 0


@pytest.mark.slow
def test_basins_of_the_same_mineral_come_first_unless_the_reader_unticks_it(visit):
    page = open_comparison(visit)
    page.click('[data-key="way.twins"]')
    page.wait_for_selector(".twin")
    third = page.locator(".twin h4").nth(2)
    assert third.inner_text() == "South Limburg"
    assert "attributes known of both: 4 of 5" in page.locator(".twin header p").nth(2).inner_text()
    page.uncheck('[data-key="twins.mineral"]')
    page.wait_for_url("**twins.mineral**")
    page.locator("h3.mineral").first.wait_for(state="detached")
    assert third.inner_text() == "Falun"
    assert "twins.mineral:0" in query(page)["detail"]
    page.goto(page.url)
    page.wait_for_selector(".twin")
    assert not page.is_checked('[data-key="twins.mineral"]')


@pytest.mark.slow
def test_where_a_layer_is_not_complete_a_bound_says_so_and_has_no_rank(visit):
    link = "?mode=compare&lang=en&ind=heap_density&ind=heap_to_network_m.waterway&ind=population_density"
    page = open_comparison(visit, link)
    assert cell(page, f"heap_density.{LENS}") == "≥20"
    assert cell(page, f"heap_to_network_m.waterway.{LENS}") == "unknown"
    blank = page.locator(f'[data-key="cell.heap_to_network_m.waterway.{LENS}"]').inner_text()
    assert "no value: the layer is not complete here" in blank
    rows = page.locator(".compare tbody tr")
    assert rows.nth(1).inner_text().count("canal de la Sensée are missing") == 1
    assert "no rank: the layer is not complete" in rows.first.inner_text()
    assert rows.first.locator(".dot.partial").count() == 7
    assert rows.last.locator(".dot.partial").count() == 0


@pytest.mark.slow
def test_statistics_follow_their_choices_and_say_where_a_number_comes_from(visit):
    visit.open("?mode=compare&lang=en&way=moran")
    page = visit.page
    page.locator(".lead", has_text="Moran’s I is 0.49 over 250 territories").wait_for()
    assert page.locator(".statistics-map .area").count() == 250
    page.select_option('[data-key="moran.rule"]', "nearest")
    page.locator(".statistics-said", has_text="the 6 nearest centroids").wait_for()
    assert "moran.rule:nearest" in query(page)["detail"]
    # What is refused leaves its choices.
    page.select_option('[data-key="moran.measure"]', "heap_density")
    page.locator(".way .problem", has_text="no territory has a value that is complete").wait_for()
    page.select_option('[data-key="moran.measure"]', "poverty_gap")
    page.locator(".statistics-said", has_text="108 territories without a complete value").wait_for()
    page.click(".statistics-rows summary")
    page.locator(".statistics-rows tbody button").first.click()
    page.locator("dialog.evidence h2", has_text="Poverty rate").wait_for()
    page.keyboard.press("Escape")

    page.click('[data-key="way.typology"]')
    page.locator(".lead", has_text="250 territories in 2 groups").wait_for()
    page.select_option('[data-key="typology.groups"]', "4")
    page.locator(".groups li >> nth=3").wait_for()
    assert page.locator(".groups li").count() == 4
    assert page.locator(".made-from .command").inner_text().startswith("python -m atlas typology")


@pytest.mark.journey
def test_all_communes_are_a_ranked_list_that_can_be_searched_and_one_map(visit):
    page = open_comparison(visit)
    page.click('[data-key="all.commune"]')
    page.wait_for_selector(".ranked tbody tr")
    rows = page.locator(".ranked tbody tr:not(.beside)")
    assert rows.count() == 25
    assert page.locator(".pager [role=status]").first.inner_text().endswith("of 250")
    page.locator('[data-key="list.next"]').first.click()
    page.locator(".pager [role=status]", has_text="26–50").first.wait_for()
    page.fill('[data-key="find.list"]', "lievin")
    rows.filter(has_text="62510").wait_for()
    assert rows.count() == 1
    page.fill('[data-key="find.list"]', "")
    page.locator(".ranked thead button").nth(1).click()
    page.wait_for_url("**table.by**")
    assert "rank 1 = " in page.locator(".ranked thead th").nth(2).inner_text()
    assert page.locator(".ranked thead th[aria-sort]").count() == 1
    page.click('[data-key="way.maps"]')
    page.wait_for_selector(".multiples figure")
    assert page.locator(".multiples figure").count() == 1
    assert page.locator(".multiples .area").count() == 250
