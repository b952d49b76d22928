"""Citation of a view: a reference in each language, BibTeX, RIS, and the HTML that embeds it in another page."""

import html
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import TYPE_CHECKING, TypedDict

from atlas.i18n import LANGUAGES, t
from atlas.io.provenance import trace
from atlas.scene.publish.caption import make_caption
from atlas.scene.query.formatting import write_date
from atlas.scene.query.permalink import to_permalink
from atlas.scene.query.row_masks import query_rows

if TYPE_CHECKING:
    from datetime import date

    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View

_BIBTEX = str.maketrans({mark: f"\\{mark}" for mark in "&%$#_{}"})


class Citation(TypedDict):
    """The references of a view, see `cite`."""

    link: str
    text: dict[str, str]
    bibtex: str
    ris: str
    embed: str
    embed_in: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Cited:
    """The parts of a reference in one language."""

    title: str
    atlas: str
    version: str
    link: str
    made: "date"
    sources: str


def cite(view: "View", atlas: "Atlas", *, address: str, made: "date") -> Citation:
    """Return the references of a view.

    Parameters
    ----------
    view
        One that `atlas.scene.query.validate_view.validate_view` has passed.
    atlas
        Declarations and rows.
    address
        Where the atlas is served, before the ``?`` of a link.
    made
        The day of the consultation.

    Returns
    -------
    dict
        ``link``; ``text`` by language; ``bibtex`` and ``ris`` in the language of the view; ``embed``, HTML in it, and
        ``embed_in`` by language. Each
        reference names the producers of the rows that the view keeps, with their licences.
    """
    cited = {lang: _cited(replace(view, lang=lang), atlas, address, made) for lang in LANGUAGES}
    own = cited[view.lang]
    return {
        "link": own.link,
        "text": {lang: _text(reference, lang) for lang, reference in cited.items()},
        "bibtex": _bibtex(own),
        "ris": _ris(own),
        "embed": _embed(own, address, view),
        "embed_in": {lang: _embed(each, address, replace(view, lang=lang)) for lang, each in cited.items()},
    }


def _cited(view: "View", atlas: "Atlas", address: str, made: "date") -> _Cited:
    provenance = trace(query_rows(view, atlas, shares=False), atlas.catalog, link=to_permalink(view), made=made)
    caption = make_caption(view, atlas, address=address, made=made)
    by_producer: dict[str, dict[str, None]] = {}
    for _, source in provenance.sources:
        # A file whose producer nobody has named is cited by its title.
        producer = source.producer_names(view.lang) or source.title
        by_producer.setdefault(producer, {})[t(f"licence.{source.licence}", view.lang)] = None
    return _Cited(
        title=" – ".join(filter(None, (caption.title, caption.lead))),
        atlas=t("app.title", view.lang),
        version=version("post-mining-atlas"),
        link=f"{address}{provenance.link}",
        made=made,
        sources="; ".join(f"{producer} ({', '.join(licences)})" for producer, licences in by_producer.items()),
    )


def _text(cited: _Cited, lang: str) -> str:
    return t(
        "cite.text",
        lang,
        title=cited.title,
        atlas=cited.atlas,
        version=cited.version,
        date=write_date(cited.made.isoformat(), lang),
        link=cited.link,
        sources=cited.sources,
    )


def _bibtex(cited: _Cited) -> str:
    entries = {
        "author": "{" + cited.atlas.translate(_BIBTEX) + "}",
        "title": cited.title.translate(_BIBTEX),
        "year": str(cited.made.year),
        "version": cited.version,
        "url": cited.link,
        "urldate": cited.made.isoformat(),
        "note": cited.sources.translate(_BIBTEX),
    }
    lines = "".join(f"  {key} = {{{text}}},\n" for key, text in entries.items())
    return f"@misc{{atlas_{cited.made:%Y%m%d},\n{lines}}}\n"


def _ris(cited: _Cited) -> str:
    entries = [
        ("TY", "MAP"),
        ("AU", cited.atlas),
        ("TI", cited.title),
        ("PY", str(cited.made.year)),
        ("ET", cited.version),
        ("UR", cited.link),
        ("Y2", f"{cited.made:%Y/%m/%d}"),
        ("N1", cited.sources),
        ("ER", ""),
    ]
    return "".join(f"{key}  - {text}\n" for key, text in entries)


def embed_code(title: str, address: str, query: str, *, width: str = "100%", height: int = 600) -> str:
    """Return the HTML that shows a view in another page.

    Parameters
    ----------
    title
        Of the frame, for those who do not see it.
    address
        Where the atlas is served, with a slash at the end.
    query
        The link without ``?``.
    width, height
        Of the frame: pixels, or a share of the page.
    """
    source = html.escape(f"{address}?embed=true" + (f"&{query}" if query else ""))
    return (
        f'<iframe src="{source}" title="{html.escape(title)}" width="{width}" height="{height}" '
        'style="border:0" loading="lazy" allowfullscreen></iframe>'
    )


def _embed(cited: _Cited, address: str, view: "View") -> str:
    return embed_code(f"{cited.title} – {cited.atlas}", address, to_permalink(view).removeprefix("?"))
