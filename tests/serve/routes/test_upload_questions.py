"""What an uploaded file leaves open is asked and answered: reference system, columns, the places that rows name."""

import sqlite3

import geopandas as gpd
import pytest
import shapely


@pytest.mark.journey
def test_questions_are_asked_and_answered_until_the_file_can_be_kept(readers, tmp_path):
    path = tmp_path / "fosses.csv"
    path.write_text("nom;e;n\nA;687900;7037700\n", encoding="utf-8")
    reader = readers()
    found = reader.upload(path)
    assert [question["about"] for question in found["questions"]] == ["columns"]
    found = reader.answer(found["upload"], answers={"x": "e", "y": "n"})
    [question] = found["questions"]
    assert (question["about"], question["options"][0]) == ("crs", "EPSG:2154")
    first = question["candidates"][0]
    assert (first["crs"], first["place"]) == ("EPSG:2154", "Lens, France")
    assert first["dots"] == [pytest.approx([2.83, 50.43], abs=0.02)]
    # Each is drawn with the borders and coasts around it.
    assert first["ground"]
    refused = reader.answer(found["upload"], keep=True, id="fosses", answers={"x": "e", "y": "n"}, status=400)
    assert "does not say its reference system" in refused["error"]
    answers = {"x": "e", "y": "n", "crs": "EPSG:2154"}
    assert reader.answer(found["upload"], answers=answers)["questions"] == []
    assert reader.answer(found["upload"], keep=True, id="fosses", answers=answers)["layer"] == "fosses"


def test_a_geopackage_without_a_system_is_asked_about_and_answered(readers, tmp_path):
    path = tmp_path / "plan.gpkg"
    gpd.GeoDataFrame({"name": ["x"]}, geometry=[shapely.Point(687_900, 7_037_700)], crs=2154).to_file(path)
    with sqlite3.connect(path) as database:
        database.execute("UPDATE gpkg_geometry_columns SET srs_id = -1")
        database.execute("UPDATE gpkg_contents SET srs_id = -1")
    database.close()
    reader = readers()
    found = reader.upload(path)
    [question] = found["questions"]
    assert (question["about"], question["options"][0]) == ("crs", "EPSG:2154")
    again = reader.answer(found["upload"], answers={"crs": "EPSG:2154"})
    assert (again["questions"], again["crs"]) == ([], "EPSG:2154")
    assert again["extent"][:2] == pytest.approx([2.83, 50.43], abs=0.02)


def test_a_system_and_columns_named_in_the_page_win_over_the_file(readers, towns, tmp_path):
    reader = readers()
    found = reader.upload(towns)
    assert (found["crs"], found["columns"]) == ("EPSG:4326", ["id", "name"])
    again = reader.answer(found["upload"], answers={"crs": "EPSG:4258"})
    assert (again["crs"], again["questions"]) == ("EPSG:4258", [])
    assert "The file says EPSG:4326; read in EPSG:4258, as you say." in again["lines"]
    path = tmp_path / "figures.csv"
    path.write_text("code;abs;ord\n62498;2.83;50.43\n", encoding="utf-8")
    found = reader.upload(path)
    assert (found["questions"], found["columns"], found["extent"]) == ([], ["code", "abs", "ord"], None)
    again = reader.answer(found["upload"], answers={"x": "abs", "y": "ord", "crs": "EPSG:4326"})
    assert again["extent"] == [2.83, 50.43, 2.83, 50.43]


@pytest.fixture
def figures(tmp_path):
    path = tmp_path / "figures.csv"
    path.write_text("insee;taux (%)\n62065;12,5\n62498;s\n62427;9\n62999;1\n", encoding="utf-8")
    return path


def test_a_table_that_names_places_is_proposed_joined_and_kept_for_its_reader_alone(readers, figures):
    reader = readers()
    found = reader.upload(figures)
    assert found["join"]["proposed"][0] == {"layer": "communes", "column": "insee", "found": 3, "values": 4}
    join = {"layer": "communes", "on": "insee"}
    joined = reader.answer(found["upload"], join=join)
    assert (joined["questions"], joined["join"]["chosen"]["lost_rows"], joined["extent"] is not None) == ([], 1, True)
    assert "Objects of the layer with a row: 3 of 250; 247 stay blank." in joined["lines"]
    lost = reader.answer(found["upload"], join=join, lost=True)["csv"]
    assert lost.splitlines() == ["\ufeffinsee;taux (%)", "62999;1"]
    reader.answer(found["upload"], join=join, keep=True, id="rates")
    assert "rates" in reader.layers()
    choices = reader.client.get("/atlas/compare/choices?lang=en").json()
    assert "rates" in {indicator["id"] for indicator in choices["indicators"]}
    other = readers()
    assert "rates" not in other.layers()
    assert "rates" not in {one["id"] for one in other.client.get("/atlas/compare/choices?lang=en").json()["indicators"]}


def test_suggestions_and_several_rows_are_answered_where_they_are_asked(readers, tmp_path):
    path = tmp_path / "names.csv"
    path.write_text("ville;an;v\nAvion;2020;1\nAvion;2021;2\nHénin Beaumon;2021;3\nLens;2021;4\n", encoding="utf-8")
    reader = readers()
    upload = reader.upload(path)["upload"]
    asked = reader.answer(upload, join={"layer": "communes", "on": "ville"})["join"]["chosen"]
    assert (asked["rule"], asked["rules"], asked["year"]) == ("", ["latest", "years", "sum", "mean", "table"], "an")
    [lost] = asked["lost"]
    assert lost["suggestions"][0] == ["62427", "Hénin-Beaumont"]
    join = {"layer": "communes", "on": "ville", "rows": "latest", "places": {"Hénin Beaumon": "62427"}}
    done = reader.answer(upload, join=join)["join"]["chosen"]
    assert (done["rule"], done["lost"]) == ("latest", [])
    refused = reader.answer(upload, join={"layer": "communes", "on": "ville"}, keep=True, id="v", status=400)
    assert "several rows for one place" in refused["error"]
    wrong = reader.answer(upload, join={"layer": "communes", "on": "v"}, status=400)
    assert "none of its values names an object" in wrong["error"]
