"""``python -m atlas moran`` and ``typology``, as somebody types them."""

import csv
import json
import sys

import pytest

from tests.command_line import atlas_opened_once, run_atlas

FEW = ("--permutations", "199")


@pytest.fixture(scope="module", autouse=True)
def _opened_once():
    with atlas_opened_once():
        yield


def printed(*arguments):
    done = run_atlas(*arguments)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def refused(*arguments):
    done = run_atlas(*arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    return done.stderr


def test_moran_tells_its_rows_files_and_the_command_that_repeats_it():
    found = json.loads(printed("moran", "poverty_gap", "--lang", "fr", *FEW, "--json"))
    assert (found["count"], len(found["blanks"]), len(found["rows"])) == (142, 108, 250)
    assert found["crs"] == "EPSG:2154"
    assert found["sentences"][0].startswith("Taux de pauvreté, 2021 : le I de Moran vaut 0,3")
    assert "108 territoires sans valeur complète ou sans contour sont écartés" in found["sentences"][-1]
    assert all(len(file["sha256"]) == 64 for source in found["sources"] for file in source["files"])
    blank = next(row for row in found["rows"] if row["id"] in found["blanks"])
    assert (blank["value"], blank["kind"], blank["cluster"]) == (None, None, "sans valeur, écarté")
    again = found["command"].removeprefix("python -m atlas ").split()
    assert json.loads(printed(*again, "--lang", "fr")) == found


def test_moran_writes_its_rows_with_and_without_outlines(tmp_path):
    for name in ("clusters.csv", "clusters.geojson"):
        ending = name.partition(".")[2]
        printed("moran", "population_density", "--neighbours", "nearest", *FEW, f"--{ending}", str(tmp_path / name))
    rows = list(csv.DictReader((tmp_path / "clusters.csv").read_text(encoding="utf-8").splitlines()))
    features = json.loads((tmp_path / "clusters.geojson").read_text(encoding="utf-8"))["features"]
    assert len(rows) == len(features) == 250
    assert {row["neighbours"] for row in rows} == {"6"}
    assert [row["id"] for row in rows] == [feature["properties"]["id"] for feature in features]
    assert {feature["geometry"]["type"] for feature in features} <= {"Polygon", "MultiPolygon"}


def test_a_typology_tells_its_groups_and_the_curve():
    found = json.loads(printed("typology", "--groups", "4", "--json"))
    assert [len(group["members"]) for group in found["groups"]] == sorted(
        (len(group["members"]) for group in found["groups"]), reverse=True
    )
    assert sum(group["count"] for group in found["groups"]) == found["count"] == 250
    assert [each["groups"] for each in found["silhouettes"]] == list(range(2, 9))
    assert found["best"] == max(found["silhouettes"], key=lambda each: each["value"])["groups"]
    assert "far above the mean: " in " ".join(group["sentence"] for group in found["groups"])
    assert "4 groups" in printed("typology", "--groups", "4").splitlines()[0]


def test_a_typology_leaves_out_what_lacks_a_value(tmp_path):
    path = tmp_path / "groups.csv"
    printed("typology", "median_income", "poverty_gap", "--csv", str(path))
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    assert sum(row["group"] == "" for row in rows) == 108
    assert list(rows[0]) == ["id", "name", "group", "median_income", "poverty_gap"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("moran", "heap_density"), "no territory has a value that is complete"),
        (("moran", "listed_mining_sites", "--level", "basin"), "zones of projection"),
        (("moran", "population", "--neighbours", "nearest", "--nearest", "400"), "choose from 1 to 249"),
        (("moran", "population", "--distance", "4000"), "--distance: goes with --neighbours distance alone"),
        (("moran", "population", "--neighbours", "distance", "--distance", "1"), "no territory has a neighbour"),
        (("moran", "population", "--permutations", "5"), "a number from 99 to 99999"),
        (("moran", "beauty"), "no indicator"),
        (("typology", "population"), "at least 2 indicators"),
        (("typology", "population", "heap_density"), "Slag heaps with an outline: no territory has a value"),
        (("typology", "--groups", "12"), "12 groups cannot be made"),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, tuple) else "",
)
def test_what_has_no_answer_is_refused_in_one_sentence(arguments, sentence):
    assert sentence in refused(*arguments)


def test_without_its_libraries_moran_tells_how_to_install_them(monkeypatch):
    monkeypatch.setitem(sys.modules, "libpysal.graph", None)
    assert 'pip install "post-mining-atlas[statistics]"' in refused("moran", "population", "--seed", "5")
