"""How numbers are written is decided by column, from all its values; where that is open, both readings are said."""

import pytest


def table(path, *values, delimiter=";", header="surface"):
    """Write a CSV file of one column of values beside positions in degrees with many decimals."""
    quoted = [f'"{value}"' for value in values]
    lines = [delimiter.join([header, "lon", "lat"]), *(delimiter.join([value, "2.8", "50.4"]) for value in quoted)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


DECIDED = {
    "groups by commas, decimals by points": (["1,234.5", "850"], [1234.5, 850]),
    "two groups by commas": (["1,234,567", "32,663"], [1234567, 32663]),
    "groups by points, decimals by commas": (["1.234,5", "850"], [1234.5, 850]),
    "two groups by points": (["1.234.567", "32.663"], [1234567, 32663]),
    "groups by spaces": (["1 250 000,50", "12,25"], [1250000.5, 12.25]),
    "groups by narrow spaces": (["1\u202f250\u202f000", "12"], [1250000, 12]),
    "groups by hard spaces": (["1\u00a0250,5", "12"], [1250.5, 12]),
    "groups by apostrophes": (["1'250'000.5", "12"], [1250000.5, 12]),
    "decimals by commas": (["12,5", "32,663"], [12.5, 32.663]),
    "decimals below one": (["0,663", "32,663"], [0.663, 32.663]),
    "a number of four digits without group": (["1020", "32,663"], [1020, 32.663]),
    "decimals by points": (["12.5", "32.663"], [12.5, 32.663]),
    "negative": (["-1,234.5", "2"], [-1234.5, 2]),
    "exponents": (["1e3", "2.5"], [1000, 2.5]),
}


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize(("values", "numbers"), DECIDED.values(), ids=DECIDED)
def test_numbers_that_leave_no_doubt(quick, tmp_path, values, numbers, delimiter):
    assert list(quick.rows(table(tmp_path / "a.csv", *values, delimiter=delimiter))["surface"]) == numbers


NO_NUMBERS = [["12-5", "3"], ["1,23,456"], ["1 25", "3"], ["01,234", "5"], ["1.2.3"], ["1,234.5,6"]]
OPEN = [
    ("32,663", ",", (32663, "32.663", ",")),
    ("32.663", ",", (32.663, "32663", ",")),
    ("32,663", ";", (32663, "32.663", ",")),
]


@pytest.mark.parametrize("values", NO_NUMBERS)
def test_what_is_no_number_stays_a_text(quick, tmp_path, values):
    assert list(quick.rows(table(tmp_path / "a.csv", *values))["surface"]) == values


@pytest.mark.parametrize(("text", "delimiter", "readings"), OPEN)
def test_an_open_reading_is_said_with_the_other(quick, tmp_path, text, delimiter, readings):
    path, (value, other, mark) = table(tmp_path / "a.csv", text, delimiter=delimiter), readings
    assert list(quick.rows(path)["surface"]) == [value]
    assert f"surface: “{text}” read as {value}; with --decimal {mark} it is {other}." in quick.said
    assert [f"{number:g}" for number in quick.rows(path, "--decimal", mark)["surface"]] == [other]
    assert "with --decimal" not in quick.said


def test_other_columns_say_what_the_marks_of_a_file_are(quick, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("surface;ratio;lon;lat\n32,663;0,5;2,8;50,4\n", encoding="utf-8")
    assert list(quick.rows(path)["surface"]) == [32.663]
    assert "surface: “32,663” read as 32.663" in quick.said
