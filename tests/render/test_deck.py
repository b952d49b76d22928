"""A story as one file: small, whole, and asking nothing of anybody."""

import base64
import gzip
import json
import re

import pytest

from atlas.render.deck import deck_file, find_outside_addresses
from atlas.render.story_message import slideshow_message
from atlas.scene.explore.cards import make_cards
from atlas.scene.story.library import list_stories, open_story
from atlas.scene.story.slides import make_slideshows

MOST_BYTES = 3_000_000
GZIP = b"\x1f\x8b"


def unpack(page):
    """Return what a file holds: at its beginning, and at its end."""
    data, later = (
        json.loads(re.search(rf'id="atlas-{part}">(.*?)</script>', page, re.DOTALL)[1]) for part in ("data", "later")
    )
    both = {key: data[key] | later[key] for key in ("packed", "languages")}
    return {**data, **later, **both, "first": data["packed"], "at_once": list(data["languages"])}


def packed_names(packed):
    """What the rows of a packed layer are called."""
    content = base64.b64decode(packed)
    # Those of the first scene are not compressed.
    content = gzip.decompress(content) if content[:2] == GZIP else content
    return json.loads(content[4 : 4 + int.from_bytes(content[:4], "little")])["names"]


@pytest.fixture(scope="module")
def made(atlas):
    kept = {}

    def make(slug):
        if slug not in kept:
            shows = make_slideshows(open_story(slug, "fr"), atlas)
            scenes = {lang: [slide.scene for slide in show.slides] for lang, show in shows.items()}
            cards = {lang: make_cards(own, atlas) for lang, own in scenes.items()}
            kept[slug] = shows, deck_file(shows, cards, lang="fr", theme="room")
        return kept[slug]

    return make


@pytest.mark.journey
@pytest.mark.parametrize(
    "slug",
    [pytest.param(slug, marks=[pytest.mark.slow] * (slug != "bassins-en-transition")) for slug in list_stories()],
)
def test_every_story_is_a_small_file_that_asks_for_nothing(made, slug):
    _, page = made(slug)
    assert len(page.encode()) <= MOST_BYTES
    assert find_outside_addresses(page) == []
    assert "default-src 'none'" in page.split("</head>")[0]


def test_what_would_be_asked_outside_is_found():
    page = """<script src="https://a.example/x.js"></script><style>@import "b.css"; .x{background:url('c.png')}</style>
    <link href=https://d.example/e.css rel=stylesheet><img src="data:image/png;base64,AA"><a href="https://f.example">"""
    assert find_outside_addresses(page) == ["https://a.example/x.js", "https://d.example/e.css", "b.css", "c.png"]


def test_the_file_holds_the_story_of_the_app_in_every_language(made):
    shows, page = made("bassins-en-transition")
    data = unpack(page)
    assert list(data["languages"]) == ["fr", "en", "pt"]
    for lang, show in shows.items():
        assert data["languages"][lang]["show"] == json.loads(json.dumps(slideshow_message(show)))
        assert data["languages"][lang]["words"]["deck"]["help"]
    assert (data["lang"], data["theme"], data["at_once"]) == ("fr", "room", ["fr"])


def test_what_the_scripts_read_is_ascii(made):
    shows, page = made("bassins-en-transition")
    # One other letter makes a browser hold all that it reads with it in two bytes a letter.
    assert page.split('id="atlas-data"')[1].isascii()
    assert any(not slide.title.isascii() for slide in shows["fr"].slides)


@pytest.mark.journey
def test_every_layer_drawn_is_packed_and_every_row_has_its_card_in_every_language(made):
    shows, page = made("trois-siecles-de-charbon")
    data = unpack(page)
    for lang, show in shows.items():
        cards = json.loads(gzip.decompress(base64.b64decode(data["cards"][lang])))
        for slide in show.slides:
            for mark in (*slide.scene.backdrop, *slide.scene.marks):
                own = data["languages"][lang]["heads"][mark.layer]["names"]
                names = enumerate(packed_names(data["packed"][mark.layer]))
                assert list(mark.names) == [own.get(str(row), name) for row, name in names]
            for mark in slide.scene.marks:
                rows = mark.features.index[slide.scene.kept[mark.layer]]
                assert set(rows) <= cards[mark.layer].keys()


def test_the_first_scene_waits_for_its_own_layers_alone_and_for_the_ground_near_it(made):
    shows, page = made("trois-siecles-de-charbon")
    data, scene = unpack(page), shows["fr"].slides[0].scene
    assert set(data["first"]) == {mark.layer for mark in (*scene.backdrop, *scene.marks)}
    assert data["parts"] == ["basemap", "communes"]
    near, whole = (packed_names(data[part]["basemap"]) for part in ("first", "packed"))
    assert len(near) < len(whole) / 10
    assert {"Lille"} <= set(near) <= set(whole)
    # The ground is as exact as a screen shows it; what has a mask of its rows is whole.
    assert packed_names(data["first"]["communes"]) == packed_names(data["packed"]["communes"])
    assert len(data["first"]["communes"]) < len(data["packed"]["communes"]) / 2
    assert not {mark.layer for mark in scene.marks} & set(data["parts"])
    # The scripts stand between: they run before the rest is read.
    assert page.index('id="atlas-data"') < page.index("/* present/deck_file.js */") < page.index('id="atlas-later"')


def test_producers_and_licences_of_all_that_is_shown_are_inside(made):
    shows, page = made("bassins-en-transition")
    text = json.dumps(unpack(page), ensure_ascii=False)
    for show in shows.values():
        for slide in show.slides:
            for licence, producers in slide.scene.attribution:
                assert licence in text
                assert all(producer in text for producer in producers)
    assert "© EuroGeographics, usage non commercial" in text
    assert shows["fr"].data in text
