"""Read a table in the worker and join it to a layer; propose a join for a table without positions."""

import csv
import io
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
from pyarrow import parquet

from atlas.errors import LayerDataError, nearest
from atlas.io.imports.join.cells import as_texts
from atlas.io.imports.join.join_table import JoinedTable, join_table
from atlas.io.imports.join.place_columns import PlaceColumn, gazetteer_of, propose_joins
from atlas.io.imports.run_import import ImportResult, read_in_worker
from atlas.spreadsheet_text import neutralise

if TYPE_CHECKING:
    from atlas.environment import ImportLimits
    from atlas.io.atlas import Atlas
    from atlas.io.imports.join.report import JoinAnswers
    from atlas.io.imports.report import Answers, Findings
    from atlas.io.imports.stage import StagedFile

# The answer that a table has no columns of coordinates (`atlas.io.imports.readers.tables.positions`).
_NO_COLUMN = "-"


@dataclass(frozen=True, slots=True, eq=False)
class JoinRun:
    """The report of a file and its join; None while a question about the file is open."""

    findings: "Findings"
    joined: JoinedTable | None


def run_join(
    staged: "StagedFile", answers: "Answers", join: "JoinAnswers", atlas: "Atlas", *, limits: "ImportLimits"
) -> JoinRun:
    """Read a file in the worker and join it.

    Parameters
    ----------
    staged
        A copy in a temporary folder that holds nothing else.
    answers, join
        What the reader states about the file and about the join.
    atlas
        Layers and rows.
    limits
        Limits of an import.

    Raises
    ------
    LayerDataError
        The file cannot be used, or nothing in it names an object of the layer.
    """
    result = read_in_worker(staged, None, replace(answers, x=_NO_COLUMN, y=None), limits=limits)
    if result.findings.questions:
        return JoinRun(result.findings, None)
    findings = result.findings
    # That the file has no positions is why it is joined.
    findings.notes = [note for note in findings.notes if note[0] != "no_positions"]
    table = _in_order(result)
    joined = join_table(table, join, atlas, decimal=answers.decimal or _decimal(staged))
    _check_answers(join, joined, atlas)
    return JoinRun(result.findings, joined)


def propose_for(result: ImportResult, atlas: "Atlas") -> list[PlaceColumn] | None:
    """Return how a file that was imported without positions can be joined; None for one with positions."""
    findings = result.findings
    if findings.geometry != "none" or findings.questions or not result.rows.is_file():
        return None
    rows = parquet.read_table(result.rows)
    named = {name: source for name, source, _ in findings.fields}
    # A column of ids is the id of the layer, unless its rows were numbered.
    own = [] if any(key == "ids_numbered" for key, _ in findings.notes) else ["id"]
    names = [*own, *named]
    return propose_joins(rows.select(names).rename_columns([named.get(name, name) for name in names]), atlas)


def lost_csv(joined: JoinedTable) -> str:
    """Return the rows that were not joined as CSV: semicolons, as spreadsheets in French read it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(map(neutralise, joined.lost.column_names))
    writer.writerows(zip(*map(_written, joined.lost.columns), strict=True))
    return "\ufeff" + text.getvalue()


def _written(cells: pa.ChunkedArray) -> list[str]:
    """Return the cells of a column for a spreadsheet: numbers as they are, no text that is a formula."""
    texts = [cell or "" for cell in as_texts(cells)]
    return list(map(neutralise, texts)) if pa.types.is_string(cells.type) else texts


def _in_order(result: ImportResult) -> pa.Table:
    """Return the columns of a file under their own names, in the order of its rows."""
    rows = parquet.read_table(result.rows)
    order = pa.compute.sort_indices(rows["id"].cast(pa.int64()))
    rows = rows.take(order)
    return rows.select([name for name, _, _ in result.findings.fields]).rename_columns(
        [source for _, source, _ in result.findings.fields]
    )


def _check_answers(join: "JoinAnswers", joined: JoinedTable, atlas: "Atlas") -> None:
    """Reject answers about objects that the layer does not have, or columns that the table does not."""
    names = gazetteer_of(joined.report.layer, atlas).names
    for place in join.places.values():
        if place not in names:
            near = nearest(place, names, names=names)
            raise LayerDataError("join_place", key="place", value=place[:60], layer=joined.report.layer, nearest=near)
    known = {name.rpartition(" ")[0] for name in joined.kinds} | {*joined.kinds, *joined.report.left_out}
    for column in join.kinds:
        if column not in known:
            valid = ", ".join(joined.kinds) or "–"
            raise LayerDataError("join_kind", key="count, rate", value=column[:60], valid=valid)


def _decimal(staged: "StagedFile") -> str | None:
    """Return the decimal mark that the delimiter of a CSV file suggests: semicolons go with decimal commas."""
    if Path(staged.path).suffix.lower() not in {".csv", ".txt", ".tsv"}:
        return None
    with staged.path.open("rb") as file:
        head = file.readline(10_000)
    return "," if head.count(b";") > head.count(b",") else None
