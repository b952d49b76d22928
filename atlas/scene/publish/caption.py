"""Caption of a printed map: title, a line of explanation, the link that reopens it, the date."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import shapely

from atlas.i18n import plural, t
from atlas.scene.explore.answers import list_answers
from atlas.scene.map.answer import question_of
from atlas.scene.map.compose import compose
from atlas.scene.map.question import answering_layers, is_about_a_place
from atlas.scene.map.simplified import simplify_scenes
from atlas.scene.query.conditions import describe_area_rule, describe_conditions, territory_name
from atlas.scene.query.permalink import to_permalink
from atlas.scene.query.row_masks import shown_layers, territory_outline
from atlas.scene.query.territories import HOME_BASIN
from atlas.scene.query.view import BASEMAP

if TYPE_CHECKING:
    from atlas.catalog import Catalog
    from atlas.io.atlas import Atlas
    from atlas.scene.map.scene import Scene
    from atlas.scene.query.view import Classes, View

# Most names in a title.
_FEW = 3
# Most layers named in the line of explanation.
_MANY = 5
# Answers named in the line of explanation.
_MOST_NAMES = 12
# The zoom from which a map shows one region.
_REGION = 8


@dataclass(frozen=True, slots=True)
class Caption:
    """The words around a map.

    Attributes
    ----------
    title, lead
        What the map shows, and one line of explanation: the filters of the view, or its layers.
    notes
        What a reader must know to interpret the map.
    link
        The link that reopens it: with the address of the atlas where that is known, else the query string alone.
    made
        Date of the drawing.
    """

    title: str
    lead: str
    notes: tuple[str, ...]
    link: str
    made: date


def printed_scene(view: "View", atlas: "Atlas") -> "Scene":
    """Return the scene of a view for paper: on the atlas's own basemap, since printing asks no online service."""
    return simplify_scenes([compose(replace(view, basemap=BASEMAP), atlas)], paper=True)[0]


def make_caption(view: "View", atlas: "Atlas", *, address: str = "", made: date) -> Caption:
    """Return the caption of the map of a view.

    Parameters
    ----------
    view
        One that `atlas.scene.query.validate_view.validate_view` has passed.
    atlas
        Declarations and rows.
    address
        Address of the atlas, before the ``?`` of a link; empty where it is not known.
    made
        Date of the drawing.
    """
    lang = view.lang
    layers = [
        atlas.catalog[layer_id].title(lang)
        for layer_id in shown_layers(view, atlas.catalog)
        if atlas.catalog[layer_id].style
    ]
    subject = _places(view, atlas) or (layers if len(layers) <= _FEW else [])
    # A drawn shape that rows only have to meet is a condition like others; by another rule the first sentence has it.
    ruled = bool(view.territory) or view.territory_rule != "meets"
    elsewhere = replace(view, territory=(), territory_rule="meets", select=None if ruled else view.select)
    filters = [kept] if ruled and (kept := describe_area_rule(view, atlas)) else []
    filters += [condition.text for condition in describe_conditions(elsewhere, atlas)]
    filters += [_classed(classes, atlas.catalog, lang) for classes in view.classes]
    listed = [] if subject == layers else [_list(layers, lang)]
    asks = not is_about_a_place(view) and bool(answering_layers(view, atlas.catalog))
    title = question_of(view, atlas) if asks else ", ".join(subject[:_FEW])
    named = _named(view, atlas) if asks else ""
    return Caption(
        title=title or t("app.title", lang),
        lead=" — ".join([*filter(None, [named, *listed]), *filters]) or _first_sentence(view, atlas.catalog),
        notes=(t("sheet.ground_offline", lang),) if view.basemap != BASEMAP else (),
        # The default view of an atlas without a known address has no link.
        link=f"{address}{to_permalink(view)}".removesuffix("?"),
        made=made,
    )


def _named(view: "View", atlas: "Atlas") -> str:
    """Return the names of the answers of a view, or of the first ones of many."""
    groups = list_answers(view, atlas, most=_MOST_NAMES)["groups"]
    names = ", ".join(row["name"] for group in groups for row in group["rows"])
    return f"{names}…" if names and sum(group["count"] for group in groups) > _MOST_NAMES else names


def _places(view: "View", atlas: "Atlas") -> list[str]:
    """Return the places that a map shows: the territories of the view, or the basin where the camera looks into it."""
    if view.territory:
        return [territory_name(territory, view.lang, atlas) for territory in view.territory]
    if view.at is None:
        in_basin = view.layers is None
    else:
        here = shapely.Point(view.at.lon, view.at.lat)
        in_basin = view.at.zoom >= _REGION and bool(shapely.intersects(territory_outline(HOME_BASIN, atlas), here))
    return [territory_name(HOME_BASIN, view.lang, atlas)] if in_basin else []


def _classed(classes: "Classes", catalog: "Catalog", lang: str) -> str:
    """Describe the classification of a layer."""
    layer = catalog[classes.layer]
    scheme = t(f"classes.{classes.scheme}", lang).lower()
    return f"{layer.title(lang)} · {layer.fields[classes.field].title(lang)} ({scheme})"


def _list(layers: list[str], lang: str) -> str:
    """Return the names of layers, or of the first few of many: the legend has them all."""
    if len(layers) <= _MANY:
        return ", ".join(layers)
    more = len(layers) - _FEW
    return plural("sheet.more_layers", lang, more, layers=", ".join(layers[:_FEW]), count=more)


def _first_sentence(view: "View", catalog: "Catalog") -> str:
    described = [catalog[layer_id].description(view.lang) for layer_id in shown_layers(view, catalog)]
    return described[0].split(". ")[0].rstrip(".") + "." if described else ""
