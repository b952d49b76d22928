"""A planner takes data away: what will be in a file is said before, and is in it."""

import re
import zipfile

import openpyxl
import pyogrio
import pyproj
import pytest

LINK = "?layers=slag_heaps&layers=mine_shafts&slag_heaps.form=conical&at=50.43,2.83,9.5&lang=en"


def save(visit, place, name, path):
    with visit.page.expect_download() as download:
        place.get_by_role("link", name=name).click()
    download.value.save_as(path)
    return path


@pytest.mark.journey
def test_all_that_is_shown_or_one_layer_is_taken_as_files(visit, atlas, tmp_path):
    visit.open(LINK)
    page, tab = visit.page, visit.page.locator(".tab.take")
    page.locator("[data-key='tab.take']").click()
    conical = int((atlas.frames["slag_heaps"]["form"] == "conical").sum())
    tab.get_by_text(re.compile(rf"^Slag heaps: {conical} rows, \d+ columns; .*Licence Ouverte")).wait_for()
    book = openpyxl.load_workbook(save(visit, tab, "XLSX", tmp_path / "all.xlsx"))
    assert book.sheetnames[0] == "Slag heaps"
    assert book.worksheets[0].max_row == conical + 1
    tab.get_by_role("button", name="Slag heaps").click()
    tab.locator(".held li", has_text="mine shafts: ").wait_for(state="detached")
    tab.get_by_label("Reference system of the files").select_option("EPSG:2154")
    tab.get_by_role("link", name="GeoJSON (EPSG:4326)").wait_for()
    path = save(visit, tab, "Shapefile (zip)", tmp_path / "heaps.zip")
    with zipfile.ZipFile(path) as archive:
        [shape, *_] = [name for name in archive.namelist() if name.endswith(".shp")]
        assert "columns.txt" in archive.namelist()
    assert pyproj.CRS(pyogrio.read_info(f"/vsizip/{path}/{shape}")["crs"]).to_epsg() == 2154
    assert visit.complaints == []


@pytest.mark.slow
def test_the_table_has_its_own_download(visit, atlas, tmp_path):
    visit.open(LINK)
    visit.page.locator("[data-key='tab.table']").click()
    table = visit.page.locator(".tab.table")
    path = save(visit, table, "Table as XLSX", tmp_path / "table.xlsx")
    conical = int((atlas.frames["slag_heaps"]["form"] == "conical").sum())
    assert openpyxl.load_workbook(path).worksheets[0].max_row == conical + 1


@pytest.mark.slow
def test_a_busy_server_is_said_where_a_file_is_asked_for_and_the_file_comes_afterwards(visit, tmp_path):
    sentence = "busy, try again in 7 s"
    visit.open(LINK)
    visit.page.locator("[data-key='tab.table']").click()
    table = visit.page.locator(".tab.table")
    busy = {"status": 503, "headers": {"Retry-After": "7"}, "json": {"error": sentence}}
    visit.page.route("**/atlas/export?*", lambda route: route.fulfill(**busy))
    table.get_by_role("link", name="Table as XLSX").click()
    said = visit.page.get_by_role("alert").filter(has_text=sentence)
    said.wait_for()
    visit.page.unroute("**/atlas/export?*")
    save(visit, table, "Table as XLSX", tmp_path / "table.xlsx")
    said.wait_for(state="detached")
    visit.complaints.clear()


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "fr", "pt"])
def test_the_rows_of_a_view_have_an_address_for_other_programs(visit, atlas, lang, tmp_path):
    visit.open(f"?lang={lang}&layers=slag_heaps&slag_heaps.area_ha__gte=10&slag_heaps.form=conical")
    visit.page.locator("[data-key='tab.take']").click()
    tab = visit.page.locator(".tab.take")
    tab.locator(".addresses summary").click()
    field = tab.locator(".addresses input")
    field.wait_for()
    visit.page.screenshot(path=tmp_path / "addresses.png")
    heaps = atlas.read("slag_heaps")
    expected = heaps.index[(heaps.area_ha >= 10) & (heaps.form == "conical")]
    ask = "(address) => fetch(address).then((answer) => answer.json())"
    found = visit.page.evaluate(ask, field.input_value())
    assert [feature["id"] for feature in found["features"]] == list(expected)
    assert visit.complaints == []
