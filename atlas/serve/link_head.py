"""What the head of the page says of the link that it opens, for those who show a link before it is opened.

It says the same to everybody: nothing of a private layer, nothing that a reader has uploaded.
"""

import hashlib
import sys
from collections.abc import Sequence
from contextvars import copy_context
from html import escape
from threading import Lock, Thread
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from starlette.requests import Request

from atlas.errors import AtlasError
from atlas.i18n import t
from atlas.serve.address import public_address
from atlas.serve.disk_cache import is_prepared, prepared
from atlas.serve.http import URL_PREFIX, current_atlas, requested_lang
from atlas.serve.sessions import answering
from atlas.streamlit_seam import EMBED_KEYS

if TYPE_CHECKING:
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View
    from atlas.scene.story.link_preview import LinkPreview

_LOCALES = {"fr": "fr_FR", "en": "en_GB", "pt": "pt_PT"}
CARD = (1200, 630)
# No address of a picture is longer; a longer link gets the picture of the first view.
_LONGEST = 8_000
# Held while the state of a link is begun before its page asks for it: of one link at a time.
_beginning = Lock()


def link_head(request: Request) -> str:
    """Return the tags of the head for the link of a request: OpenGraph, Twitter, oEmbed, schema.org."""
    lang, address = requested_lang(request), public_address(request)
    pairs = [(key, value) for key, value in request.query_params.multi_items() if key not in EMBED_KEYS]
    if {key for key, _ in pairs} <= {"lang"}:
        return _first_head(lang, address)
    if request.headers.get("sec-fetch-dest") in {"document", "iframe"} and not _is_read(pairs):
        # A browser does not wait for what only other sites read. What it asks for next is begun meanwhile.
        _begin_state(pairs)
        return _tags(t("app.title", lang), t("dcat.about", lang), _query(pairs), lang, address)
    preview = preview_of(pairs)
    return _tags(preview.title, preview.description, preview.query, lang, address) + _datasets(preview, lang, address)


def _is_read(pairs: Sequence[tuple[str, str]]) -> bool:
    """Return whether the layers that a link shows are in memory; False while the server has just started."""
    if "atlas.serve.state" not in sys.modules:
        return False
    from atlas.scene.query.permalink import parse_query
    from atlas.scene.query.row_masks import shown_layers

    with answering(None):
        atlas = current_atlas()
        return atlas.has_read(shown_layers(parse_query(_by_key(pairs))[0], atlas.catalog))


def _begin_state(pairs: Sequence[tuple[str, str]]) -> None:
    """Begin to read and compose what a link shows, for the reader of this request, unless another link is begun."""
    if _beginning.acquire(blocking=False):
        Thread(target=copy_context().run, args=(_read_state, _by_key(pairs)), daemon=True).start()


def _read_state(query: dict[str, list[str]]) -> None:
    try:
        from atlas.serve.state import first_state

        first_state(query, current_atlas())
    except AtlasError:
        # It is said where the page asks for it.
        return
    finally:
        _beginning.release()


def _by_key(pairs: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    query: dict[str, list[str]] = {}
    for key, value in pairs:
        query.setdefault(key, []).append(value)
    return query


def view_of(pairs: Sequence[tuple[str, str]], atlas: "Atlas") -> "tuple[View, Atlas]":
    """Return the view of a link, without its invalid parts, and its layers, as anybody may see them."""
    from atlas.scene.query.permalink import parse_query
    from atlas.scene.story.library import resolve_view
    from atlas.scene.story.link_preview import shareable_view

    return shareable_view(resolve_view(parse_query(_by_key(pairs))[0], atlas)[0], atlas)


def preview_of(pairs: Sequence[tuple[str, str]]) -> "LinkPreview":
    """Return what other sites show of a link."""
    from atlas.scene.story.link_preview import preview_link

    # As a stranger sees it, also where the reader of the request has layers of their own.
    with answering(None):
        view, shared = view_of(pairs, current_atlas())
        return shared.memoize(("link preview", view), lambda: preview_link(view, shared))


def picture_address(query: str, address: str) -> str:
    """Return the address of the picture of a link."""
    kept = query if len(query) <= _LONGEST else ""
    return f"{address}{URL_PREFIX.removeprefix('/')}/preview.png" + (f"?{kept}" if kept else "")


def prepare_heads(address: str) -> None:
    """Make what the head of the first page says ready for the first reader, in each language."""
    for lang in _LOCALES:
        _prepared_head(lang, address)


def _first_head(lang: str, address: str) -> str:
    name = _name(lang, address)
    if "atlas.serve.state" not in sys.modules and not is_prepared(name):
        return _tags(t("app.title", lang), t("dcat.about", lang), f"lang={lang}", lang, address)
    return _prepared_head(lang, address)


def _prepared_head(lang: str, address: str) -> str:
    with answering(None):
        return prepared(_name(lang, address), lambda: _catalog_head(lang, address).encode()).decode()


def _name(lang: str, address: str) -> str:
    return f"head-{lang}-{hashlib.sha256(address.encode()).hexdigest()[:16]}"


def _catalog_head(lang: str, address: str) -> str:
    from atlas.scene.publish.schema_org import describe_data_catalog, script_of
    from atlas.scene.query.sharing import public_atlas

    tags = _tags(t("app.title", lang), t("dcat.about", lang), f"lang={lang}", lang, address)
    return tags + script_of(describe_data_catalog(public_atlas(current_atlas()), lang=lang, address=address))


def _datasets(preview: "LinkPreview", lang: str, address: str) -> str:
    """Return what search engines read of the layers that a link names."""
    from atlas.scene.publish.schema_org import describe_datasets, script_of
    from atlas.scene.query.sharing import public_atlas

    if not preview.layers:
        return ""
    with answering(None):
        atlas = public_atlas(current_atlas())
        return script_of(describe_datasets(preview.layers, atlas, lang=lang, address=address))


def _tags(title: str, description: str, query: str, lang: str, address: str) -> str:
    name = t("app.title", lang)
    link = f"{address}?{query}" if query else address
    picture, (width, height) = picture_address(query, address), CARD
    properties = {
        "og:type": "website",
        "og:site_name": name,
        "og:title": title,
        "og:description": description,
        "og:url": link,
        "og:locale": _LOCALES[lang],
        "og:image": picture,
        "og:image:type": "image/png",
        "og:image:width": str(width),
        "og:image:height": str(height),
        "og:image:alt": title,
    }
    names = {
        "description": description,
        "twitter:card": "summary_large_image",
        "twitter:title": title,
        "twitter:description": description,
        "twitter:image": picture,
        "twitter:image:alt": title,
    }
    embedded = f"{address}oembed?url={quote(link, safe='')}"
    return "".join(
        (
            *(f'<meta property="{key}" content="{escape(text)}">' for key, text in properties.items()),
            *(f'<meta name="{key}" content="{escape(text)}">' for key, text in names.items()),
            f'<link rel="canonical" href="{escape(link)}">',
            _alternate("application/json+oembed", title, f"{embedded}&format=json"),
            _alternate("text/xml+oembed", title, f"{embedded}&format=xml"),
            _alternate("text/turtle", "DCAT-AP", f"{address}dcat.ttl"),
            f'<link rel="manifest" href="{URL_PREFIX}/manifest.webmanifest?lang={lang}">',
            f'<link rel="apple-touch-icon" href="{URL_PREFIX}/icon-180.png">',
        )
    )


def _alternate(kind: str, title: str, address: str) -> str:
    return f'<link rel="alternate" type="{kind}" title="{escape(title)}" href="{escape(address)}">'


def _query(pairs: Sequence[tuple[str, str]]) -> str:
    query = urlencode([pair for pair in pairs if pair[0] != "private"])
    return query if len(query) <= _LONGEST else ""
