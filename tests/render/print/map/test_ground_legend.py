"""The legend beside the map of a portrait explains all that the map shows."""

from atlas.i18n import t
from atlas.render.print.map.ground import ground_rows
from atlas.render.print.map.legend import ground_legend, legend_rows, symbols_in_window
from atlas.render.print.map.projection import open_window
from atlas.scene.publish.caption import printed_scene
from atlas.scene.query.view import View


def test_every_layer_in_sight_and_all_of_the_ground_are_in_the_legend(atlas):
    scene = printed_scene(View(lang="fr", territory=("246200364",)), atlas)
    window = open_window(scene, (30, 100, 530, 560))
    shown = symbols_in_window(scene, window)
    rows = legend_rows(scene, shown, window.zoom)
    explained = {row.mark.layer for row in rows}
    assert {layer for layer, symbols in shown.items() if symbols.any()} <= explained
    ground = {row.ground.kind: row.title for row in ground_legend(scene, window) if row.ground}
    assert ground["outline"] == t("sheet.ground_outline", "fr")
    assert {"outline", "commune", "wetland", "water", "place"} <= ground.keys()
    assert ground["water"] == atlas.catalog["blue_corridors"].title("fr")
    assert ground.keys() - {"outline", "place"} <= {kind for _, kind, _ in ground_rows(scene, window.zoom)}
    assert "answer" not in ground
