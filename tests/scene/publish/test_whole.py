"""Figures against the whole: of an object and of a drawn area, against plain geopandas."""

from datetime import date

import geopandas as gpd
import pytest

from atlas.analysis.spatial.measure import areas_m2
from atlas.errors import ViewError
from atlas.i18n import LANGUAGES
from atlas.scene.publish.area_sheet import make_area_sheet
from atlas.scene.publish.object_sheet import make_object_sheet
from atlas.scene.publish.whole import object_against_whole
from atlas.scene.query.drawn_shape import shape_area
from atlas.scene.query.formatting import write_number
from atlas.scene.query.view import View

MADE = date(2026, 11, 30)
CIRCLE = "circle:50.45,2.8,3000"


def hectares(shape):
    return float(areas_m2(gpd.GeoSeries([shape], crs=4326)).iloc[0]) / 1e4


def test_an_object_is_measured_against_its_layer_and_the_basin(atlas):
    heaps = atlas.frames["slag_heaps"].geometry
    table = object_against_whole("slag_heaps", "t144", View(lang="en"), atlas)
    own, whole = hectares(heaps["t144"]), hectares(heaps[heaps.geom_type.isin(["Polygon", "MultiPolygon"])].union_all())
    area = table.rows[0]
    assert (area.here, area.whole) == (write_number(own, "en", "ha"), write_number(whole, "en", "ha"))
    assert area.share == write_number(100 * own / whole, "en", "%")
    assert table.place == "Nord – Pas-de-Calais mining basin"
    assert area.place_share.endswith("%")


def test_what_is_not_known_stays_unknown(atlas):
    lost = atlas.frames["slag_heaps"].index[atlas.frames["slag_heaps"].geometry.isna()][0]
    table = object_against_whole("slag_heaps", lost, View(lang="en"), atlas)
    assert [(row.here, row.share) for row in table.rows] == [("unknown", "")]
    assert table.place == ""


@pytest.mark.parametrize("lang", ["fr", *(pytest.param(lang, marks=pytest.mark.slow) for lang in LANGUAGES[1:])])
def test_a_drawn_area_counts_what_it_meets_of_every_layer(atlas, lang):
    view = View(lang=lang, select=CIRCLE, layers=("slag_heaps", "mine_shafts"))
    (table,) = make_area_sheet(view, atlas, made=MADE).tables
    counts = {row.layer: row for row in reversed(table.rows)}
    assert set(counts) == {"slag_heaps", "mine_shafts"}
    for layer_id, row in counts.items():
        shapes = atlas.frames[layer_id].geometry
        inside, whole = int(shapes.intersects(shape_area(CIRCLE)).sum()), len(shapes)
        assert row.here.split(" ")[-1] == write_number(inside, lang)
        assert row.whole == write_number(whole, lang)
        assert row.share == write_number(100 * inside / whole, lang, "%")


@pytest.mark.parametrize("layers", [None, ("slag_heaps", "communes")])
def test_the_map_of_a_drawn_area_looks_at_the_area_whatever_reaches_out_of_it(atlas, layers):
    scene = make_area_sheet(View(select=CIRCLE, layers=layers), atlas, made=MADE).scene
    assert scene.camera is None
    assert scene.bounds == pytest.approx(shape_area(CIRCLE).bounds)


def test_a_link_without_an_area_is_one_sentence(atlas):
    with pytest.raises(ViewError, match="select: no area"):
        make_area_sheet(View(), atlas, made=MADE)


def test_a_sheet_has_the_sentence_the_figures_and_what_sources_contest(atlas):
    sheet = make_object_sheet("slag_heaps", "t144", View(lang="fr"), atlas, made=MADE)
    assert sheet.caption.lead.startswith("Rieulay (T144) est un terril plat")
    assert [figure["title"] for figure in sheet.figures] == ["Surface", "Volume"]
    titles = [section.title for section in sheet.sections]
    assert titles == ["Les sources ne s’accordent pas", "Ce qui est connu", "Inconnu", "Objets liés", "Source"]
    assert {"slag_heaps"} == {row.layer for row in sheet.tables[0].rows}
    assert "slag_heaps" not in {row.layer for row in sheet.tables[1].rows}


def test_the_sheet_of_an_area_is_called_by_its_territories_or_drawn(atlas):
    layers = ("slag_heaps",)
    titles = {
        ("62498",): "Lens",
        ("62498", "62427"): "Lens, Hénin-Beaumont",
        ("62498", "62427", "62510", "62250"): "Lens, Hénin-Beaumont, Liévin, 1 more",
    }
    for territory, title in titles.items():
        view = View(lang="en", territory=territory, layers=layers)
        assert make_area_sheet(view, atlas, made=MADE).caption.title == title
    drawn = View(lang="en", territory=("62498",), select=CIRCLE, layers=layers)
    assert make_area_sheet(drawn, atlas, made=MADE).caption.title == "Drawn area"


def test_an_area_with_nothing_in_it_says_so(atlas):
    sheet = make_area_sheet(View(lang="en", select="circle:0,-30,1000"), atlas, made=MADE)
    assert (sheet.tables, sheet.sections) == ((), ())
    assert sheet.caption.lead.endswith("No object of the layers compared lies in it")
