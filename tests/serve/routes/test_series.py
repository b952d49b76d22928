"""The series of a link and the sheet of an object as the page asks for them, and how far a series is."""

import io
import os

import pytest
from pypdf import PdfReader

from atlas.serve.progress import end_progress, read_progress, write_progress
from tests.http_client import get, get_json

JOB = "0123456789abcdef0123456789abcdef"


def pages_of(answer):
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    return [page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages]


def test_a_sheet_of_an_object_says_what_is_known_and_what_is_not():
    text = "".join(pages_of(get("/atlas/objects/slag_heaps/t76.pdf?lang=en")))
    assert "Slag heaps" in text
    assert "(T76) is a" in text
    assert text.index("Against the whole") < text.index("What is known") < text.index("Unknown") < text.index("Source")


def test_an_object_that_is_not_there_is_said_with_the_nearest():
    answer = get("/atlas/objects/slag_heaps/t7x.pdf?lang=en")
    assert answer.status_code == 400
    assert "t76" in answer.json()["error"]


@pytest.mark.journey
def test_a_series_has_its_pages_and_forgets_how_far_it_was():
    link = "lang=en&layers=slag_heaps&slag_heaps.area_ha__gte=90"
    contents, page, _ = pages_of(get(f"/atlas/series?{link}&by=slag_heaps&job={JOB}"))
    assert "Germignies Nord 2" in contents
    assert "https://atlas.example/?" in contents
    assert "job=" not in contents
    assert "p. 2" in page
    assert read_progress(JOB) == {"done": 0, "count": 0}


def test_how_far_a_series_is_can_be_asked():
    assert get_json(f"/atlas/series/progress?job={JOB}") == {"done": 0, "count": 0}
    write_progress(JOB, 3, 9)
    try:
        assert get_json(f"/atlas/series/progress?job={JOB}") == {"done": 3, "count": 9}
    finally:
        end_progress(JOB)
    assert get_json(f"/atlas/series/progress?job={JOB}") == {"done": 0, "count": 0}


@pytest.mark.parametrize("job", ["../../etc/passwd", "a", "0123456789ABCDEF", JOB + "/x", f"{JOB}\n"])
def test_a_job_is_a_name_and_no_path(job):
    answer = get(f"/atlas/series/progress?job={job.replace('/', '%2F').replace(chr(10), '%0A')}&lang=en")
    assert answer.status_code == 400
    assert "hexadecimal" in answer.json()["error"]


def test_what_a_stopped_series_left_goes_with_a_later_one(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    stopped, young, ended = ("a" * 16, "b" * 16, "c" * 16)
    for job in (stopped, young, ended):
        write_progress(job, 3, 9)
    [old] = tmp_path.rglob(f"{stopped}.json")
    os.utime(old, (0, 0))
    end_progress(ended)
    assert [path.stem for path in old.parent.iterdir()] == [young]


@pytest.mark.journey
def test_a_page_of_a_series_ends_with_the_source_however_much_is_known():
    link = "lang=en&layers=slag_heaps&slag_heaps.number=T144"
    *_, page = pages_of(get(f"/atlas/series?{link}&by=slag_heaps"))
    assert "Against the whole" in page
    assert page.index("What is known") < page.index("Related objects") < page.rindex("Processing")
