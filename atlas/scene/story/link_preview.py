"""A link as other sites show it before it is opened: title, one sentence, the layers that it shows."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from atlas.errors import AtlasError, ViewError
from atlas.i18n import t
from atlas.scene.publish.caption import Caption, make_caption
from atlas.scene.query.conditions import territory_name
from atlas.scene.query.permalink import to_permalink
from atlas.scene.query.row_masks import shown_layers
from atlas.scene.query.sharing import share
from atlas.scene.query.view import View
from atlas.scene.story.library import open_story

if TYPE_CHECKING:
    from atlas.io.atlas import Atlas

# No site shows more of a description.
_LONGEST = 300
# Most places in a title.
_MOST_PLACES = 4


@dataclass(frozen=True, slots=True)
class LinkPreview:
    """What other sites show of a link.

    Attributes
    ----------
    title, description
        Its words.
    query
        The link without ``?``, of what may be passed on.
    layers
        Ids of the layers that it names itself.
    """

    title: str
    description: str
    query: str
    layers: tuple[str, ...]


def shareable_view(view: View, atlas: "Atlas") -> "tuple[View, Atlas]":
    """Return a view as anybody may see it, with its layers: the first view of the atlas where nothing of it is.

    Parameters
    ----------
    view
        One that `atlas.scene.query.validate_view.validate_view` has passed.
    atlas
        Declarations and rows.
    """
    try:
        shared = share(view, atlas)
    except ViewError:
        shared = share(View(lang=view.lang), atlas)
    return shared.view, shared.atlas


def preview_link(view: View, atlas: "Atlas") -> LinkPreview:
    """Return what other sites show of a view.

    Parameters
    ----------
    view, atlas
        As `shareable_view` returned them.
    """
    query = to_permalink(view).removeprefix("?")
    layers = shown_layers(view, atlas.catalog) if view.layers is not None else ()
    title, description = _words(view, atlas)
    return LinkPreview(title, description[:_LONGEST], query, tuple(layers))


def caption_of(view: View, atlas: "Atlas", *, made: date) -> Caption:
    """Return the caption of the picture of a view, which has the words that other sites show with it."""
    title, description = _words(view, atlas)
    return Caption(title, description, (), "", made)


def _words(view: View, atlas: "Atlas") -> tuple[str, str]:
    name, about = t("app.title", view.lang), t("dcat.about", view.lang)
    if view.story and view.mode == "present":
        try:
            story = open_story(view.story[0], view.lang)
        except AtlasError:
            return name, about
        return story.title, story.about or about
    if to_permalink(replace(view, lang=View().lang, theme=View().theme)) in {"?", ""}:
        return name, about
    try:
        caption = make_caption(view, atlas, made=date.min)
    except AtlasError:
        return name, about
    return _title(view, caption, atlas), caption.lead or about


def _title(view: View, caption: Caption, atlas: "Atlas") -> str:
    """Return the title of a view, with the mode that it opens where that is none of a map alone."""
    if view.mode == "compare":
        compared = ", ".join(territory_name(place, view.lang, atlas) for place in view.compare[:_MOST_PLACES])
        return t("preview.compare", view.lang, places=compared) if compared else t("panel.mode_compare", view.lang)
    if view.mode == "network":
        return t("preview.network", view.lang, title=caption.title)
    return caption.title
