"""What a scene says of the question of a view: its headline, and the layers whose rows answer it."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from atlas.scene.map.question import answering_layers, is_about_a_place, write_question
from atlas.scene.map.scene import Answer
from atlas.scene.query.permalink import to_permalink
from atlas.scene.query.row_masks import row_mask
from atlas.scene.query.view import View

if TYPE_CHECKING:
    from collections.abc import Mapping

    from atlas.io.atlas import Atlas


def make_answer(view: View, kept: "Mapping[str, np.ndarray]", atlas: "Atlas") -> Answer | None:
    """Return what answers the question of a view, None when it asks nothing.

    Parameters
    ----------
    view
        A validated view.
    kept
        For each layer shown, the mask of the rows kept.
    atlas
        Declarations and rows.
    """
    layers = tuple(layer_id for layer_id in answering_layers(view, atlas.catalog) if layer_id in kept)
    if not layers:
        return None
    counts = {layer_id: int(np.count_nonzero(kept[layer_id])) for layer_id in layers}
    question = replace(
        View(layers=layers, filters=view.filters, territory=view.territory, territory_rule=view.territory_rule),
        select=view.select,
        near=view.near,
        nearest=view.nearest,
        year=view.year,
    )
    return Answer(
        sentence=write_question(view, counts, atlas),
        layers=layers,
        place=is_about_a_place(view),
        query=to_permalink(question).removeprefix("?"),
    )


def question_of(view: View, atlas: "Atlas") -> str:
    """Return the question of a view with the number of its answers; empty where it asks nothing."""
    kept = {layer_id: row_mask(layer_id, view, atlas) for layer_id in answering_layers(view, atlas.catalog)}
    answer = make_answer(view, kept, atlas)
    return answer.sentence if answer else ""
