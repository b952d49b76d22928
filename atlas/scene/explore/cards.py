"""Object cards of all rows that scenes show, for files that open without the app."""

from typing import TYPE_CHECKING

import numpy as np

from atlas.scene.objects.object_card import ObjectCard, cards_of_rows
from atlas.scene.query.permalink import parse_permalink
from atlas.scene.query.row_masks import selected_outline

if TYPE_CHECKING:
    from collections.abc import Iterable

    from atlas.io.atlas import Atlas
    from atlas.scene.map.scene import Scene

MOST_CARDS = 2_000


def make_cards(scenes: "Iterable[Scene]", atlas: "Atlas") -> dict[str, dict[str, ObjectCard]]:
    """Return the card of every row that any of the scenes shows, by layer id and row id.

    The cards are in the language of the first scene. They have the share of the row inside the selected area when all
    scenes select the same one. A large layer with more than `MOST_CARDS` rows shown has none:
    the file would grow by hundreds of megabytes.
    """
    kept: dict[str, np.ndarray] = {}
    large: set[str] = set()
    lang = ""
    areas: set[str | None] = set()
    for scene in scenes:
        lang = lang or scene.lang
        areas.add(scene.area_query)
        for mark in scene.marks:
            kept[mark.layer] = scene.kept[mark.layer] | kept.get(mark.layer, np.False_)
            large |= {mark.layer} if mark.large else set()
    # The link of a scene has its area only; a validated one, so that it has no problems.
    link = next(iter(areas)) if len(areas) == 1 else None
    area = selected_outline(parse_permalink(f"?{link}")[0], atlas) if link else None
    return {
        layer_id: cards_of_rows(
            atlas.catalog[layer_id], atlas.frames[layer_id], atlas.frames[layer_id][rows], lang, area=area, atlas=atlas
        )
        for layer_id, rows in kept.items()
        if layer_id not in large or rows.sum() <= MOST_CARDS
    }
