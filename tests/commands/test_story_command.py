"""``python -m atlas story``, as somebody types it."""

import json
import shutil

import pytest

from atlas.__main__ import main
from atlas.folders import shipped_layers

HEAD = '+++\ntitle = "Mine"\nlanguage = "pt"\n+++\n\n'
OWN = HEAD + "## A\n\n?layers=slag_heaps\n\n{count slag_heaps} aqui.\n\nNotes:\n\nOlá.\n"


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "mine.md"
    path.write_text(OWN, encoding="utf-8")
    return path


def test_the_stories_are_listed(capsys):
    assert main(["story", "list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {"slug", "title", "scenes", "languages"} <= listed[0].keys()
    assert main(["story", "list"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(listed)


def test_a_story_that_these_layers_cannot_show_is_named_with_its_reason(capsys, tmp_path):
    shutil.copytree(shipped_layers() / "ecology", tmp_path / "ecology")
    assert main(["--layers", str(tmp_path), "story", "list"]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "trois-siecles-de-charbon: " in printed.err


@pytest.mark.journey
def test_a_story_that_is_ready_says_so(capsys):
    assert main(["story", "check", "trois-siecles-de-charbon"]) == 0
    assert "ready without network" in capsys.readouterr().err


def test_a_story_that_is_not_ready_says_every_reason(capsys, own):
    own.write_text(OWN.replace("{count slag_heaps}", "333").replace("Olá.", "{count nowhere}"), encoding="utf-8")
    assert main(["story", "check", str(own)]) == 1
    messages = capsys.readouterr().err
    assert "333: a number written" in messages
    assert "nowhere" in messages


@pytest.mark.journey
def test_ones_own_story_is_exported(capsys, own, tmp_path):
    assert main(["story", "check", str(own)]) == 0
    out = tmp_path / "deck.html"
    assert main(["story", "export", str(own), "--lang", "pt", "--out", str(out)]) == 0
    assert "1 scenes, pt, data" in capsys.readouterr().err
    assert 1_000_000 < out.stat().st_size < 10_000_000


def test_a_scene_is_a_picture(tmp_path):
    out = tmp_path / "scene.png"
    arguments = ["story", "export", "trois-siecles-de-charbon", "--lang", "en", "--scene", "3", "--size", "960x540"]
    assert main([*arguments, "--out", str(out)]) == 0
    assert out.read_bytes()[:4] == b"\x89PNG"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["check", "nowhere"], "story: no story 'nowhere'"),
        (["check", "nowhere.md"], "nowhere.md: cannot be read"),
        (["export", "paysage-vivant", "--lang", "de", "--out", "x.html"], "language 'de'; expected fr, en, pt"),
        (["export", "trois-siecles-de-charbon", "--out", "x.png", "--scene", "40"], "--scene: no scene 40"),
        (["export", "trois-siecles-de-charbon", "--out", "x.doc"], "x.doc"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_exit_1(capsys, arguments, sentence):
    assert main(["story", *arguments]) == 1
    assert sentence in capsys.readouterr().err
