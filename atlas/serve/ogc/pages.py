"""The same answers as pages for people: no script, nothing from another site."""

from html import escape
from typing import TYPE_CHECKING, Any

import orjson

from atlas.i18n import LANGUAGES, t
from atlas.scene.query.formatting import spread_of, write_number
from atlas.serve.ogc.call import Call, Representation
from atlas.serve.ogc.negotiation import HTML

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from atlas.catalog import Layer
    from atlas.serve.ogc.parameters import ItemsQuery

_STYLE = """
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 20%, transparent) }
body { font: 16px/1.5 "Source Sans", system-ui, sans-serif; margin: 0 auto; max-width: 72rem;
  padding: 1rem 1.25rem 3rem }
header { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: baseline; border-bottom: 1px solid var(--line) }
header nav { margin-inline-start: auto }
h1 { font-size: 1.6rem; line-height: 1.2 } h2 { font-size: 1.1rem; margin: 1.5rem 0 .25rem }
a { color: light-dark(#1d5f8a, #8cc4ea) } p { max-width: 46rem }
.rows { overflow-x: auto } table { border-collapse: collapse; font-size: .9rem }
th, td { text-align: start; vertical-align: top; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line) }
td { max-width: 28rem } th { white-space: nowrap } td.number { text-align: end; font-variant-numeric: tabular-nums }
ul { padding-inline-start: 1.1rem } code { font-size: .9em; overflow-wrap: anywhere } .muted { opacity: .7 }
"""
_LONGEST = 200


def page(call: Call, title: str, *parts: str, trail: "Iterable[tuple[str, str]]" = ()) -> Representation:
    """Return a page: the way to it, its other languages and its form for programs, a title, its parts."""
    way = [(call.address(f="html"), t("ogc.title", call.lang)), *trail]
    languages = [
        f'<a hreflang="{lang}" lang="{lang}" href="{escape(call.own_address(lang=lang))}">{lang}</a>'
        for lang in LANGUAGES
        if lang != call.lang
    ]
    body = "".join(
        (
            f'<!doctype html><html lang="{call.lang}"><head><meta charset="utf-8"><title>{escape(title)}</title>',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f'<link rel="alternate" type="application/json" href="{escape(call.own_address(f="json"))}">',
            f"<style>{_STYLE}</style></head><body><header><span>",
            " / ".join(anchor(address, words) for address, words in way),
            f"</span><nav>{' '.join(languages)} {anchor(call.own_address(f='json'), 'JSON')}</nav></header>",
            f"<main><h1>{escape(title)}</h1>{''.join(parts)}</main></body></html>",
        )
    )
    return Representation(body.encode(), f"{HTML}; charset=utf-8")


def landing_page(call: Call, value: "Mapping[str, Any]") -> Representation:
    """Return the landing page."""
    lang, address = call.lang, call.address()
    return page(
        call,
        t("ogc.title", lang),
        _paragraph(value["description"]),
        f"<p>{t('ogc.qgis', lang, address=f'<code>{escape(address)}</code>')}</p>",
        _list(
            anchor(call.address("/collections", f="html"), t("ogc.collections", lang)),
            anchor(call.address("/api", f="html"), t("ogc.api", lang)),
            anchor(call.address("/conformance", f="html"), t("ogc.conformance", lang)),
            anchor(call.address("/style"), t("ogc.style", lang)),
            anchor(f"{call.site}?lang={lang}", t("app.title", lang)),
        ),
    )


def collections_page(call: Call, value: "Mapping[str, Any]") -> Representation:
    """Return the list of all collections, by theme."""
    themes: dict[str, list[str]] = {}
    for one in value["collections"]:
        address = call.address(f"/collections/{one['id']}", f="html")
        text = f"{anchor(address, one['title'])} <code class='muted'>{escape(one['id'])}</code>"
        themes.setdefault(one["keywords"][0], []).append(text)
    parts = [f"<h2>{escape(theme)}</h2>{_list(*texts)}" for theme, texts in themes.items()]
    return page(call, t("ogc.collections", call.lang), *parts)


def collection_page(call: Call, layer: "Layer", value: "Mapping[str, Any]") -> Representation:
    """Return the page of one collection."""
    lang, place = call.lang, f"/collections/{layer.id}"
    licences = [anchor(one["href"], one["title"]) for one in value["links"] if one["rel"] == "license"]
    sources = [anchor(one["href"], one["title"]) for one in value["links"] if one["rel"] == "via"]
    return page(
        call,
        layer.title(lang),
        _paragraph(layer.description(lang)),
        _list(
            anchor(call.address(f"{place}/items", f="html"), t("ogc.items", lang)),
            anchor(call.address(f"{place}/queryables", f="html"), t("ogc.queryables", lang)),
            anchor(f"{call.site}?layers={layer.id}&lang={lang}", t("ogc.map", lang)),
        ),
        f"<h2>{t('ogc.address', lang)}</h2><p><code>{escape(call.address(f'{place}/items'))}</code></p>",
        f"<h2>{t('ogc.sources', lang)}</h2>{_paragraph(value['attribution'])}",
        _list(*licences, *sources),
        trail=_collections(call),
    )


def schema_page(call: Call, layer: "Layer", schema: "Mapping[str, Any]") -> Representation:
    """Return the columns of a collection as a table."""
    lines = []
    for name, column in schema["properties"].items():
        codes = "; ".join(f"{code}: {title}" for code, title in column.get("x-ogc-codelist", {}).items())
        about = " ".join(part for part in (column.get("description", ""), codes) if part)
        kind = " ".join(
            part for part in (column.get("type", column.get("format", "")), column.get("x-ogc-unit", "")) if part
        )
        lines.append((f"<code>{escape(name)}</code>", escape(column["title"]), escape(kind), escape(about)))
    return page(call, t("ogc.queryables", call.lang), _table(lines), trail=_trail(call, layer))


def items_page(call: Call, layer: "Layer", value: "Mapping[str, Any]", query: "ItemsQuery") -> Representation:
    """Return a page of rows as a table."""
    lang = call.lang
    first = query.offset + 1 if value["numberReturned"] else 0
    counted = {"first": first, "last": query.offset + value["numberReturned"], "count": value["numberMatched"]}
    said = t("ogc.rows", lang, **{name: write_number(number, lang) for name, number in counted.items()})
    ways = [
        anchor(one["href"], t(f"ogc.{one['rel']}", lang)) for one in value["links"] if one["rel"] in {"prev", "next"}
    ]
    lines = [[anchor(_item(call, layer, one["id"]), one["id"]), *_cells(call, layer, one)] for one in value["features"]]
    head = ["id", *(layer.fields[name].title(lang) for name in query.columns)]
    return page(
        call,
        layer.title(lang),
        f"<p>{escape(said)} {' · '.join(ways)}</p>",
        _table(lines, head),
        trail=_trail(call, layer),
    )


def item_page(call: Call, layer: "Layer", feature: "Mapping[str, Any]") -> Representation:
    """Return the page of one row."""
    names = list(feature["properties"])
    titles = [escape(layer.fields[name].title(call.lang)) for name in names]
    name = feature["properties"].get(layer.name) or feature["id"]
    rows = list(zip(titles, _cells(call, layer, feature), strict=True))
    return page(call, str(name), _table(rows), trail=[*_trail(call, layer), _rows(call, layer)])


def conformance_page(call: Call, value: "Mapping[str, Any]") -> Representation:
    """Return the parts of the standards that are kept, as a list."""
    classes = (f"<code>{escape(one)}</code>" for one in value["conformsTo"])
    return page(call, t("ogc.conformance", call.lang), _list(*classes))


def api_page(call: Call, definition: "Mapping[str, Any]") -> Representation:
    """Return the addresses of the API and their parameters."""
    lines = []
    for path, methods in definition["paths"].items():
        operation = methods["get"]
        names = [
            parameter.get("name") or parameter["$ref"].rpartition("/")[2]
            for parameter in operation.get("parameters", ())
        ]
        lines.append((f"<code>{escape(path)}</code>", escape(operation["summary"]), escape(", ".join(names))))
    return page(call, t("ogc.api", call.lang), _paragraph(definition["info"]["description"]), _table(lines))


def anchor(address: str, words: str) -> str:
    """Return a link; what is no web address stays text."""
    if not address.startswith(("http://", "https://")):
        return escape(words)
    return f'<a href="{escape(address)}">{escape(words)}</a>'


def _item(call: Call, layer: "Layer", row: str) -> str:
    return call.address(f"/collections/{layer.id}/items/{row}", f="html")


def _cells(call: Call, layer: "Layer", feature: "Mapping[str, Any]") -> list[str]:
    """Return the values of a row as they are read: codes by their titles, numbers in the format of the language."""
    return [_cell(call, layer, name, value) for name, value in feature["properties"].items()]


def _cell(call: Call, layer: "Layer", name: str, value: object) -> str:
    field, lang = layer.fields[name], call.lang
    if value is None:
        return ""
    if isinstance(value, str):
        parts = value.split(field.separator) if field.separator else [value]
        titles = [field.codes[part.strip()](lang) if part.strip() in field.codes else part for part in parts]
        text = "; ".join(title.strip() for title in titles)
        return escape(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")
    if isinstance(value, bool):
        return escape(t("value.true" if value else "value.false", lang))
    if field.type != "year" and isinstance(value, int | float):
        return escape(write_number(value, lang, spread=spread_of(call.atlas.frames[layer.id], name, field)))
    return escape(orjson.dumps(value).decode())


def _table(lines: "Iterable[Iterable[str]]", head: "Iterable[str]" = ()) -> str:
    titles = "".join(f'<th scope="col">{escape(title)}</th>' for title in head)
    top = f"<thead><tr>{titles}</tr></thead>" if titles else ""
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in line)}</tr>" for line in lines)
    return f'<div class="rows" tabindex="0"><table>{top}<tbody>{body}</tbody></table></div>'


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _list(*items: str) -> str:
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>" if items else ""


def _collections(call: Call) -> list[tuple[str, str]]:
    return [(call.address("/collections", f="html"), t("ogc.collections", call.lang))]


def _trail(call: Call, layer: "Layer") -> list[tuple[str, str]]:
    return [*_collections(call), (call.address(f"/collections/{layer.id}", f="html"), layer.title(call.lang))]


def _rows(call: Call, layer: "Layer") -> tuple[str, str]:
    return call.address(f"/collections/{layer.id}/items", f="html"), t("ogc.items", call.lang)
