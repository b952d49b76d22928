"""Draft the declaration of an imported layer: what the file states, and placeholders for what is missing."""

import zlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import tomlkit

from atlas.catalog.licences import PRIVATE
from atlas.catalog.placeholders import TO_COMPLETE
from atlas.i18n import LANGUAGES, t
from atlas.io.imports.messages import describe_reading
from atlas.io.imports.normalise.columns import Column, printable
from atlas.io.imports.report import Findings, NewLayer

OWN_THEME = "own"
# Light and dark, each 3:1 on paper, land and sea: an imported layer gets its colour by its id.
COLOURS = (
    ("#0B6E8A", "#5CC1DB"),
    ("#8A2F6B", "#E58FC4"),
    ("#5B5FB0", "#A9ADF2"),
    ("#A14F12", "#EFA266"),
    ("#3D6B21", "#9CCB7B"),
    ("#A3324A", "#F0919F"),
)
# Fills let the ground through; lines must be seen on it.
_OPACITY = {"polygon": 0.5, "mixed": 0.7}
_WIDTH = {"line": 2, "mixed": 2}
_NAMES = ("name", "nom", "nome", "libelle", "label", "title", "titre", "titulo", "toponyme", "designation", "intitule")


def draft_layer(new_layer: NewLayer, findings: Findings, columns: Sequence[Column]) -> str:
    """Return the text of a layer's declaration.

    Parameters
    ----------
    new_layer
        What the user states about the layer.
    findings
        Report of the import.
    columns
        Its fields, in order.
    """
    document = tomlkit.document()
    document.add("geometry", findings.geometry)
    document.add("name", name_field(columns))
    document.add("title", _same_text(printable(new_layer.title) if new_layer.title else _plain(new_layer.id)))
    document.add("description", _text(lambda lang: t("gate.description", lang, file=findings.file)))
    fields = tomlkit.table(is_super_table=True)
    for column in columns:
        fields.add(column.id, _field(column))
    document.add("fields", fields)
    if findings.geometry != "none":
        document.add("style", _style(new_layer.id, findings.geometry))
    document.add("source", _source(new_layer, findings))
    return tomlkit.dumps(document)


def draft_theme(theme: str) -> str:
    """Return the text of the declaration of a theme for the user's own layers."""
    document = tomlkit.document()
    document.add("order", 90)
    document.add("color", COLOURS[0][0])
    document.add("color_dark", COLOURS[0][1])
    named = _text(lambda lang: t("gate.theme", lang)) if theme == OWN_THEME else _same_text(_plain(theme))
    document.add("title", named)
    document.add("description", _text(lambda lang: t("gate.theme_about", lang)))
    return tomlkit.dumps(document)


def name_field(columns: Sequence[Column]) -> str:
    """Return the field that names the rows: ``name`` or alike, else the first text, else the first field."""
    ids = [column.id for column in columns]
    called = [name for name in ids if name in _NAMES] or [name for name in ids if name.split("_")[0] in _NAMES]
    texts = [column.id for column in columns if column.type == "string"]
    return (called or texts or ids)[0]


def _field(column: Column) -> tomlkit.items.Table:
    table = tomlkit.table()
    table.add("title", _same_text(column.source))
    table.add("type", column.type)
    if column.type in {"number", "integer"}:
        table.add(tomlkit.comment('unit = "…" (not stated in the file)'))
    if column.is_facet:
        table.add("filter", True)  # noqa: FBT003 - a value of the file
    return table


def _style(layer_id: str, geometry: str) -> tomlkit.items.Table:
    light, dark = COLOURS[zlib.crc32(layer_id.encode()) % len(COLOURS)]
    table = tomlkit.table()
    table.add("color", light)
    table.add("color_dark", dark)
    if geometry in _OPACITY:
        table.add("opacity", _OPACITY[geometry])
    if geometry in _WIDTH:
        table.add("width", _WIDTH[geometry])
    return table


def _source(new_layer: NewLayer, findings: Findings) -> tomlkit.items.Table:
    table = tomlkit.table()
    for key in ("producer", "citation"):
        table.add(key, TO_COMPLETE)
    table.add("title", findings.file)
    table.add(tomlkit.comment('url = "https://…"'))
    table.add("licence", new_layer.licence or PRIVATE)
    table.add("accessed", date.today())  # noqa: DTZ011 - the user's own day
    table.add("received_from", findings.file)
    table.add("legal_status", "informative")
    table.add("legal_note", _text(lambda lang: t("gate.legal_note", lang)))
    table.add("rows", findings.kept)
    table.add("processing", _text(lambda lang: " ".join(describe_reading(findings, lang))))
    table.add("sha256", tomlkit.item({findings.file: new_layer.sha256}))
    return table


def _text(sentence: Callable[[str], str]) -> Mapping[str, Any]:
    """Return a sentence in every language."""
    return tomlkit.item({lang: sentence(lang) for lang in LANGUAGES})


def _same_text(words: str) -> Mapping[str, Any]:
    """Return words of the data, which are the same in every language."""
    table = tomlkit.inline_table()
    table.update({"fr": words, "en": words})
    return table


def _plain(name: str) -> str:
    return name.replace("_", " ").capitalize()
