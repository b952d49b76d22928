"""What is left of a view that cannot be shown as it is asked for."""

from atlas.errors import LayerDataError
from atlas.io.atlas import Atlas
from atlas.scene.query.permalink import parse_permalink
from atlas.scene.query.validate_view import validate_view


def test_a_link_to_a_layer_alone_that_cannot_be_read_opens_with_the_others_that_are_shown_by_default(catalog, frames):
    class OneBroken(dict):
        def __missing__(self, layer_id):
            if layer_id == "slag_heaps":
                raise LayerDataError("file_missing", path="slag_heaps.parquet")
            return frames[layer_id]

    view, problems = validate_view(parse_permalink("?layers=slag_heaps")[0], Atlas(catalog, OneBroken()))
    assert view.layers == tuple(layer_id for layer_id in catalog.shown if layer_id != "slag_heaps")
    assert [problem.key for problem in problems] == ["file_missing"]
