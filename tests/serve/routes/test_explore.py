"""The routes of explore, against the functions that the command line calls."""

import io
import json
import zipfile

import geopandas as gpd
import pandas as pd
import pytest

from atlas.catalog.filter import Filter
from atlas.scene.query.row_masks import query_rows
from atlas.scene.query.view import Near, View
from tests.http_client import get, get_json

LINK = "layers=slag_heaps&slag_heaps.area_ha__gte=10&near=slag_heaps:green_corridors:500&territory=246200364"
VIEW = View(
    layers=("slag_heaps",),
    filters=(Filter("slag_heaps", "area_ha", "gte", bound=10),),
    near=(Near("slag_heaps", "green_corridors", 500),),
    territory=("246200364",),
)


@pytest.fixture(scope="module")
def kept(atlas):
    return query_rows(VIEW, atlas)["slag_heaps"]


def test_table_summary_chart_and_file_of_one_link_hold_the_same_rows(kept, tmp_path):
    table = get_json(f"/atlas/table?{LINK}&table=slag_heaps&count=500")
    assert [row["id"] for row in table["rows"]] == list(kept.index)
    [layer] = get_json(f"/atlas/summary?{LINK}")["layers"]
    assert layer["count"] == len(kept)
    [form, _] = get_json(f"/atlas/charts?{LINK}&chart=slag_heaps")["charts"]
    assert sum(bar["count"] for bar in form["bars"]) == len(kept)
    (tmp_path / "x.gpkg").write_bytes(get(f"/atlas/export?{LINK}&format=gpkg").content)
    assert sorted(gpd.read_file(tmp_path / "x.gpkg")["id"]) == sorted(kept.index)


def test_a_sent_csv_holds_the_rows_and_the_whole_link(kept):
    response = get(f"/atlas/export?{LINK}&format=csv")
    assert "attachment; filename=" in response.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        table, sidecar, _ = archive.namelist()
        assert pd.read_csv(archive.open(table))["id"].tolist() == list(kept.index)
        link = json.loads(archive.read(sidecar))["dc:identifier"]
    assert link.startswith("https://atlas.example/?")
    assert "near=slag_heaps:green_corridors:500" in link


@pytest.mark.parametrize(
    "url",
    [
        "/atlas/export?layers=slag_heap&format=csv",
        "/atlas/export?layers=slag_heaps&format=xls",
        "/atlas/export?layers=slag_heaps&format=../../x.csv",
        "/atlas/table?table=nothing",
        "/atlas/table?table=slag_heaps&start=-1",
        "/atlas/table?table=slag_heaps&count=1e9",
        "/atlas/table?table=slag_heaps&sort=nothing",
        "/atlas/charts",
        "/atlas/classes?of=",
    ],
)
def test_what_cannot_be_answered_is_said_in_a_sentence_of_the_language(url):
    for lang in ("fr", "en", "pt"):
        response = get(f"{url}{'&' if '?' in url else '?'}lang={lang}")
        assert response.status_code == 400
        assert "Traceback" not in response.json()["error"]


def test_a_part_of_a_link_that_cannot_be_used_does_not_close_the_table():
    assert get_json("/atlas/table?table=slag_heaps&territory=nowhere")["total"] == 333


def test_the_search_answers_in_the_language_asked():
    assert get_json("/atlas/search?q=olgnies&lang=en")["found"][0]["name"] == "Oignies"
    assert get_json("/atlas/search?q=&lang=fr")["found"] == []
    assert get_json("/atlas/search")["count"] == 0


def test_the_classes_of_a_layer_are_those_of_its_legend():
    answer = get_json("/atlas/classes?of=mine_shafts&classes=mine_shafts.depth_m:quantiles:4&lang=en")
    kept = [entry["kept"] for entry in answer["chosen"]["classes"]]
    assert (len(kept), sum(kept), answer["chosen"]["unknown"]) == (4, 576, 60)
    assert get_json("/atlas/classes?of=mine_shafts")["chosen"] is None


def test_ties_lead_from_row_to_row():
    groups = get_json("/atlas/ties/slag_heaps/t74?lang=en")["groups"]
    assert {"viewpoints", "communes", "unesco_components"} <= {group["layer"] for group in groups}
    assert get("/atlas/ties/slag_heaps/t9999").status_code == 404
    assert get("/atlas/ties/nothing/t74").status_code == 404


def test_the_data_page_describes_every_layer(catalog):
    assert [sheet["id"] for sheet in get_json("/atlas/catalog?lang=en")] == list(catalog)
    assert len(get_json("/atlas/catalog.jsonld")["dcat:dataset"]) == len(catalog)
    assert get_json("/atlas/catalog/slag_heaps.jsonld")["dct:identifier"] == "slag_heaps"
    assert get("/atlas/catalog/nothing.jsonld").status_code == 404


def test_a_link_is_cited_with_the_address_it_was_asked_at():
    cited = get_json(f"/atlas/cite?{LINK}")
    assert cited["link"].startswith("https://atlas.example/?territory=246200364")
    assert set(cited) == {"link", "text", "bibtex", "ris", "embed", "embed_in"}


HALF = "layers=slag_heaps&territory=246200364&territory_rule=0.5"


def test_a_rule_holds_in_the_table_the_summary_and_the_file():
    table = get_json(f"/atlas/table?{HALF}&table=slag_heaps&sort=inside_share&count=500")
    [layer] = get_json(f"/atlas/summary?{HALF}")["layers"]
    with zipfile.ZipFile(io.BytesIO(get(f"/atlas/export?{HALF}&format=csv").content)) as archive:
        name, sidecar, _ = archive.namelist()
        rows = pd.read_csv(archive.open(name)).set_index("id")
        described = {column["name"]: column for column in json.loads(archive.read(sidecar))["tableSchema"]["columns"]}
    assert table["total"] == layer["count"] == len(rows) == 70
    assert described["inside_share"]["datatype"] == "number"
    assert rows["inside_share"].between(0.5, 1).all()
    position = table["shown"].index("inside_share")
    assert position == 1, "beside the name"
    percent = {row["id"]: row["cells"][position][1] for row in table["rows"]}
    assert list(percent.values()) == sorted(percent.values())
    assert percent == pytest.approx((100 * rows["inside_share"]).round(2).to_dict())
    assert table["rows"][0]["cells"][position][0].endswith("\u00a0%")


@pytest.mark.parametrize(("lang", "text"), [("fr", "1,64\u00a0%"), ("en", "1.64\u00a0%"), ("pt", "1,64\u00a0%")])
def test_a_card_has_the_share_inside_the_selection(lang, text):
    first = get_json(f"/atlas/cards/slag_heaps/t73b?lang={lang}&territory=246200364")["fields"][0]
    assert first["text"] == text
    assert first["title"] not in {
        field["title"] for field in get_json(f"/atlas/cards/slag_heaps/t73b?lang={lang}")["fields"]
    }


def test_a_card_without_position_has_an_unknown_share(frames):
    lost = frames["slag_heaps"].index[frames["slag_heaps"].geometry.isna()][0]
    first = get_json(f"/atlas/cards/slag_heaps/{lost}?lang=en&territory=246200364")["fields"][0]
    assert (first["title"], first["unknown"]) == ("Share inside the selection", True)
