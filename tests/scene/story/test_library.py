"""The stories that come with the atlas, and where their links lead."""

from dataclasses import replace

import numpy as np
import pytest

from atlas.errors import ViewError
from atlas.i18n import LANGUAGES
from atlas.scene.query.actions import apply_action
from atlas.scene.query.permalink import parse_permalink, to_permalink
from atlas.scene.query.row_masks import row_mask
from atlas.scene.query.view import View
from atlas.scene.story import library
from atlas.scene.story.check import check_shipped
from atlas.scene.story.library import list_stories, open_story, resolve_story, resolve_view
from atlas.scene.story.parser import write_story

TOLD = [(slug, lang) for slug, languages in list_stories().items() for lang in languages]
SHAFTS = "trois-siecles-de-charbon"


def test_five_stories_are_told_in_every_language():
    stories = list_stories()
    others = {"paysage-vivant", "trame-verte-et-bleue", "bassins-en-transition", "fermer-surveiller-reparer"}
    assert set(stories) == {SHAFTS, *others}
    assert all(set(languages) == set(LANGUAGES) for languages in stories.values())


@pytest.mark.parametrize("slug", list_stories())
def test_every_story_is_ready_to_be_told(slug, atlas):
    assert [str(problem) for problem in check_shipped(slug, atlas)] == []


@pytest.mark.parametrize(("slug", "lang"), TOLD)
def test_a_story_has_six_to_nine_scenes_so_that_a_digit_reaches_each(slug, lang):
    assert 6 <= len(open_story(slug, lang).chapters) <= 9


@pytest.mark.parametrize(("slug", "lang"), TOLD)
def test_no_story_colours_areas_by_an_amount(slug, lang, catalog):
    views = [parse_permalink(chapter.link)[0] for chapter in open_story(slug, lang).chapters]
    coloured = [(part.layer, part.field) for view in views for part in view.classes]
    assert [pair for pair in coloured if catalog[pair[0]].fields[pair[1]].is_amount] == []


@pytest.mark.parametrize(("slug", "lang"), TOLD)
def test_a_shipped_file_is_written_as_the_atlas_writes_it(slug, lang):
    story = open_story(slug, lang)
    assert open_story(slug, lang) == story
    assert write_story(story).count("\n## ") == len(story.chapters)


def test_the_annulment_of_the_regional_scheme_is_said_in_every_language():
    for lang, year in (("fr", "26 janvier 2017"), ("en", "26 January 2017"), ("pt", "26 de janeiro de 2017")):
        prose = " ".join(chapter.text for chapter in open_story("trame-verte-et-bleue", lang).chapters)
        assert year in prose
        assert "SRCE-TVB" in prose


def test_1928_is_the_year_with_the_most_open_shafts(frames):
    shafts = frames["mine_shafts"]
    open_in = {y: int(((shafts["sunk_year"] <= y) & (shafts["closed_year"] >= y)).sum()) for y in range(1716, 2003)}
    assert max(open_in, key=open_in.get) == 1928
    assert list(open_in.values()).count(open_in[1928]) == 1


def test_until_1839_only_seven_shafts_lie_west_of_douai(frames):
    shafts = frames["mine_shafts"]
    early = shafts[(shafts["sunk_year"] <= 1839) & (shafts.geometry.x < 3.0)]
    assert len(early) == 7
    assert set(early["commune"]) == {"Rœux", "Fampoux"}
    assert int((early["closed_year"] - early["sunk_year"]).max()) == 12


def test_in_another_language_a_story_is_told_in_english(monkeypatch):
    monkeypatch.setattr(library, "list_stories", lambda: {SHAFTS: ("en", "fr")})
    assert open_story(SHAFTS, "pt").lang == "en"


def test_a_story_that_there_is_not_is_answered_with_the_nearest():
    with pytest.raises(ViewError, match=r"story: no story 'charbon'; the nearest are .*trois-siecles-de-charbon"):
        open_story("charbon", "fr")


def test_in_present_mode_a_view_is_what_its_scene_shows(atlas):
    parsed, _ = parse_permalink(
        f"?mode=present&theme=room&lang=en&story={SHAFTS}:3&layers=slag_heaps&slag_heaps.form=flat"
    )
    view, problems = resolve_view(parsed, atlas)
    assert problems == ()
    assert (view.layers, view.year, view.filters) == (("mine_shafts",), 1720, ())
    assert (view.mode, view.lang, view.theme, view.story) == ("present", "en", "room", (SHAFTS, 3))
    assert parse_permalink(to_permalink(view)) == (view, ())


def test_a_question_keeps_the_scene_and_coming_back_restores_it(atlas):
    scene, _ = resolve_view(parse_permalink(f"?mode=present&story={SHAFTS}:7")[0], atlas)
    explored, _ = resolve_view(
        apply_action(scene, {"kind": "set", "query": {"mode": ["explore"]}}, atlas.catalog), atlas
    )
    assert replace(explored, mode="present") == scene
    filtered = apply_action(
        explored, {"kind": "filter", "layer": "mine_shafts", "field": "commune", "values": ["Lens"]}, atlas.catalog
    )
    valid, problems = resolve_view(filtered, atlas)
    assert problems == ()
    assert 0 < row_mask("mine_shafts", valid, atlas).sum() < row_mask("mine_shafts", scene, atlas).sum()
    back, _ = resolve_view(apply_action(valid, {"kind": "set", "query": {"mode": ["present"]}}, atlas.catalog), atlas)
    assert back == scene
    assert np.array_equal(row_mask("mine_shafts", back, atlas), row_mask("mine_shafts", scene, atlas))


@pytest.mark.parametrize(
    ("story", "sentence"), [(("nowhere", 1), "no story 'nowhere'"), ((SHAFTS, 12), "the story has 9")]
)
def test_an_unknown_scene_is_said_and_forgotten(story, sentence):
    view, problems = resolve_story(View(mode="present", story=story, layers=("slag_heaps",)))
    assert (view.story, view.layers) == (None, ("slag_heaps",))
    assert sentence in str(problems[0])
