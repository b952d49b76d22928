"""Faces for drawing are made wherever they can be kept."""

import shutil
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from atlas.render.print import fonts

pytestmark = pytest.mark.journey


@pytest.fixture
def caches(tmp_path, monkeypatch):
    """The folder of the caches, in which no face has been made."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    fonts.faces_folder.cache_clear()
    fonts.face_path.cache_clear()
    yield fonts.faces_folder()
    fonts.faces_folder.cache_clear()
    fonts.face_path.cache_clear()


def test_a_face_is_kept_whole(caches):
    assert fonts.face_path("italic").parent == caches
    assert [path.name for path in caches.iterdir()] == [fonts.face_path("italic").name]


def test_where_the_caches_take_no_file_faces_are_made_all_the_same(caches):
    # As on a full disk; whoever removes the caches of a running atlas does no harm either.
    shutil.rmtree(caches)
    path = fonts.face_path("italic")
    assert path.parent != caches
    assert "é" in map(chr, TTFont(path).getBestCmap())
    assert "é" in map(chr, TTFont(BytesIO(fonts.web_face("italic"))).getBestCmap())
    assert not caches.exists()
