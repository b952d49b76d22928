"""The rows that people keep by hand in ``layers/cooperation/records/``: one CSV file a kind, one row a thing.

They are what the layers of the network are compiled from: whoever corrects a project edits its row there.
"""

import csv
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd

from atlas.errors import LayerDataError
from atlas.folders import shipped_layers

if TYPE_CHECKING:
    from atlas.prepare.raw import Raw

FOLDER = "cooperation/records"

# The columns of each file; ``id`` is first in all.
COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "projects": (
            *("id", "name", "name_en", "keywords", "full_name", "kind", "start", "end", "programme", "part_of"),
            *("funder", "themes", "role", "lead", "documents", "section_fr", "section_en", "doubt"),
            *("summary_fr", "summary_en", "outputs_fr", "outputs_en"),
        ),
        "partners": (
            *("id", "project", "partner", "partner_kind", "country", "city", "city_stated", "place"),
            *("start", "end", "document", "doubt"),
        ),
        "places": ("id", "name", "other_names", "country", "kind", "lon", "lat", "precision"),
        "themes": ("id", "name", "name_en", "name_pt", "family", "definition_fr", "definition_en", "documents"),
        "documents": ("id", "name", "name_en", "publisher", "published", "url"),
        "practices": (
            *("id", "practice", "project", "places", "sites", "text_fr", "text_en", "document"),
            *("section_fr", "section_en"),
        ),
        "aims": (
            *("id", "rank", "name", "name_en", "name_pt", "project", "text_fr", "text_en", "result_fr", "result_en"),
            *("themes", "document", "section_fr", "section_en"),
        ),
    }
)


class Records:
    """The folder of records, each file read once.

    Parameters
    ----------
    layers
        The folder of the layers; the shipped ones without it.
    """

    def __init__(self, layers: Path | None = None) -> None:
        self.folder = (layers or shipped_layers()) / FOLDER
        self._read: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return one file, indexed by its lines: every cell a string without blanks around it, None where empty.

        A spreadsheet may have written it with commas, semicolons or tabs, and with a byte-order mark.

        Raises
        ------
        LayerDataError
            The file is missing, is no UTF-8 text, or does not have its columns.
        """
        if name not in self._read:
            self._read[name] = _read(self.folder / f"{name}.csv", COLUMNS[name])
        return self._read[name]


def _read(path: Path, columns: tuple[str, ...]) -> pd.DataFrame:
    named = record_path(path.stem)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise LayerDataError("file_missing", path=named) from None
    except UnicodeDecodeError as exc:
        raise LayerDataError("file_unreadable", path=named, problem=exc) from exc
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    rows = list(csv.reader(text.splitlines(), delimiter=separator))
    given = tuple(cell.strip() for cell in rows[0]) if rows else ()
    if missing := [column for column in columns if column not in given]:
        raise LayerDataError("columns_missing", path=named, columns=", ".join(missing))
    lines = [(number, row) for number, row in enumerate(rows[1:], start=2) if any(cell.strip() for cell in row)]
    if wrong := [str(number) for number, row in lines if len(row) != len(given)]:
        raise LayerDataError("record_cells", path=named, lines=", ".join(wrong), count=len(given))
    cells = [[cell.strip() or None for cell in row] for _, row in lines]
    return pd.DataFrame(cells, columns=given, index=[number for number, _ in lines], dtype="object")[list(columns)]


def record_path(name: str) -> str:
    """Name a file of records from its ``layers/`` folder on."""
    return f"layers/{FOLDER}/{name}.csv"


def hold_extract(records: pd.DataFrame, extract: pd.Series, *, name: str) -> None:
    """Reject an extract with a row that the records do not have: a new edition must be looked at, not passed over.

    Raises
    ------
    LayerDataError
        An id of the extract has no record.
    """
    missing = sorted(set(extract.str.lower()) - set(records["id"]))
    if missing:
        raise LayerDataError("record_missing", path=record_path(name), values=", ".join(missing))


def read_records(raw: "Raw", name: str, extract: str, key: str) -> pd.DataFrame:
    """Return the records of one kind, held against the extract that they were first read from."""
    records = Records()[name]
    hold_extract(records, raw.table(f"cooperation/{extract}.csv")[key], name=name)
    return records
