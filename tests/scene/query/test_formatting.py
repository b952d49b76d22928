import json
import math
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas.i18n import LANGUAGES
from atlas.scene.query.formatting import (
    spread_between,
    write_date,
    write_distance,
    write_exact,
    write_length,
    write_number,
)

GOLDEN = json.loads((Path(__file__).parents[2] / "golden/numbers.json").read_text(encoding="utf-8"))


def test_numbers_and_dates_are_formatted_in_the_language():
    assert write_number(1794.7, "fr", "km²") == "1\u202f794,7\u00a0km²"
    assert write_number(1794.7, "en", "km²") == "1,794.7\u00a0km²"
    assert write_number(1794.7, "pt", "km²") == "1\u00a0794,7\u00a0km²"
    assert write_number(0, "en") == "0"
    assert write_date("2009-04-23", "fr") == "23 avril 2009"
    assert write_date("2022-09", "fr") == "septembre 2022"
    assert write_date("2022-09-05", "pt") == "5 de setembro de 2022"
    assert write_date("1990", "en") == "1990"
    assert write_date("about January 2020", "en") == "about January 2020"


@pytest.mark.parametrize(
    ("number", "text", "exact"),
    [
        (1e28, "1\u00a0×\u00a010²⁸", "1\u00a0×\u00a010²⁸"),
        (-3.4028234663852886e38, "-3.4\u00a0×\u00a010³⁸", "-3.40282346638529\u00a0×\u00a010³⁸"),
        (1e308, "1\u00a0×\u00a010³⁰⁸", "1\u00a0×\u00a010³⁰⁸"),
        (5e-324, "4.94\u00a0×\u00a010⁻³²⁴", "4.94065645841247\u00a0×\u00a010⁻³²⁴"),
        (-0.0, "0", "0"),
        (999_999_999_999_999.0, "999,999,999,999,999", "999,999,999,999,999"),
        (math.nan, "Unknown", "Unknown"),
        (math.inf, "∞", "∞"),
        (-math.inf, "-∞", "-∞"),
        (12345678901234567, "12,345,678,901,234,567", None),
        (-(2**63), "-9,223,372,036,854,775,808", None),
        (np.float64(2.5), "2.5", "2.5"),
        (np.int64(7), "7", "7"),
    ],
)
def test_any_number_is_formatted(number, text, exact):
    assert write_number(number, "en").casefold() == text.casefold()
    if exact is not None:
        assert write_exact(number, "en").casefold() == exact.casefold()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("row", GOLDEN["numbers"], ids=lambda row: f"{row['number']} {row['options']}")
def test_a_number_is_written_as_the_table_that_the_browser_shares(row, lang):
    assert write_number(row["number"], lang, **row["options"]) == row[lang]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("row", GOLDEN["lengths"], ids=lambda row: str(row["number"]))
def test_a_length_is_written_as_the_table_that_the_browser_shares(row, lang):
    assert write_length(row["number"], lang) == row[lang]


@pytest.mark.parametrize(
    ("metres", "text"),
    [(0.5, "0.5 m"), (500, "500 m"), (1234.5, "1.2345 km"), (10_000, "10 km"), (12_345, "12.345 km")],
)
def test_a_distance_that_was_asked_keeps_its_digits(metres, text):
    assert write_distance(metres, "en") == text.replace(" ", "\u00a0")


@pytest.mark.parametrize(
    ("values", "spread"),
    [([1, 1, 1], 0), ([], 0), ([math.nan, math.inf], 0), ([0.0005, 0.0045], 0.0036), ([-1e308, 1e308], 1e15)],
)
def test_the_spread_of_a_column_is_a_number(values, spread):
    assert spread_between(pd.Series(values, dtype="float64")) == pytest.approx(spread)


def test_one_value_far_off_does_not_hide_the_digits_of_the_others():
    values = pd.Series([1 + 0.0001 * k for k in range(40)] + [1e6])
    assert write_number(1.0012, "en", spread=spread_between(values)) == "1.0012"


@given(st.floats(-1e12, 1e12, allow_nan=False), st.floats(0, 1e6))
@settings(deadline=None, derandomize=True, max_examples=200)
def test_no_number_but_zero_reads_as_zero(number, spread):
    assert (write_number(number, "en", spread=spread) in {"0", "-0"}) == (number == 0)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_number_fails(lang):
    random = np.random.default_rng(5)
    bits = random.integers(0, 2**64, 2_000, dtype=np.uint64).view(np.float64)
    for number in (*bits.tolist(), sys.float_info.max, sys.float_info.min, *(10.0**power for power in range(-30, 40))):
        assert 0 < len(write_number(number, lang, "ha")) < 60
        assert 0 < len(write_exact(number, lang)) < 60


@pytest.mark.parametrize("text", ["2009-13-01", "2009-02-30", "0000-01-01", "9999-99", "2009-00"])
def test_a_day_that_no_calendar_has_stays_as_it_is_written(text):
    assert write_date(text, "fr") == text
