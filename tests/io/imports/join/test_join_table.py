"""Rows of a table at the objects that they name: no value, totals, several rows of one place."""

import pyarrow as pa
import pytest

from atlas.errors import LayerDataError
from atlas.io.imports.join.join_table import join_table
from atlas.io.imports.join.report import JoinAnswers


def joined(atlas, columns, layer="communes", **answers):
    return join_table(pa.table(columns), JoinAnswers(layer, **answers), atlas, decimal=",")


LONG = {
    "insee": ["62065", "62065", "62498", "62498"],
    "an": [2019, 2021, 2021, 2019],
    "taux": [10.5, 12.5, 9.5, 8.5],
    "emplois": [100, 120, None, 80],
}


def test_secrecy_and_other_signs_are_blank_and_not_zero(atlas):
    texts = ["12,5 %", "s", "n.d.", "8 %"]
    found = joined(atlas, {"CODGEO": ["62065", "62498", "62427", "59178"], "part": texts})
    assert found.rows["part"].tolist()[0] == 12.5
    assert found.rows["part"].isna().tolist() == [False, True, True, False]
    assert (found.units["part"], found.report.blanks) == ("%", {"s": 1, "n.d.": 1})


def test_a_column_of_signs_alone_has_no_values(atlas):
    found = joined(atlas, {"insee": ["62065", "62498"], "part": ["s", "n.d."], "v": [1, 2]})
    assert found.rows["part"].isna().all()
    assert found.report.blanks == {"s": 1, "n.d.": 1}


def test_a_sign_before_a_number_is_read(atlas):
    found = joined(atlas, {"insee": ["62065", "62498"], "solde": ["+3", "-12"]})
    assert found.rows["solde"].tolist() == [3, -12]


def test_former_communes_that_were_merged_are_one_place(atlas):
    columns = {"commune": ["Bruay-en-Artois", "Labuissière", "Lens"], "hab": [10, 5, 7]}
    found = joined(atlas, columns, rows="sum")
    assert found.rows["hab"].to_dict() == {"62178": 15, "62498": 7}
    assert [name for name, _ in found.report.former] == ["Bruay-en-Artois", "Labuissière"]


def test_thousands_and_a_typographic_minus_are_numbers(atlas):
    values = ["1\u202f200", "\u2212 5".replace(" ", ""), "30", "s"]
    found = joined(atlas, {"insee": ["62065", "62498", "62427", "59178"], "solde": values})
    assert found.rows["solde"].dropna().tolist() == [1200, -5, 30]


def test_totals_and_remarks_are_said_and_left_out(atlas):
    columns = {
        "code": ["62065", None, "62", "FR", None],
        "nom": ["Avion", "Ensemble", "Pas-de-Calais", "France", None],
        "v": [1, 2, 3, 4, None],
    }
    found = joined(atlas, columns, on="code")
    assert found.report.totals == ["Ensemble", "Pas-de-Calais", "France"]
    assert found.report.not_found == [] or [one.why for one in found.report.not_found] == ["blank"]
    remark = joined(atlas, {"code": ["62065", "Source : INSEE, RP 2021"], "v": [1, None]}, on="code")
    assert (remark.report.footers, remark.report.not_found, remark.lost.num_rows) == (1, [], 0)


def test_a_second_line_of_names_is_no_row(atlas):
    columns = {"Code": ["CODGEO", "62065", "62498"], "Emplois": ["EMPLT", "1200", "30"]}
    found = joined(atlas, columns)
    assert found.report.second_header
    assert found.rows["Emplois"].tolist() == [1200, 30]


def test_codes_get_the_zeros_that_were_lost(atlas):
    found = joined(atlas, {"insee": [1001, 62065], "v": [1, 2]})
    assert [(one.value, one.why) for one in found.report.not_found] == [("1001", "outside")]
    assert found.rows["insee"].tolist() == ["62065"]


def test_rows_without_an_object_are_kept_with_what_is_alike(atlas):
    found = joined(atlas, {"ville": ["Avion", "Hénin Beaumon", "Atlantis"], "v": [1, 2, 3]})
    assert found.lost.to_pydict() == {"ville": ["Hénin Beaumon", "Atlantis"], "v": [2, 3]}
    first, second = found.report.not_found
    assert (first.suggestions[0], second.suggestions) == (("62427", "Hénin-Beaumont"), ())


def test_an_accepted_suggestion_is_joined(atlas):
    columns = {"ville": ["Avion", "Hénin Beaumon"], "v": [1, 2]}
    found = joined(atlas, columns, places={"Hénin Beaumon": "62427"})
    assert found.rows.index.tolist() == ["62065", "62427"]


def test_several_rows_of_a_place_are_asked_about(atlas):
    found = joined(atlas, LONG)
    assert found.rows is None
    assert found.report.rules == ["latest", "years", "sum", "mean", "table"]
    assert (found.report.year, found.report.years, found.report.repeated_places) == ("an", [2019, 2021], 2)
    undated = joined(atlas, {"insee": ["62065", "62065"], "v": [1, 2]})
    assert undated.report.rules == ["sum", "mean", "table"]


def test_the_latest_row_of_each_place_is_kept(atlas):
    rows = joined(atlas, LONG, rows="latest").rows
    assert rows["taux"].to_dict() == {"62065": 12.5, "62498": 9.5}


def test_a_sum_is_blank_where_a_part_is_and_has_no_rates(atlas):
    found = joined(atlas, LONG, rows="sum")
    assert found.report.left_out == ["taux"]
    assert found.rows["emplois"].isna().to_dict() == {"62065": False, "62498": True}
    assert found.rows.loc["62065", "emplois"] == 220


def test_a_mean_has_no_weights(atlas):
    rows = joined(atlas, LONG, rows="mean").rows
    assert rows["taux"].to_dict() == {"62065": 11.5, "62498": 9.0}


def test_a_long_table_becomes_one_column_a_year(atlas):
    found = joined(atlas, LONG, rows="years")
    assert found.rows.loc["62498", "taux 2019"] == 8.5
    assert found.kinds == dict.fromkeys(("taux 2019", "taux 2021"), "rate") | dict.fromkeys(
        ("emplois 2019", "emplois 2021"), "count"
    )


def test_all_rows_may_be_kept(atlas):
    assert len(joined(atlas, LONG, rows="table").rows) == 4


@pytest.mark.parametrize(
    ("answers", "key"),
    [
        ({"layer": "comunes"}, "join_layer"),
        ({"on": "nothing"}, "join_column"),
        ({"on": "taux"}, "join_nothing"),
        ({"rows": "max"}, "join_rule"),
        ({"year": "nothing"}, "join_column"),
    ],
)
def test_what_cannot_be_joined_is_said_in_one_sentence(atlas, answers, key):
    with pytest.raises(LayerDataError) as refused:
        joined(atlas, LONG, **answers)
    assert refused.value.key == key


def test_columns_that_name_different_places_are_asked_about_and_a_name_beside_its_code_is_not(atlas):
    moves = {
        "commune_origine": ["62065", "62498", "62427"],
        "commune_travail": ["62498", "62427", "62065"],
        "v": [1, 2, 3],
    }
    with pytest.raises(LayerDataError) as asked:
        joined(atlas, moves)
    assert asked.value.key == "join_columns"
    assert len(joined(atlas, moves, on="commune_travail").rows) == 3
    named = {"insee": ["62065", "62498"], "commune": ["Avion", "Lens"], "v": [1, 2]}
    assert joined(atlas, named).report.on == "insee"


def test_two_rows_of_one_year_are_not_the_latest(atlas):
    with pytest.raises(LayerDataError) as refused:
        joined(atlas, {"insee": ["62065", "62065"], "an": [2020, 2020], "v": [1, 2]}, rows="latest")
    assert refused.value.key == "join_tied"


VARIABLES = {
    "insee": ["62065", "62065", "62498", "62498", "62427", "62427"],
    "nom": ["Avion", "Avion", "Lens", "Lens", "Hénin-Beaumont", "Hénin-Beaumont"],
    "indicateur": ["Taux de chômage", "Population"] * 3,
    "code_ind": ["T", "P"] * 3,
    "unité": ["%", "habitants"] * 3,
    "valeur": [10.5, 17000, 12.5, 31000, None, 26000],
}


def test_a_table_in_long_format_asks_and_becomes_a_column_for_each_variable(atlas):
    report = joined(atlas, VARIABLES).report
    assert (report.is_open, report.rules) == (True, ["columns", "sum", "mean", "table"])
    assert report.variables == ["indicateur"]
    found = joined(atlas, VARIABLES, rows="columns")
    assert list(found.rows.columns) == ["insee", "nom", "Taux de chômage", "Population"]
    assert found.rows["Taux de chômage"].dropna().to_dict() == {"62065": 10.5, "62498": 12.5}
    assert found.rows["Population"].to_dict() == {"62065": 17000, "62498": 31000, "62427": 26000}
    assert found.kinds == {"Taux de chômage": "rate", "Population": "count"}
    assert found.units == {"Taux de chômage": "%", "Population": "habitants"}


def test_the_reader_may_name_the_column_of_the_variables(atlas):
    found = joined(atlas, VARIABLES, rows="columns", variable="code_ind", kinds={"T": "rate"})
    assert {"T", "P"} <= set(found.rows.columns)
    assert found.kinds["T"] == "rate"
    with pytest.raises(LayerDataError, match="tell the rows of a place apart"):
        joined(atlas, VARIABLES, rows="columns", variable="nom")
    with pytest.raises(LayerDataError, match="no column"):
        joined(atlas, VARIABLES, rows="columns", variable="inconnu")


def test_variables_of_several_years_are_a_column_each(atlas):
    columns = {
        "insee": ["62065"] * 4 + ["62498"] * 4,
        "année": [2019, 2019, 2021, 2021] * 2,
        "sexe": ["F", "H"] * 4,
        "actifs": [1, 2, 3, 4, 5, 6, 7, 8],
        "chomeurs": [10, 20, 30, 40, 50, 60, 70, None],
    }
    found = joined(atlas, columns, rows="columns")
    assert found.rows["actifs F 2021"].to_dict() == {"62065": 3, "62498": 7}
    assert found.rows["chomeurs H 2021"].isna().to_dict() == {"62065": False, "62498": True}
    assert len(found.kinds) == 8


def test_two_columns_may_tell_the_variables_apart(atlas):
    columns = {
        "insee": ["62065"] * 4 + ["62498"] * 4,
        "sexe": ["femmes", "femmes", "hommes", "hommes"] * 2,
        "âge": ["15-24", "25-64"] * 4,
        "valeur": range(8),
    }
    found = joined(atlas, {**columns, "valeur": list(range(8))}, rows="columns")
    assert found.report.variables == ["sexe", "âge"]
    assert found.rows["femmes 25-64"].to_dict() == {"62065": 1, "62498": 5}


@pytest.mark.parametrize(
    "columns",
    [
        LONG,
        {"insee": ["62065", "62065"], "note": ["a", "a"], "v": [1, 2]},
        {"insee": ["62065", "62498"], "note": ["a", "b"], "v": [1, 2]},
    ],
)
def test_other_tables_are_not_in_long_format(atlas, columns):
    assert joined(atlas, columns).report.variables == []
