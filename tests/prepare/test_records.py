import csv
import shutil

import pytest

from atlas.__main__ import main
from atlas.catalog import open_catalog, shipped_layers
from atlas.io.atlas import Atlas
from atlas.io.read import Frames
from atlas.prepare.amend import amended, is_stale
from atlas.prepare.check_network import check_network
from atlas.prepare.check_records import check_records, outside_country
from atlas.prepare.records import COLUMNS, Records


@pytest.fixture
def layers(tmp_path):
    shutil.copytree(shipped_layers(), tmp_path / "layers")
    return tmp_path / "layers"


def path_of(layers, name):
    return layers / "cooperation" / "records" / f"{name}.csv"


def read(layers, name):
    with path_of(layers, name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(layers, name, rows, *, delimiter=",", encoding="utf-8"):
    with path_of(layers, name).open("w", encoding=encoding, newline="") as file:
        table = csv.DictWriter(file, COLUMNS[name], delimiter=delimiter, lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


def edit(layers, file, row, **cells):
    rows = read(layers, file)
    next(one for one in rows if one["id"] == row).update(cells)
    write(layers, file, rows)


def add(layers, file, like, **cells):
    rows = read(layers, file)
    model = next((one for one in rows if one["id"] == like), dict.fromkeys(COLUMNS[file], ""))
    write(layers, file, [*rows, model | cells])


def problems(layers):
    catalog = open_catalog(layers)
    return [str(error) for error in check_records(Atlas(catalog, Frames(catalog)), Records(layers))]


def test_the_shipped_records_are_sound_and_the_layers_are_made_of_them(atlas):
    records = Records(shipped_layers())
    assert check_records(atlas, records) == []
    assert is_stale(atlas, records) == []
    assert check_network(atlas, records) == []
    assert {name: len(records[name]) for name in ("projects", "partners", "themes", "documents", "aims")} == {
        "projects": 61,
        "partners": 153,
        "themes": 22,
        "documents": 5,
        "aims": 3,
    }


@pytest.mark.parametrize(
    ("name", "row", "cells", "said"),
    [
        ("projects", "p01", {"start": "septembre 2022"}, "“septembre 2022” is no date"),
        ("projects", "p01", {"start": "2022-13"}, "is no date"),
        ("projects", "p01", {"end": "2021"}, "before the start"),
        ("projects", "p01", {"themes": "soil_clean_up; magic"}, "no row magic in themes"),
        ("projects", "p01", {"kind": "party"}, "choose among agreement"),
        ("projects", "p01", {"summary_fr": ""}, "summary_fr: empty"),
        ("projects", "p01", {"documents": "newspaper"}, "no row newspaper in documents"),
        ("projects", "p43", {"part_of": "p99"}, "no row p99 in projects"),
        ("projects", "p02", {"id": "p01"}, "already"),
        ("projects", "p02", {"id": "P 2"}, "is no identifier"),
        ("partners", "e001", {"country": "XKX"}, "is no country of ISO 3166"),
        ("partners", "e001", {"country": "PT"}, "is no country of ISO 3166"),
        ("partners", "e001", {"project": "p77"}, "no row p77 in projects"),
        ("partners", "e001", {"place": "atlantis"}, "no row atlantis in places"),
        ("themes", "geology", {"family": "rocks"}, "choose among heritage"),
        ("practices", "cycling_p17", {"practice": "juggling"}, "choose among building_reuse"),
        ("practices", "cycling_p17", {"sites": "s99"}, "no row s99 in transition_sites"),
        ("aims", "policy_support", {"rank": "third"}, "is no number"),
    ],
)
def test_a_mistake_is_named_by_file_line_and_column(layers, name, row, cells, said):
    line = next(k for k, one in enumerate(read(layers, name), start=2) if one["id"] == row)
    edit(layers, name, row, **cells)
    found = problems(layers)
    assert any(said in sentence for sentence in found), found
    named = f"layers/cooperation/records/{name}.csv: line {line}: {next(iter(cells))}"
    repeated = cells.get("id") == "p01"
    assert any(sentence.startswith(named) for sentence in found) or repeated


def test_a_place_outside_its_country_is_named_and_one_off_a_generalised_coast_is_not(layers, atlas):
    place = {"name": "Lisboa", "country": "PRT", "kind": "city", "precision": "city"}
    add(layers, "places", None, id="lisboa_prt", lon="-9.14", lat="38.72", **place)
    assert problems(layers) == []
    edit(layers, "places", "lisboa_prt", lon="9.14")
    assert ["more than 10 km outside PRT" in sentence for sentence in problems(layers)] == [True]
    assert outside_country(atlas.frames["partner_cities"], atlas.frames["basemap"]).empty
    assert "hastings_gbr" in atlas.frames["partner_cities"].index
    assert atlas.catalog["partner_cities"].geometry == "point"


@pytest.mark.slow
def test_check_says_that_edited_records_wait_and_records_makes_the_layers(layers, capsys):
    edit(layers, "projects", "p09", end="2013-03")
    assert main(["--layers", str(layers), "check"]) == 1
    assert "run `python -m atlas records`" in capsys.readouterr().err
    assert main(["--layers", str(layers), "records"]) == 0
    assert main(["--layers", str(layers), "check"]) == 0
    row = Frames(open_catalog(layers))["projects"].loc["p09"]
    assert (row["end"], row["end_year"]) == ("2013-03", 2013)


@pytest.mark.slow
def test_a_new_project_with_a_partner_in_a_new_town_is_three_rows(layers, capsys):
    add(layers, "projects", "p53", id="p62", name="Essai", name_en="Trial", start="2026", themes="soil_clean_up")
    add(
        layers,
        "places",
        None,
        id="aljustrel_prt",
        name="Aljustrel",
        country="PRT",
        kind="city",
        lon="-8.16",
        lat="37.88",
        precision="city",
    )
    add(
        layers,
        "partners",
        "e001",
        id="e154",
        project="p62",
        partner="Município de Aljustrel",
        partner_kind="city",
        city="Aljustrel",
        city_stated="yes",
        place="aljustrel_prt",
        start="2026",
        end="",
        doubt="",
    )
    assert main(["--layers", str(layers), "records"]) == 0, capsys.readouterr().err
    capsys.readouterr()
    assert main(["--layers", str(layers), "check"]) == 0, capsys.readouterr().err
    frames = Frames(open_catalog(layers))
    assert frames["projects"].loc["p62", ["partners", "countries", "family"]].tolist() == [1, "PRT", "land"]
    assert frames["partner_cities"].loc["aljustrel_prt", ["ties", "projects_count", "family"]].tolist() == [
        1,
        1,
        "land",
    ]
    edge = frames["partnerships"].loc["e154"]
    assert edge["themes"] == "soil_clean_up"
    assert edge["geometry"].coords[-1] == (-8.16, 37.88)
    assert frames["cooperation_themes"].loc["soil_clean_up", "projects"] == 4


@pytest.mark.slow
def test_a_new_theme_and_a_new_country_get_their_words_in_the_declarations(layers, capsys):
    add(layers, "themes", "geology", id="night_sky", name="Ciel nocturne", name_en="Night sky", name_pt="Céu noturno")
    edit(layers, "projects", "p51", themes="geology; night_sky")
    add(
        layers,
        "places",
        None,
        id="lota_chl",
        name="Lota",
        country="CHL",
        kind="city",
        lon="-73.16",
        lat="-37.09",
        precision="city",
    )
    add(
        layers,
        "partners",
        "e130",
        id="e154",
        partner="Lota",
        country="CHL",
        place="lota_chl",
        city="Lota",
        city_stated="yes",
    )
    assert main(["--layers", str(layers), "records"]) == 0, capsys.readouterr().err
    assert main(["--layers", str(layers), "check"]) == 0
    catalog = open_catalog(layers)
    assert catalog["projects"].fields["themes"].codes["night_sky"]("pt") == "Céu noturno"
    assert catalog["partnerships"].fields["country"].codes["CHL"]("fr") == "Chili"
    assert catalog["projects"].fields["countries"].codes["CHL"]("en") == "Chile"


def test_a_mistake_stops_everything_and_nothing_changes(layers, capsys):
    before = {path: path.read_bytes() for path in layers.rglob("*.parquet")}
    edit(layers, "projects", "p01", start="soon")
    edit(layers, "partners", "e001", country="Portugal")
    assert main(["--layers", str(layers), "records"]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 2
    assert "Traceback" not in said
    assert {path: path.read_bytes() for path in layers.rglob("*.parquet")} == before


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_spreadsheet_may_write_the_file_its_own_way(layers, delimiter, encoding):
    rows = read(layers, "projects")
    write(layers, "projects", rows, delimiter=delimiter, encoding=encoding)
    assert problems(layers) == []
    assert Records(layers)["projects"]["name"].tolist() == [row["name"] for row in rows]


def test_a_file_that_cannot_be_read_is_one_sentence(layers):
    path_of(layers, "themes").unlink()
    path_of(layers, "aims").write_bytes(b"id;rank\n\xff\xfe")
    path_of(layers, "documents").write_text("id,name\nx,y\n", encoding="utf-8")
    text = path_of(layers, "places").read_text(encoding="utf-8")
    path_of(layers, "places").write_text(text + "a,b\n", encoding="utf-8")
    found = problems(layers)
    assert sorted(sentence.partition(":")[0].rpartition("/")[2] for sentence in found) == [
        "aims.csv",
        "documents.csv",
        "places.csv",
        "themes.csv",
    ]
    assert any("not 8 cells" in sentence for sentence in found)


def test_records_made_anew_give_the_same_bytes(layers):
    assert main(["--layers", str(layers), "records"]) == 0
    shipped = shipped_layers()
    for path in sorted((layers / "cooperation").glob("*.*")):
        assert path.read_bytes() == (shipped / "cooperation" / path.name).read_bytes(), path.name


def test_no_record_names_a_person(frames):
    texts = " ".join(str(cell) for name in COLUMNS for cell in Records()[name].to_numpy().ravel() if cell)
    assert "Bavay" not in texts
    assert "@" not in texts
    assert len(amended(frames, Records())) == 7
