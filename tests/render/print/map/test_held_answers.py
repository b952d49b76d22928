"""No name covers the symbol of an answer."""

from dataclasses import replace

import numpy as np

from atlas.render.print.map.answers import hold_answers, is_answer
from atlas.render.print.map.collision_grid import CollisionGrid
from atlas.render.print.map.label_places import place_labels
from atlas.render.print.map.marks import anchors
from atlas.render.print.map.names import map_names
from atlas.render.print.map.projection import open_window
from atlas.scene.map.compose import compose
from atlas.scene.query.permalink import parse_permalink

QUESTION = (
    "?layers=slag_heaps&territory=246200364&slag_heaps.area_ha__gte=10&slag_heaps.state=remaining_in_part"
    "&near=slag_heaps:green_corridors:500"
)


def test_the_name_of_a_town_never_covers_an_answer(atlas):
    view, _ = parse_permalink(QUESTION)
    scene = compose(view, atlas)
    for width in (340, 480, 900):
        window = open_window(scene, (0, 0, width, 560))
        grid = CollisionGrid(*window.box)
        (mark,) = (mark for mark in scene.marks if is_answer(mark, scene))
        kept = scene.kept[mark.layer]
        hold_answers(mark, kept, window, grid)
        labels = [replace(label, spread=0) for label in map_names(window, scene)]
        placed = place_labels([(label, 6.2 * len(label.text), label.size * 1.15) for label in labels], grid)
        assert len(placed) > 4
        for x, y in anchors(mark, np.flatnonzero(kept), window, 0):
            for one in placed:
                wide, high = 6.2 * len(one.label.text), one.label.size * 1.15 / 2
                assert not (one.left < x < one.left + wide and abs(one.middle - y) < high), (width, one.label.text)
