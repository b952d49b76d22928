"""The data dictionary: one page a layer, and a page that lists them, from the declarations."""

from typing import TYPE_CHECKING

from page_text import anchor, cell, table

import atlas
from atlas.catalog.declarations import Text, in_language

if TYPE_CHECKING:
    from atlas.catalog import Layer
    from atlas.catalog.declarations import Completeness, Extent, Field, Figure, Source

_HEAD = """# The data dictionary

The {count} layers that the atlas ships, each with its fields, codes, units, sources, licences and what is known of its
completeness. Geometries are in EPSG:4326; a missing value is null and means *unknown*, never zero.
"""
_READ = """Read it in Python by `atlas.open().read("{id}")`, in a shell by `atlas query "?layers={id}" --out {id}.gpkg`.
"""
_GEOMETRIES = {
    "point": "points",
    "line": "lines",
    "polygon": "areas",
    "mixed": "points, lines or areas",
    "none": "none: a table",
}
_STATUS = {
    "in_force": "in force: the outline has a legal effect today",
    "annulled": "annulled: the outline had a legal effect and has none any more",
    "informative": "informative: an inventory or a description without legal effect",
    "approximate": "approximate: an outline chosen for the atlas, of no authority",
}
_AREAS = {"everywhere": "complete", "nowhere": "incomplete", "unknown": "not known"}


def layer_pages() -> dict[str, str]:
    """Return the pages by path."""
    catalog = atlas.open().layers
    layers = sorted(catalog.values(), key=lambda layer: (layer.theme, layer.order, layer.id))
    pages = {f"reference/layers/{layer.id}.md": _page(layer) for layer in layers}
    return {"reference/layers/index.md": _index(layers), **pages}


def _index(layers: "list[Layer]") -> str:
    rows = [
        (
            f"[{cell(layer.title('en'))}]({layer.id}.md)",
            layer.title("fr"),
            f"`{layer.id}`",
            layer.theme,
            _GEOMETRIES[layer.geometry],
            ", ".join(dict.fromkeys(source.licence for source in _sources(layer).values())),
        )
        for layer in layers
    ]
    head = ("Layer", "In French", "Id", "Theme", "Geometry", "Licence")
    return f"{_HEAD.format(count=len(layers))}\n{table(head, rows)}"


def _page(layer: "Layer") -> str:
    facts = [
        ("Id", f"`{layer.id}`"),
        ("In French", layer.title("fr")),
        ("In Portuguese", layer.title("pt")),
        ("Theme", layer.theme),
        ("Geometry", _GEOMETRIES[layer.geometry] + ("" if layer.geometry == "none" else ", EPSG:4326")),
        ("Rows", sum(source.rows or 0 for source in _sources(layer).values())),
    ]
    if layer.period:
        years = (f"`{name}`" for name in (layer.period.start, layer.period.end) if name)
        facts.append(("Years of a row", " to ".join(years)))
    parts = [
        f"# {layer.title('en')}\n",
        f"{layer.description('en')}\n",
        table(("Of the layer", ""), facts),
        _READ.format(id=layer.id),
        "## Fields\n",
        table(
            ("Field", "Title", "In French", "Type", "Unit", "What it holds"),
            [
                (f"`{name}`", field.title("en"), field.title("fr"), field.type, field.unit, _holds(field))
                for name, field in layer.fields.items()
            ],
        ),
        *_codes(layer),
        *_completeness(layer.completeness),
        *(_figure(figure) for figure in layer.figures.values()),
        *_source_sections(layer),
    ]
    return "\n".join(parts)


def _holds(field: "Field") -> str:
    about = [field.description("en")] if field.description else []
    if field.refers:
        layer = field.refers.partition(".")[0]
        about.append(f"Refers to [`{field.refers}`]({layer}.md).")
    if field.separator:
        about.append(f"Several values are separated by `{field.separator}`.")
    return " ".join(about)


def _codes(layer: "Layer") -> list[str]:
    coded = {name: field for name, field in layer.fields.items() if field.codes}
    sections = [
        f"### Codes of `{name}`\n\n"
        + table(
            ("Code", "Meaning", "In French", "In Portuguese"),
            [(f"`{code}`", text("en"), text("fr"), text("pt")) for code, text in field.codes.items()],
        )
        for name, field in coded.items()
    ]
    return ["## Codes\n", *sections] if sections else []


def _completeness(completeness: "Completeness | None") -> list[str]:
    if completeness is None:
        return ["## Completeness\n", "Not declared: nothing is known of it.\n"]
    rows = [("the layer", *_extent(completeness))]
    rows += [
        (f"`{field}` = `{code}`", *_extent(extent))
        for field, by_code in completeness.by.items()
        for code, extent in by_code.items()
    ]
    return ["## Completeness\n", table(("Of", "Where", "What is known", "Who says so"), rows)]


def _extent(extent: "Extent") -> tuple[str, str, str]:
    area = extent.area
    where = _AREAS[area] if isinstance(area, str) else "complete in " + ", ".join(f"`{place}`" for place in area)
    who = in_language(extent.source, "en")
    return where, extent.sentence("en"), f"[{cell(who)}]({extent.url})" if extent.url else who


def _figure(figure: "Figure") -> str:
    rows = [
        (
            version.value + (f" {figure.unit}" if figure.unit else ""),
            version.definition("en"),
            in_language(version.source, "en"),
            version.published,
        )
        for version in figure.versions.values()
    ]
    return f"## On which sources disagree: {figure.title('en')}\n\n" + table(
        ("Value", "Definition", "Source", "Published"), rows
    )


def _sources(layer: "Layer") -> "dict[str, Source]":
    return {
        layer.file or f"{layer.id}.parquet": layer.source,
        **{part.file: part.source for part in layer.parts},
    }


def _source_sections(layer: "Layer") -> list[str]:
    return ["## Sources\n", *(_source(file, source) for file, source in _sources(layer).items())]


def _source(file: str, source: "Source") -> str:
    title = f"[{cell(source.title)}]({source.url})" if source.url else source.title
    rows = [
        ("Producer", _name(source.producer)),
        ("Title", title),
        ("Licence", source.licence),
        ("Published", source.published),
        ("Valid", source.valid),
        ("Accessed", source.accessed),
        ("To cite", source.citation),
        ("Received from", _name(source.received_from)),
        ("Legal status", _STATUS[source.legal_status]),
        ("Legal note", source.legal_note("en") if source.legal_note else None),
        ("Processing", source.processing("en")),
        ("Rows", source.rows),
        *((f"sha256 of `{name}`", f"`{digest}`") for name, digest in source.sha256.items()),
    ]
    return f"### `{file}` {anchor(file.replace('.', '-'))}\n\n" + table(("Of the file", ""), rows)


def _name(name: str | Text) -> str:
    return in_language(name, "en")
