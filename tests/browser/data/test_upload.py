"""A reader brings a file of their own, from the first look to the map."""

import re

import geopandas as gpd
import pytest
import shapely

from tests.app_process import AppProcess


@pytest.fixture(scope="module")
def address(chromium, tmp_path_factory):  # noqa: ARG001 - without a browser there is no need of a server
    """An app with folders of its own: what is brought here is not left with whoever runs the tests."""
    app = AppProcess(tmp_path_factory.mktemp("app")).ready()
    yield app.address
    app.stop()


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "fosses.csv"
    rows = ["nom;e;n;surface", "Fosse <b>1</b>;687900,5;7037700;1,5", "Fosse 2;688900;7037900;2", ";689000;7038000;"]
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def told(visit):
    """Return what is said of a link, without the names in it."""
    return re.sub(r"'.*?'|the nearest are [^;]*", "", visit.page.locator(".message").first.inner_text())


def show(visit, link, button):
    visit.open(link)
    visit.page.get_by_role("button", name=button).click()
    return visit.page.locator("dialog.upload")


@pytest.mark.slow
def test_a_spreadsheet_is_asked_about_explained_and_shown_to_its_reader_alone(visit, new_visit, table):
    dialog = show(visit, "?lang=en&layers=slag_heaps", "Add a layer of my own…")
    dialog.locator("input[type=file]").set_input_files(table)
    dialog.get_by_text("Which columns are the coordinates?").wait_for()
    dialog.get_by_label("Longitude or easting (x)").select_option("e")
    dialog.get_by_label("Latitude or northing (y)").select_option("n")
    dialog.get_by_role("button", name="Read again with these answers").click()
    dialog.get_by_role("radio", name="EPSG:2154").check()
    assert "Lens, France" in dialog.locator(".place").first.inner_text()
    assert dialog.get_by_label("Reference system").input_value() == "EPSG:2154"
    dialog.get_by_role("button", name="Read again with these answers").click()
    dialog.get_by_text("Rows read: 3; kept: 3; with a position: 3 (points).").wait_for()
    assert dialog.locator("svg[role=img] path").count() == 2
    dialog.get_by_label("Title").fill("Mes <i>fosses</i>")
    with visit.page.expect_navigation():
        dialog.get_by_role("button", name="Add to the map").click()
    visit.map.wait_for_function("window.atlas && atlas.ready.then(() => atlas.counts().fosses === 3)")
    assert visit.page.locator("label[for=layer-fosses]").text_content() == "Mes <i>fosses</i>"
    other = new_visit()
    other.open("?lang=en&layers=fosses")
    assert "fosses" not in other.counts()
    # A stranger is told the same of a layer that is there for somebody else and of one that is nowhere.
    here = told(other)
    other.open("?lang=en&layers=nowhere")
    assert "is shown to them alone" in here
    assert told(other) == here
    visit.page.get_by_role("button", name="Add a layer of my own…").click()
    with visit.page.expect_navigation():
        visit.page.get_by_role("button", name="Remove Mes <i>fosses</i>").click()
    visit.map.wait_for_function("window.atlas && atlas.ready.then(() => !('fosses' in atlas.counts()))")


@pytest.mark.slow
def test_where_the_names_of_the_columns_are_in_doubt_the_first_rows_are_shown(visit, tmp_path):
    path = tmp_path / "fosses.csv"
    path.write_text("Titre;2024;Source\nnom;commune;lon;lat\nA;Lens;2,83;50,43\nB;Loos;2,8;50,4\n", encoding="utf-8")
    dialog = show(visit, "?lang=fr", "Ajouter une couche à moi…")
    dialog.locator("input[type=file]").set_input_files(path)
    dialog.get_by_text("Quelle ligne nomme les colonnes ?").wait_for()
    assert dialog.locator(".head tr").nth(1).inner_text().split() == ["2", "nom", "commune", "lon", "lat"]
    dialog.get_by_label("Ligne des noms de colonnes").select_option("2")
    dialog.get_by_role("button", name="Relire avec ces réponses").click()
    dialog.get_by_role("button", name="Ajouter à la carte").wait_for()
    assert dialog.locator(".head tr").count() == 4


@pytest.mark.slow
def test_a_refused_file_is_said_in_the_dialog_and_another_can_be_chosen(visit, tmp_path):
    (tmp_path / "a.geojson").write_text("<OGRVRTDataSource/>", encoding="utf-8")
    gpd.GeoDataFrame({"name": ["x"]}, geometry=[shapely.Point(2.8, 50.4)], crs=4326).to_file(tmp_path / "b.gpkg")
    dialog = show(visit, "?lang=fr", "Ajouter une couche à moi…")
    dialog.locator("input[type=file]").set_input_files(tmp_path / "a.geojson")
    dialog.get_by_role("alert").get_by_text("le contenu n’est pas du GeoJSON").wait_for()
    dialog.locator("input[type=file]").set_input_files(tmp_path / "b.gpkg")
    dialog.get_by_role("button", name="Ajouter à la carte").wait_for()
    dialog.press("Escape")
    dialog.wait_for(state="detached")
    # The browser itself remarks on every answer that is a refusal.
    visit.complaints = [text for text in visit.complaints if "status of 400" not in text]


def bring(visit, path, name):
    """Bring a file without a licence; the page then shows it."""
    dialog = show(visit, "?lang=en&layers=viewpoints", "Add a layer of my own…")
    dialog.locator("input[type=file]").set_input_files(path)
    with visit.page.expect_navigation():
        dialog.get_by_role("button", name="Add to the map").click()
    visit.map.wait_for_function("name => window.atlas && atlas.ready.then(() => atlas.counts()[name] === 1)", arg=name)


@pytest.mark.slow
def test_a_private_layer_goes_into_files_and_link_when_its_reader_asks(visit, tmp_path):
    path = tmp_path / "quiet.gpkg"
    gpd.GeoDataFrame({"name": ["Quiet value"]}, geometry=[shapely.Point(2.83, 50.43)], crs=4326).to_file(path)
    bring(visit, path, "quiet")
    page, tab = visit.page, visit.page.locator(".tab.take")
    page.locator("[data-key='tab.take']").click()
    box = tab.get_by_label("Include my private layers")
    tab.get_by_text("Without a licence, left out of files, link and citation: quiet.").wait_for()
    links = tab.locator("a.file[href^='/atlas/']")
    link = tab.get_by_role("textbox", name="Copy the link")

    def geojson():
        with page.expect_download() as download:
            tab.get_by_role("link", name="GeoJSON").click()
        return download.value.path().read_text(encoding="utf-8")

    assert not box.is_checked()
    assert "quiet" not in link.input_value()
    assert "Quiet value" not in geojson()
    box.check()
    tab.get_by_text("Without a licence, to be kept to yourself with all that follows: quiet.").wait_for()
    assert page.evaluate("document.activeElement.shadowRoot.activeElement.dataset.key") == "private"
    assert all("private=1" in address for address in links.evaluate_all("all => all.map((one) => one.href)"))
    assert "layers=quiet" in link.input_value()
    assert "Quiet value" in geojson()
    box.uncheck()
    assert not any("private" in address for address in links.evaluate_all("all => all.map((one) => one.href)"))


@pytest.mark.slow
def test_where_only_private_layers_are_shown_nothing_is_offered_before_they_are_asked_for(visit, tmp_path):
    path = tmp_path / "alone.gpkg"
    gpd.GeoDataFrame({"name": ["x"]}, geometry=[shapely.Point(2.83, 50.43)], crs=4326).to_file(path)
    bring(visit, path, "alone")
    visit.open("?lang=fr&layers=alone&at=50.43,2.83,12")
    visit.page.locator("[data-key='tab.take']").click()
    tab = visit.page.locator(".tab.take")
    tab.get_by_text("alone : couche privée, sans licence, et rien d'autre").wait_for()
    assert tab.locator("a.file").count() == 0
    tab.get_by_label("Inclure mes couches privées").check()
    tab.get_by_role("link", name="GeoJSON").wait_for()


@pytest.mark.slow
def test_a_story_of_ones_own_says_what_its_file_is_without(visit, tmp_path):
    path = tmp_path / "told.gpkg"
    gpd.GeoDataFrame({"name": ["Told value"]}, geometry=[shapely.Point(2.83, 50.43)], crs=4326).to_file(path)
    bring(visit, path, "told")
    page = visit.page
    page.locator("[data-key='tab.take']").click()
    page.get_by_role("button", name="Add this view to a story").click()
    page.get_by_role("textbox", name="Title of the story").wait_for()

    def deck():
        with page.expect_download() as download:
            page.locator("[data-key=html]").click()
        return download.value.path().read_text(encoding="utf-8")

    assert '"told"' not in deck().split('id="atlas-data">')[1]
    page.get_by_text("The file was made without the layers that have no licence: told.").wait_for()
    page.get_by_label("Include my private layers").check()
    assert '"told"' in deck().split('id="atlas-data">')[1]


@pytest.mark.slow
def test_the_parts_of_a_shapefile_brought_one_by_one_are_one_layer(visit, tmp_path):
    heaps = gpd.GeoDataFrame({"nom": ["Béthune"]}, geometry=[shapely.Point(2.64, 50.53)], crs=4326)
    heaps.to_file(tmp_path / "heaps.shp", encoding="UTF-8")
    parts = [tmp_path / f"heaps.{ending}" for ending in ("shp", "dbf", "shx", "prj", "cpg")]
    dialog = show(visit, "?lang=en", "Add a layer of my own…")
    dialog.locator("input[type=file]").set_input_files(parts)
    dialog.get_by_role("heading", name="heaps.zip").wait_for()
    dialog.get_by_text("Read as Shapefile").wait_for()


@pytest.mark.slow
def test_a_row_on_both_sides_of_the_180th_meridian_is_looked_at_from_near(visit, tmp_path):
    parts = {"Whole": ((177, 180), (-180, -178)), "Apart": ((177, 178), (-179, -178)), "Home": ((2.8, 2.9),)}
    shapes = [shapely.MultiPolygon([shapely.box(a, -19, b, -18) for a, b in rows]) for rows in parts.values()]
    gpd.GeoDataFrame({"name": [*parts]}, geometry=shapes, crs=4326).to_file(tmp_path / "sides.geojson")
    dialog = show(visit, "?lang=en&layers=communes", "Add a layer of my own…")
    dialog.locator("input[type=file]").set_input_files(tmp_path / "sides.geojson")
    with visit.page.expect_navigation():
        dialog.get_by_role("button", name="Add to the map").click()
    visit.map.wait_for_function("window.atlas && atlas.ready.then(() => atlas.counts().sides === 3)")
    visit.page.locator("[data-key='tab.table']").click()
    table = visit.page.locator(".tab.table")
    table.locator(".tools select").first.select_option(label="sides")
    for name in ("Whole", "Home", "Apart"):
        table.locator("tbody tr", has_text=name).first.click()
        visit.map.locator(".card", has_text=name).wait_for()
        zoom, lng = visit.map.evaluate("[atlas.map.getZoom(), atlas.map.getCenter().lng]")
        assert zoom >= 5, name
        assert name == "Home" or lng % 360 == pytest.approx(180, abs=5)
    # A link to such a row that looks elsewhere, too.
    visit.open("?lang=en&layers=sides&at=0,0,6&card=sides:1")
    visit.map.wait_for_function("(atlas.map.getCenter().lng + 360) % 360 > 170")
