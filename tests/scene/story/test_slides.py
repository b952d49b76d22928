"""A story ready to be shown, on a screen and on paper."""

from dataclasses import replace
from datetime import date

import pytest

from atlas.errors import StoryError
from atlas.io.fingerprint import hash_layers
from atlas.render.scene_message import scene_message
from atlas.render.story_message import slideshow_message
from atlas.scene.map.compose import compose
from atlas.scene.map.extent import scene_extent
from atlas.scene.story.handout import scene_page
from atlas.scene.story.library import list_stories, open_story
from atlas.scene.story.parser import read_story
from atlas.scene.story.slides import list_story_summaries, make_slideshow, make_slideshows

HEAD = '+++\ntitle = "Own"\nlanguage = "en"\n+++\n'


@pytest.fixture(scope="module")
def show(atlas):
    return make_slideshow(open_story("trame-verte-et-bleue", "fr"), atlas)


def test_each_scene_is_what_the_map_page_is_told_of_its_link(show, atlas):
    for slide, message in zip(show.slides, slideshow_message(show)["slides"], strict=True):
        assert message["state"] == scene_message(compose(slide.view, atlas))
        assert message["title"] == slide.title
        assert all(run["value"] is not None for block in message["blocks"] for run in block if run["kind"] == "figure")


def test_the_counts_said_are_the_counts_drawn(show):
    heaps = show.slides[5]
    drawn = {layer["id"]: layer["count"] for layer in scene_message(heaps.scene)["layers"]}
    figures = [run.value for block in heaps.blocks for run in block if run.kind == "figure"]
    assert figures[0] == drawn["slag_heaps"]


def test_the_mark_of_the_data_is_the_same_in_every_language_and_follows_the_files(show, atlas, tmp_path):
    shows = make_slideshows(open_story("trame-verte-et-bleue", "en"), atlas)
    assert set(shows) == set(list_stories()["trame-verte-et-bleue"])
    assert {other.data for other in shows.values()} == {show.data}
    assert show.data == hash_layers([atlas.catalog[layer] for layer in reversed(show.layers)])
    layer = atlas.catalog["neonatural_spaces"]
    for path in layer.folder.glob("neonatural_spaces.*"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    copy = layer.model_copy(update={"folder": tmp_path})
    assert hash_layers([copy]) == hash_layers([layer])
    declared = tmp_path / "neonatural_spaces.toml"
    declared.write_text(declared.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert hash_layers([copy]) != hash_layers([layer])


def test_titles_and_legends_speak_the_language_of_the_page_and_the_prose_its_own(atlas):
    show = make_slideshow(open_story("paysage-vivant", "en"), atlas, lang="pt")
    message = slideshow_message(show)
    assert (message["lang"], message["spoken"]) == ("pt", "en")
    assert show.slides[0].scene.lang == "pt"


def test_a_link_of_the_prose_is_sent_with_its_address_and_a_figure_with_its_view(atlas):
    story = read_story(HEAD + "## A\n?layers=slag_heaps\n\n{count slag_heaps}, [list](https://example.org/a?b=1)\n")
    (runs,) = slideshow_message(make_slideshow(story, atlas))["slides"][0]["blocks"]
    assert [(run["text"], run["kind"], run.get("link")) for run in runs] == [
        ("333", "figure", "lang=en&layers=slag_heaps"),
        (", ", "plain", None),
        ("list", "link", "https://example.org/a?b=1"),
    ]


def test_a_problem_names_its_chapter(atlas):
    story = read_story(HEAD + "## A\n?layers=slag_heaps\n\nx\n\n## B\n?layers=nowhere\n\nx\n")
    with pytest.raises(StoryError, match=r"Own: chapter 2: layers: no layer 'nowhere'"):
        make_slideshow(story, atlas)


def test_a_scene_is_a_map(atlas):
    with pytest.raises(StoryError, match="a scene is a map"):
        make_slideshow(read_story(HEAD + "## A\n?mode=data\n\nx\n"), atlas)


def test_the_list_says_what_each_story_is_called(atlas):
    listed = {story["slug"]: story for story in list_story_summaries(atlas, "en")}
    assert listed["trois-siecles-de-charbon"]["about"].startswith("The 636 shafts")
    assert all(story["scenes"] >= 6 and "problem" not in story for story in listed.values())


@pytest.mark.parametrize("zoom", [2, 9.4, 12])
def test_a_frame_is_what_a_camera_sees_in_the_window_of_its_author(show, zoom):
    slide = show.slides[0]
    camera = replace(slide.view.at, zoom=zoom)
    west, south, east, north = scene_extent(replace(slide.scene, camera=camera))
    assert (west + east) / 2 == pytest.approx(camera.lon)
    assert east - west == pytest.approx(360 * 920 / (256 * 2**zoom))
    assert -85.1 < south < camera.lat < north < 85.1


def test_without_a_camera_a_frame_has_air_around_what_is_shown(show):
    scene = replace(show.slides[0].scene, camera=None, bounds=(2.0, 50.0, 3.0, 51.0))
    assert scene_extent(scene) == pytest.approx((1.96, 49.96, 3.04, 51.04))


def test_on_paper_a_scene_has_its_words_its_place_in_the_story_and_its_link(show):
    scene, caption = scene_page(show, 2, address="https://atlas.example/", made=date(2026, 11, 22))
    assert caption.title == "Ce que la carte ne montre pas"
    assert "26 janvier 2017" in caption.lead
    assert caption.notes[0] == "« La Trame verte et bleue du bassin minier », scène 2 sur 9."
    assert show.data in caption.notes[-1]
    assert caption.link == "https://atlas.example/?mode=present&story=trame-verte-et-bleue:2"
    assert scene.camera is None
    assert scene.attribution == show.slides[1].scene.attribution


def test_a_story_of_ones_own_is_reopened_by_the_link_of_the_scene(atlas):
    own = make_slideshow(read_story(HEAD + "## A\n?layers=slag_heaps&at=50.4,2.9,9\n\nx\n"), atlas)
    _, caption = scene_page(own, 1, made=date(2026, 11, 22))
    assert caption.link == "?lang=en&at=50.4,2.9,9&layers=slag_heaps"


def test_the_notes_of_a_scene_are_those_of_its_link(atlas):
    story = read_story(
        HEAD + "## A\n?layers=slag_heaps&note=pin:50.43,2.82:Here\n\nx\n\n## B\n?layers=slag_heaps\n\nx\n"
    )
    first, second = slideshow_message(make_slideshow(story, atlas))["slides"]
    assert [note["text"] for note in first["state"]["notes"]] == ["Here"]
    assert second["state"]["notes"] == []
