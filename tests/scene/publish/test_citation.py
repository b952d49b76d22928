from datetime import date

import pytest

from atlas.catalog.filter import Filter
from atlas.scene.publish.citation import cite
from atlas.scene.query.permalink import parse_permalink
from atlas.scene.query.view import View

ADDRESS = "https://atlas.example/"
VIEW = View(layers=("slag_heaps", "coal_regions"), filters=(Filter("slag_heaps", "form", "in", ("conical",)),))


@pytest.fixture
def cited(atlas):
    return cite(VIEW, atlas, address=ADDRESS, made=date(2026, 11, 22))


def test_a_reference_names_atlas_day_link_producers_and_licences(cited):
    french, english = cited["text"]["fr"], cited["text"]["en"]
    assert french.startswith("Atlas des territoires post-miniers (version 2026.11.0), « ")
    assert "consulté le 22 novembre 2026" in french
    assert "accessed 22 November 2026" in english
    for text in (french, english):
        assert "Mission Bassin Minier Nord – Pas-de-Calais (Licence Ouverte 2.0)" in text
        assert "EuroGeographics" in text


def test_only_producers_of_rows_that_are_kept_are_named(cited, atlas):
    # The conical heaps all come from the outlines: the numbered list of Wikipedia gives none of them.
    assert "Wikipedia" not in cited["text"]["en"]
    assert "Wikipedia" in cite(View(), atlas, address=ADDRESS, made=date(2026, 11, 22))["text"]["en"]


@pytest.mark.parametrize("form", ["link", "bibtex", "ris"])
def test_the_link_of_every_form_reopens_the_view(cited, form):
    text = cited[form]
    start = text.index(ADDRESS)
    view, problems = parse_permalink(text[start:].split("}")[0].split("\n")[0])
    assert (view, problems) == (VIEW, ())


def test_bibtex_and_ris_are_whole_entries(cited):
    assert cited["bibtex"].startswith("@misc{atlas_20261122,")
    assert cited["bibtex"].rstrip().endswith("}")
    assert cited["ris"].splitlines()[0] == "TY  - MAP"
    assert cited["ris"].splitlines()[-1] == "ER  - "


def test_the_snippet_is_html_with_a_title(cited, atlas):
    assert cited["embed"].startswith('<iframe src="https://atlas.example/?embed=true&amp;layers=slag_heaps')
    assert 'title="' in cited["embed"]
    plain = cite(View(), atlas, address=ADDRESS, made=date(2026, 11, 22))["embed"]
    assert 'src="https://atlas.example/?embed=true"' in plain
