"""First map and filter change, against the streamlit-folium app that a competent user writes, in the same run.

Leaflet and the other scripts of the baseline come from outside hosts: here the browser gets Leaflet from the wheel and
empty files for the rest, at once, which is kinder to the baseline than any network.
"""

import json
import os
import platform
from importlib.metadata import version

import pytest
from playwright.sync_api import sync_playwright

from tests.benchmarks.in_browser.map_measures import (
    measure_atlas,
    measure_baseline,
    measure_compare,
    measure_empty,
    measure_questions,
)

pytestmark = [pytest.mark.benchmark, pytest.mark.filterwarnings("default")]


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    caches = tmp_path_factory.mktemp("caches")
    with sync_playwright() as playwright:
        result = {"empty": measure_empty(playwright, caches)}
        # The first start after an installation or a change of layers prepares what every later start only reads.
        result["unprepared"] = measure_atlas(playwright, caches)["first"]
        result["atlas"] = measure_atlas(playwright, caches)
        result["questions"] = measure_questions(playwright, caches)
        result["compare"] = measure_compare(playwright, caches)
        result["baseline"] = measure_baseline(playwright, caches)
    result["load"] = os.getloadavg()
    result["versions"] = {name: version(name) for name in ("streamlit", "folium", "streamlit-folium", "geopandas")}
    result["machine"] = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(json.dumps(result, indent=1))
    return result


def test_the_first_map_comes_in_half_the_time_of_the_baseline(measured):
    assert measured["atlas"]["first"] <= 0.5 * measured["baseline"]["first"]


def test_the_very_first_map_comes_in_half_the_time_of_the_baseline(measured):
    assert measured["unprepared"] <= 0.5 * measured["baseline"]["first"]


def test_a_filter_change_takes_a_fifth_of_the_baseline(measured):
    assert measured["atlas"]["change"] <= 0.2 * measured["baseline"]["change"]


def test_a_filter_change_is_hardly_slower_than_an_empty_rerun(measured):
    assert measured["atlas"]["change"] <= 1.6 * measured["empty"]["change"]


def test_a_filter_change_receives_at_most_ten_kilobytes(measured):
    assert measured["atlas"]["bytes"] <= 10_000


@pytest.mark.parametrize(("question", "allowance"), [("near", 0.15), ("select", 0.15), ("year", 0.1)])
def test_a_question_repaints_little_later_than_an_empty_rerun(measured, question, allowance):
    assert measured["questions"][question] <= 1.6 * measured["empty"]["change"] + allowance


def test_another_choice_of_territories_repaints_little_later_than_an_empty_rerun(measured):
    assert measured["compare"]["change"] <= 1.6 * measured["empty"]["change"] + 0.2


def test_playing_the_years_holds_no_frame_for_a_quarter_of_a_second(measured):
    assert measured["questions"]["longest_frame"] <= 0.25
