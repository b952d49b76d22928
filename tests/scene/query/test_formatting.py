import math
import sys

import numpy as np
import pytest

from atlas.i18n import LANGUAGES
from atlas.scene.query.formatting import write_date, write_exact, write_number


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
        (5e-324, "0", "4.94065645841247\u00a0×\u00a010⁻³²⁴"),
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
def test_no_number_fails(lang):
    random = np.random.default_rng(5)
    bits = random.integers(0, 2**64, 2_000, dtype=np.uint64).view(np.float64)
    for number in (*bits.tolist(), sys.float_info.max, sys.float_info.min, *(10.0**power for power in range(-30, 40))):
        assert 0 < len(write_number(number, lang, "ha")) < 60
        assert 0 < len(write_exact(number, lang)) < 60


@pytest.mark.parametrize("text", ["2009-13-01", "2009-02-30", "0000-01-01", "9999-99", "2009-00"])
def test_a_day_that_no_calendar_has_stays_as_it_is_written(text):
    assert write_date(text, "fr") == text
