"""The answers of a question on paper: named at any zoom, before everything else."""

from atlas.render.print.map.names import map_names
from atlas.render.print.map.projection import open_window
from atlas.scene.map.compose import compose
from atlas.scene.query.permalink import parse_permalink

QUESTION = (
    "?layers=slag_heaps&layers=mine_shafts&slag_heaps.area_ha__gte=10&slag_heaps.state=remaining_in_part"
    "&near=slag_heaps:green_corridors:500&territory=246200364"
)


def test_answers_are_named_first(atlas):
    scene = compose(parse_permalink(QUESTION)[0], atlas)
    names = [label.text for label in map_names(open_window(scene, (0, 0, 900, 700)), scene)]
    assert set(names[:4]) == {
        "3/4 Meurchin est chemin des îles",
        "Cavalier du 18 de Lens",
        "7 de Liévin",
        "10 sud de Courrières",
    }
