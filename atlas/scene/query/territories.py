"""Territories by level: their layers, ids and names; territories in a sentence."""

from typing import TYPE_CHECKING, TypedDict

import shapely

from atlas.scene.query.row_masks import readable_layers, territory_unknown
from atlas.scene.query.row_names import row_name

if TYPE_CHECKING:
    from atlas.catalog import Layer
    from atlas.io.atlas import Atlas


# The territory that the atlas opens on, and whose inventories are complete.
HOME_BASIN = "nord_pas_de_calais"

# By the first word of a name; other names have no article.
_ARTICLES = {
    "fr": dict.fromkeys(("CA", "CC", "CU", "Métropole", "Communauté", "Région"), "la ") | {"Bassin": "le "},
    "en": dict.fromkeys(("Mining", "Nord"), "the "),
    "pt": {},
}
_IN = {"fr": "dans ", "en": "in ", "pt": "em "}
_CONTRACTED = {"CA": "na ", "CC": "na ", "CU": "na ", "Métropole": "na ", "Bacia": "na "}


class TerritoryName(TypedDict):
    """Id of a territory and its name in one language."""

    id: str
    name: str


class TerritoryLevel(TypedDict):
    """A level with its territories, sorted by name."""

    level: str
    title: str
    items: list[TerritoryName]


def territory_layer(territory: str, atlas: "Atlas", *, key: str = "compare") -> "Layer":
    """Return the layer that a territory is a row of.

    Raises
    ------
    ViewError
        No territory has that id.
    """
    for layer in readable_layers((layer for layer in atlas.catalog.values() if layer.level), atlas.frames):
        if territory in atlas.frames[layer.id].index:
            return layer
    raise territory_unknown(territory, atlas, key=key)


def list_territories(atlas: "Atlas", lang: str) -> list[TerritoryLevel]:
    """Return the territories that have an outline, by level."""
    levels: list[TerritoryLevel] = []
    for layer in readable_layers((layer for layer in atlas.catalog.values() if layer.level), atlas.frames):
        gdf = atlas.frames[layer.id]
        rows = gdf[shapely.get_dimensions(gdf.geometry.to_numpy()) == 2]  # noqa: PLR2004 - an area
        items = [TerritoryName(id=str(row_id), name=row_name(layer, row, lang)) for row_id, row in rows.iterrows()]
        levels.append({"level": str(layer.level), "title": layer.title(lang), "items": sorted(items, key=_by_name)})
    return levels


def _by_name(territory: TerritoryName) -> str:
    return territory["name"].casefold()


def place_phrase(territory: str, lang: str, atlas: "Atlas") -> str:
    """Return where something is that lies in a territory."""
    for layer in atlas.catalog.values():
        if layer.level and territory in atlas.frames[layer.id].index:
            # A line does not begin with a dash.
            name = row_name(layer, atlas.frames[layer.id].loc[territory], lang).replace(" - ", "\u00a0- ")
            return french_town(name) if lang == "fr" and layer.level == "commune" else _inside(name, lang)
    return _inside(territory, lang)


def _inside(name: str, lang: str) -> str:
    first = name.split(" ", 1)[0]
    if lang == "pt":
        return _CONTRACTED.get(first, _IN[lang]) + name
    return _IN[lang] + _ARTICLES[lang].get(first, "") + name


def french_town(name: str) -> str:
    """Return where something is that lies in a commune, in French: "à Lens", "au Quesnoy"."""
    for article, contracted in (("Le ", "au "), ("Les ", "aux ")):
        if name.startswith(article):
            return contracted + name.removeprefix(article)
    return f"à {name}"
