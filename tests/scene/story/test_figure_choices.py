"""Figures that a writer may pick, and what is wrong with one that was typed."""

import pytest

from atlas.i18n import LANGUAGES
from atlas.scene.story.figure_choices import answer_figures, offer_figures


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_figures_of_the_layers_of_a_scene_are_offered_with_their_values(atlas, lang):
    offered = offer_figures("?layers=slag_heaps&slag_heaps.form=conical", lang, atlas)
    conical = int((atlas.frames["slag_heaps"]["form"] == "conical").sum())
    assert (offered[0]["source"], offered[0]["text"]) == ("{count slag_heaps}", str(conical))
    assert {"{sum slag_heaps.area_ha}", "{max slag_heaps.area_ha}"} <= {one["source"] for one in offered}
    assert all(one["title"] and one["problem"] is None for one in offered)


def test_a_wrong_figure_says_what_is_wrong_and_the_others_have_their_values(atlas):
    wrong, right = answer_figures(["{count slag_heap}", "{count slag_heaps}"], "?layers=slag_heaps", "fr", atlas)
    assert wrong["text"] is None
    assert "slag_heaps" in (wrong["problem"] or "")
    assert right["text"] == "333"
