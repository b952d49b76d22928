"""A table that names places becomes a layer from the command line."""

import json
from types import SimpleNamespace

import openpyxl
import pandas as pd
import pyarrow as pa
import pytest

from atlas.io.check import check_layer
from atlas.io.imports.join.run_join import lost_csv
from atlas.io.imports.join.sentences import propose
from atlas.scene.map.compose import make_mark

TABLE = """\ufeffCode INSEE;Commune;Taux de chômage (%);Emplois
62065;Avion;12,5;1 200
62498;Lens;s;15
62427;HENIN BEAUMONT;10,1;n.d.
62999;Nulle part;1;2
;Ensemble;11,2;1300
Source : INSEE;;;"""


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "figures.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_figures_by_commune_are_a_layer_with_the_outlines_of_the_communes(quick, frames, table):
    rows = quick.rows(table, "--join", "communes", "--on", "Code INSEE")
    layer, said = quick.layer(), quick.said
    assert check_layer(layer) == []
    assert layer.geometry == "polygon"
    assert rows["taux_de_chomage"].to_dict() == pytest.approx(
        {"62065": 12.5, "62498": float("nan"), "62427": 10.1}, nan_ok=True
    )
    assert rows["name"]["62427"] == "Hénin-Beaumont"
    assert rows.geometry["62065"].equals(frames["communes"].geometry["62065"])
    assert "Objects of the layer with a row: 3 of 250; 247 stay blank." in said
    assert "Rows of totals, left out: 1 (Ensemble)." in said
    assert "Remarks below the table, left out: 1." in said
    assert "62999" in said


def test_a_joined_layer_declares_what_its_figures_are_and_where_both_parts_come_from(quick, table):
    quick.rows(table, "--join", "communes")
    layer = quick.layer()
    assert (layer.fields["taux_de_chomage"].figure, layer.fields["taux_de_chomage"].unit) == ("rate", "%")
    assert (layer.fields["emplois"].figure, layer.fields["emplois"].is_amount) == ("count", True)
    assert layer.fields["code_insee"].type == "string"
    assert (layer.join.layer, layer.join.column, layer.join.found, layer.join.total) == (
        "communes",
        "Code INSEE",
        3,
        250,
    )
    assert layer.style.classed_by == "taux_de_chomage"
    assert layer.private
    assert "IGN" in layer.source.citation
    assert layer.completeness.area == "nowhere"
    assert "3 of 250" in layer.completeness.sentence("en")


def test_counts_alone_are_symbols(quick, tmp_path):
    path = tmp_path / "jobs.csv"
    path.write_text("insee,emplois\n62065,1200\n62498,15\n62427,\n", encoding="utf-8")
    rows = quick.rows(path, "--join", "communes")
    layer = quick.layer()
    style, mark = layer.style, make_mark(layer, rows, "en")
    assert mark.hollow.tolist() == rows["emplois"].isna().tolist()
    assert mark.radius.max() == pytest.approx(13, abs=0.5)
    assert "The size of a symbol is “emplois”" in layer.description("en")
    assert (style.size_by, style.classed_by, style.symbol_below is not None) == ("emplois", None, True)


def test_a_table_without_positions_says_what_to_type_and_is_replaced_by_its_join(quick, table):
    first = quick.bring(table)
    assert first.code == 0
    assert f"atlas import {table} --as mine --join communes --on 'Code INSEE' puts them on the map" in first.said
    again = quick.bring(table, "--join", "communes", "--on", "Code INSEE")
    assert (again.code, quick.layer().geometry) == (0, "polygon")
    assert quick.bring(table, "--join", "communes").code == 1


def test_a_table_that_names_nothing_says_so_in_one_sentence(catalog):
    assert propose([], catalog, "en", "mine", "words.csv").startswith("No column of it names objects of the atlas")


def test_several_years_are_asked_about_and_nothing_is_written(quick, tmp_path):
    path = tmp_path / "years.xlsx"
    book = openpyxl.Workbook()
    for row in (["CODGEO", "annee", "taux"], ["62065", 2019, 10.5], ["62065", 2021, 12.5], ["62498", 2021, 9.5]):
        book.active.append(row)
    book.save(path)
    asked = quick.bring(path, "--join", "communes")
    assert (asked.code, list(quick.files())) == (1, [])
    assert asked.said.splitlines()[-1].endswith("say what becomes of them with --rows: latest, years, sum, mean, table")
    assert quick.rows(path, "--join", "communes", "--rows", "latest")["taux"]["62065"] == 12.5
    assert quick.rows(path, "--join", "communes", "--rows", "years")["taux_2019"]["62065"] == 10.5
    kept = quick.rows(path, "--join", "communes", "--rows", "table")
    assert (len(kept), kept["place"].nunique()) == (3, 2)


def test_a_sheet_as_insee_publishes_it_is_read_below_its_title_and_two_headers(quick, tmp_path):
    path = tmp_path / "insee.xlsx"
    book = openpyxl.Workbook()
    for row in (
        ["Chômage au sens du recensement - 2021"],
        ["Mise en ligne le 27/06/2024"],
        [],
        ["Code géographique", "Libellé géographique", "Taux de chômage 2021", "Actifs 2021"],
        ["CODGEO", "LIBGEO", "TXCHOM21", "ACT21"],
        ["62065", "Avion", 18.25, 6500],
        ["62498", "Lens", 20.5, 12000],
        ["01001", "L'Abergement-Clémenciat", 5.1, 300],
    ):
        book.active.append(row)
    book.save(path)
    rows = quick.rows(path, "--join", "communes")
    assert rows["taux_de_chomage_2021"].to_dict() == {"62065": 18.25, "62498": 20.5}
    assert rows["actifs_2021"].to_dict() == {"62065": 6500, "62498": 12000}


def test_records_and_features_without_positions_are_tables_too(quick, tmp_path):
    records = [{"code_insee": code, "v": 1.5} for code in ("62065", "62498", "62427")]
    (tmp_path / "rows.json").write_text(json.dumps({"results": records}), encoding="utf-8")
    assert len(quick.rows(tmp_path / "rows.json", "--join", "communes")) == 3
    features = [{"type": "Feature", "geometry": None, "properties": record} for record in records]
    collection = {"type": "FeatureCollection", "features": features}
    (tmp_path / "rows.geojson").write_text(json.dumps(collection), encoding="utf-8")
    assert len(quick.rows(tmp_path / "rows.geojson", "--join", "communes")) == 3


def test_rows_without_an_object_can_be_taken_away(quick, table, tmp_path):
    quick.rows(table, "--join", "communes", "--not-found", tmp_path / "lost.csv")
    lost = pd.read_csv(tmp_path / "lost.csv", sep=";", dtype=str)
    assert lost["Code INSEE"].tolist() == ["62999"]


def test_rows_that_are_taken_away_hold_no_formula():
    lost = pa.table({"=name": ["=1+1", "Lens\r=1+1", None], "value": [-5, -6, None], "share": [-0.5, None, 1.0]})
    written = lost_csv(SimpleNamespace(lost=lost))
    assert written.startswith("\ufeff'=name;value;share")
    assert "'=1+1;-5;-0.5" in written
    assert "Lens\r'=1+1" in written


def test_a_suggestion_is_accepted_by_an_option(quick, tmp_path):
    path = tmp_path / "names.csv"
    path.write_text("ville;v\nAvion;1\nHénin Beaumon;2\n", encoding="utf-8")
    done = quick.rows(path, "--join", "communes", "--place", "Hénin Beaumon=62427")
    assert set(done.index) == {"62065", "62427"}
    assert "no object '99'" in quick.refused(path, "--join", "communes", "--place", "Avion=99")


def test_the_reader_may_say_what_is_a_rate(quick, tmp_path):
    path = tmp_path / "scores.csv"
    path.write_text("insee;points\n62065;12\n62498;9\n", encoding="utf-8")
    quick.rows(path, "--join", "communes", "--rate", "points")
    assert quick.layer().fields["points"].figure == "rate"


def test_parquet_and_pits_are_joined_too(quick, tmp_path):
    path = tmp_path / "pits.parquet"
    pd.DataFrame({"fosse": ["9/9 bis d'Oignies", "Delloye"], "visiteurs": [10, 20]}).to_parquet(path)
    rows = quick.rows(path, "--join", "mine_shafts")
    assert rows.geometry["oignies_declercq_crombez_9"].geom_type == "MultiPoint"
    assert quick.layer().geometry == "point"


def test_options_of_a_join_go_with_one(quick, table):
    assert quick.refused(table, "--rows", "sum") == "--rows: goes with --join LAYER"


def test_positions_under_terms_do_not_go_under_another_licence(quick, tmp_path):
    path = tmp_path / "regions.csv"
    path.write_text("nuts,v\nES41,1\nDEA,2\nES12,3\n", encoding="utf-8")
    assert "LicenseRef-GISCO-NC" in quick.refused(path, "--join", "coal_regions", "--licence", "CC-BY-4.0")
    assert len(quick.rows(path, "--join", "coal_regions")) == 3
