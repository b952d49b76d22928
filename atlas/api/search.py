"""Objects found by name, as a table."""

from typing import TYPE_CHECKING

import pandas as pd

from atlas.api.lang import check_lang
from atlas.scene.explore.search import finder_of, search

if TYPE_CHECKING:
    from atlas.io.atlas import Atlas

_COLUMNS = ("layer", "id", "name", "title", "about")


def found_rows(text: str, atlas: "Atlas", *, lang: str, limit: int) -> pd.DataFrame:
    """Return the objects that match a text, the best first; ``attrs["count"]`` counts all of them."""
    results = search(finder_of(atlas), text, check_lang(lang), atlas, limit=limit)
    table = pd.DataFrame(results["found"], columns=list(_COLUMNS))
    table.attrs = {"query": text, "count": results["count"]}
    return table
