"""What is written: tables, where they come from, how; and what is to be said about it."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from atlas.i18n import has_plural, plural, t
from atlas.io.exports.names import renamed

if TYPE_CHECKING:
    import pyproj

    from atlas.io.exports.formats import ExportOptions, Format
    from atlas.io.exports.tables import Table
    from atlas.io.provenance import Provenance


@dataclass(frozen=True, slots=True)
class ExportNote:
    """Something that a reader of a file should know, as a sentence of the table ``[export]``.

    Attributes
    ----------
    key
        Entry of the table.
    values
        What the sentence names; ``count`` decides its plural form.
    """

    key: str
    values: dict[str, str | int]

    def text(self, lang: str) -> str:
        """Return the sentence in one language."""
        key = f"export.{self.key}"
        if has_plural(key):
            return plural(key, lang, int(self.values["count"]), **self.values)
        return t(key, lang, **self.values)


@dataclass(slots=True)
class ExportJob:
    """One file to be written.

    Attributes
    ----------
    tables
        One a layer, in longitude and latitude.
    provenance
        Where the rows come from.
    known
        The format.
    options
        How it is written.
    crs
        Reference system of the geometries in the file.
    notes
        What is said about the file; the writers add to it.
    """

    tables: "tuple[Table, ...]"
    provenance: "Provenance"
    known: "Format"
    options: "ExportOptions"
    crs: "pyproj.CRS"
    notes: list[ExportNote] = field(default_factory=list)

    def note(self, key: str, **values: str | int) -> None:
        """Add a note, once."""
        note = ExportNote(key, values)
        if note not in self.notes:
            self.notes.append(note)

    def sentences(self, lang: str) -> list[str]:
        """Return the notes in one language, with the titles of the layers."""
        titles = {layer.id: layer.title(lang) for layer in self.provenance.layers}
        sentences = []
        for note in self.notes:
            named = [titles.get(name, name) for name in str(note.values.get("layer", "")).split(", ")]
            values = note.values | ({"layer": ", ".join(named)} if "layer" in note.values else {})
            sentences.append(ExportNote(note.key, values).text(lang))
        return sentences

    def readme(self) -> str:
        """Return a note for people: layers, query, date, sources and licences, and what is said about the file."""
        lang, provenance = self.options.lang, self.provenance
        notes = self.sentences(lang)
        if self.known.id == "csv":
            notes.append(t("export.quoted", lang))
        return t(
            "export.note",
            lang,
            title="\n".join(filter(None, (provenance.question, ", ".join(la.title(lang) for la in provenance.layers)))),
            link=provenance.link,
            date=provenance.made.isoformat(),
            credits=provenance.credits_.replace("; ", "\n"),
            quoted="\n\n".join(notes),
        )

    def note_names(self, table: "Table") -> None:
        """Note the columns whose name in the file is another."""
        changed = [f"{column} → {name}" for column, name in renamed(table.names).items()]
        if changed:
            self.note("renamed", layer=table.name, columns=", ".join(changed), format=self.known.title)
