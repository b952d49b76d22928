"""The routes of the stories."""

import json

import pytest

from atlas.render.assets import web_address
from atlas.render.chunks import chunk_address
from atlas.serve.http import URL_PREFIX
from tests.http_client import get, make_client, post

HEAD = '+++\ntitle = "Mine"\nlanguage = "en"\n+++\n\n'
OWN = HEAD + "## A\n\n?layers=slag_heaps\n\n{count slag_heaps} heaps.\n\nNotes:\n\nHello.\n"


def ask(path, query="", body=None):
    return get(f"{path}?{query}") if body is None else post(f"{path}?{query}", body)


def test_the_list_and_a_story():
    stories = ask("/atlas/stories", "lang=en").json()
    assert [story["slug"] for story in stories] == sorted(story["slug"] for story in stories)
    show = ask("/atlas/stories/trois-siecles-de-charbon", "lang=en").json()
    assert (show["title"], len(show["slides"])) == ("Three centuries of coal", 9)


def test_a_story_as_its_source_as_a_page_and_as_a_picture():
    source = ask("/atlas/stories/paysage-vivant", "lang=fr&format=source").json()
    assert source["chapters"][0]["title"] == "{count unesco_components} composantes, un paysage"
    answer = ask("/atlas/stories/trois-siecles-de-charbon", "lang=fr&format=png&n=8&size=960x540")
    assert answer.content[:8] == b"\x89PNG\r\n\x1a\n"
    assert answer.headers["content-disposition"].endswith('"trois-siecles-de-charbon.fr.8.png"')


def test_ones_own_story_is_shown_and_written_as_it_was():
    show = ask("/atlas/story", "lang=en", OWN.encode()).json()
    assert [run["text"] for run in show["slides"][0]["blocks"][0]] == ["333", " heaps."]
    plain = ask("/atlas/story", "format=source", OWN.encode()).content
    again = ask("/atlas/story/text", "", plain).text
    assert ask("/atlas/story", "format=source", again.encode()).json() == json.loads(plain)
    assert ask("/atlas/story/text", "", ask("/atlas/story", "format=source", again.encode()).content).text == again


def test_a_file_of_ones_own_story_comes_whole():
    answer = ask("/atlas/story", "format=html&lang=en", OWN.encode())
    assert answer.headers["content-disposition"] == 'attachment; filename="story.en.html"'
    assert b"Content-Security-Policy" in answer.content


@pytest.mark.parametrize(
    ("path", "query", "body", "sentence"),
    [
        ("/atlas/stories/nowhere", "lang=en", None, "no story 'nowhere'"),
        ("/atlas/stories/paysage-vivant", "lang=en&format=exe", None, "no value 'exe'"),
        ("/atlas/stories/paysage-vivant", "lang=en&format=png&n=40", None, "no scene 40"),
        ("/atlas/story", "lang=en", b"no story", "head cannot be read"),
        ("/atlas/story", "lang=en", OWN.replace("slag_heaps}", "nowhere}").encode(), "chapter 1: {count nowhere}"),
        ("/atlas/story", "lang=en", b"x" * 200_001, "at most 200000"),
        ("/atlas/story/text", "lang=en", b"{", "JSON"),
        ("/atlas/story/text", "lang=en", b"[]", "JSON"),
    ],
)
def test_what_cannot_be_told_is_said(path, query, body, sentence):
    answer = ask(path, query, body)
    assert answer.status_code == 400
    assert sentence in answer.json()["error"]


def test_the_speakers_window_is_the_map_page_with_its_desk():
    text = ask("/atlas/presenter", "lang=pt").text
    assert f'src="{chunk_address(URL_PREFIX, "present/presenter_page.js")}"' in text
    assert f'href="{web_address(URL_PREFIX, "present/presenter.css")}"' in text
    assert "Orador" in text


@pytest.mark.parametrize("path", ["/atlas/story?format=pdf", "/atlas/story?format=show", "/atlas/story/text"])
@pytest.mark.parametrize("headers", [{}, {"origin": "https://elsewhere.example"}, {"x-atlas": ""}])
def test_a_story_is_taken_from_our_own_pages_alone(path, headers):
    """Forms and links of other sites cannot send the header, their scripts would have to ask first."""
    answer = make_client().post(
        f"{path}&lang=en" if "?" in path else f"{path}?lang=en", content=OWN.encode(), headers=headers
    )
    assert answer.status_code == 403
    assert answer.json()["error"] == "Refused: the request does not come from a page of the atlas"


def test_a_story_of_hundreds_of_scenes_is_refused_before_it_is_drawn():
    answer = ask("/atlas/story", "format=pdf&lang=en", (OWN + "## a\n?\n\nb\n" * 300).encode())
    assert answer.status_code == 400
    assert "scenes, at most 50" in answer.json()["error"]
