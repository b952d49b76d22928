"""``python -m atlas indicators``, as somebody types it."""

import csv
import json

import pytest

from atlas.__main__ import main
from atlas.analysis.indicators import REGISTRY

LENS = "246200364"


def printed(capsys, *arguments):
    assert main(["indicators", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_every_number_of_every_body_is_a_row_with_its_sources(capsys):
    rows = printed(capsys, "--level", "intercommunality")
    assert list(rows[0])[:3] == ["territory", "level", "indicator"]
    assert {"value", "unit", "valid", "expected", "perimeter", "sources"} <= rows[0].keys()
    assert len(rows) == 13 * sum(len(declared.measures) for declared in REGISTRY.values())
    assert {row["indicator"] for row in rows} == set(REGISTRY)
    assert all(row["sources"] and row["perimeter"] == "mbm" and row["level"] == "intercommunality" for row in rows)


def test_one_territory_and_one_indicator_are_given_alone(capsys):
    rows = printed(capsys, "--level", "basin", "--territory", "nord_pas_de_calais", "--indicator", "heap_density")
    assert [(row["part"], round(row["value"], 1)) for row in rows] == [(None, 9.0), ("numbered", 18.6)]
    assert (rows[0]["valid"], rows[0]["expected"], rows[0]["unit"]) == (161, 333, "1/100 km²")


def test_a_row_says_by_which_rule_its_objects_are_in_the_territory(capsys):
    rows = printed(
        capsys, "--level", "commune", "--territory", "62528", "--indicator", "world_heritage_intensity", "population"
    )
    assert {row["part"]: row["rules"] for row in rows if row["indicator"] == "world_heritage_intensity"} == {
        None: {"unesco_components": "meets"},
        "property_share": {"unesco_components": "inside"},
        "buffer_ratio": {"unesco_components": "inside", "unesco_buffer": "inside"},
    }
    assert next(row["rules"] for row in rows if row["indicator"] == "population") == {"communes": "member"}
    components = next(row for row in rows if row["part"] is None and row["indicator"] != "population")
    assert components["value"] > 0
    assert "across_borders" in components["notes"]


def test_a_partner_basin_has_its_own_outline_as_perimeter(capsys):
    rows = printed(
        capsys, "--level", "basin", "--territory", "ruhr", "--indicator", "listed_mining_sites", "heap_density"
    )
    assert {row["perimeter"] for row in rows} == {"outline"}
    assert [row["value"] for row in rows if row["indicator"] == "heap_density"] == [None, None]


def test_perimeter_norm_and_a_drawn_outline_change_the_numbers(capsys):
    own = ("--level", "intercommunality", "--territory", LENS, "--indicator", "heap_density")
    usual = printed(capsys, *own)[0]
    within = printed(capsys, *own, "--perimeter", "property")[0]
    amount = printed(capsys, *own, "--norm", "absolute")[0]
    assert within["value"] > usual["value"]
    assert within["perimeter"] == "property"
    assert (amount["value"], amount["unit"]) == (45, "1")
    drawn = ("--level", "commune", "--territory", "drawn", "--select", "circle:50.43,2.83,6000")
    assert printed(capsys, *drawn, "--indicator", "heap_density")[0]["level"] == "drawn"


def test_a_table_is_written_as_csv_with_its_sources_in_a_file_beside_it(tmp_path, capsys, catalog):
    path = tmp_path / "bodies.csv"
    assert main(["indicators", "--level", "intercommunality", "--indicator", "heap_density", "--csv", str(path)]) == 0
    assert capsys.readouterr() == ("", "")
    beside = json.loads((tmp_path / "bodies.csv-metadata.json").read_text(encoding="utf-8"))
    assert [column["name"] for column in beside["tableSchema"]["columns"]] == path.read_text().splitlines()[0].split(
        ","
    )
    assert beside["url"] == "bodies.csv"
    assert [source["citation"] for source in beside["dc:provenance"]] == [
        source.citation for layer in REGISTRY["heap_density"].layers for _, source in catalog[layer].files
    ]
    assert beside["dc:identifier"] == "?mode=compare&ind=heap_density"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 26
    assert float(next(row["value"] for row in rows if row["territory"] == LENS)) == pytest.approx(20.0005, abs=0.001)


def test_the_sources_are_named_when_asked_for(capsys):
    rows = printed(capsys, "--level", "intercommunality", "--indicator", "heap_density")
    assert main(["indicators", "--level", "intercommunality", "--indicator", "heap_density", "--credits"]) == 0
    assert capsys.readouterr().err.splitlines() == rows[0]["sources"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--level", "commune", "--territory", "nowhere"], "no territory 'nowhere'"),
        (["--level", "commune", "--territory", "lens"], "the nearest are 62498 (Lens), "),
        (["--level", "commune", "--indicator", "heap_densities"], "the nearest are heap_density, "),
        (["--level", "commune", "--territory", LENS], "not of the level commune"),
        (["--level", "commune", "--indicator", "beauty"], "no indicator 'beauty'"),
        (["--level", "commune", "--perimeter", "moon"], "no value 'moon'"),
        (["--level", "commune", "--perimeter", "drawn"], "no outline is drawn"),
        (["--level", "commune", "--territory", "drawn"], "no outline is drawn"),
        (["--level", "commune", "--norm", "beauty"], "no value 'beauty'"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_sentence(arguments, message, capsys):
    assert main(["indicators", *arguments, "--json"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err
    assert "Traceback" not in err
