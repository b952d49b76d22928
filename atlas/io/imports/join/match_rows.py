"""Find the object of each row of a table, and sort out the rows that have none."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from atlas.io.imports.join.cells import as_texts, is_footer, is_no_value, is_text, is_total
from atlas.io.imports.join.gazetteer import Gazetteer, Match
from atlas.io.imports.join.place_columns import column_texts
from atlas.io.imports.join.report import JoinReport, NotFound

if TYPE_CHECKING:
    from atlas.io.imports.join.report import JoinAnswers

# Values for which names that are alike are looked for.
_SUGGESTED = 200
# A remark below a table fills at most so many cells of its row.
_REMARK_CELLS = 2
# Texts of a row that may say that it is a total: the code, and the name beside it.
_NAMES = 3


@dataclass(frozen=True, slots=True, eq=False)
class MatchedRows:
    """The rows of a table by what they are.

    Attributes
    ----------
    place
        For each row the id of its object, None without one.
    lost
        Bool for each row: it names no object, and is no total or remark.
    """

    place: np.ndarray
    lost: np.ndarray


def match_rows(table: pa.Table, answers: "JoinAnswers", gazetteer: Gazetteer, report: JoinReport) -> MatchedRows:
    """Find the object of each row; the report takes what is found and what is not.

    Parameters
    ----------
    table
        Columns as the file names them.
    answers
        What the reader states.
    gazetteer
        Objects of the layer.
    report
        Its counts and lists are filled.
    """
    texts = column_texts(table, report.on)
    given = {value.strip().casefold(): place for value, place in answers.places.items()}
    matches = {text: _match(text, given, gazetteer) for text in dict.fromkeys(texts) if text and not is_no_value(text)}
    nothing = Match(None)
    place = np.array([matches.get(text or "", nothing).place for text in texts], dtype=object)
    words = [as_texts(cells) for cells in table.columns if is_text(cells)]
    filled = [cells.is_valid().to_pylist() for cells in table.columns]
    lost = np.zeros(len(texts), dtype=bool)
    for row in np.flatnonzero([one is None for one in place]):
        match = matches.get(texts[row] or "", nothing)
        own = [text for text in (texts[row], *(column[row] for column in words)) if text]
        total = next((text for text in own[:_NAMES] if is_total(text)), None)
        if match.why in {"ambiguous", "outside"} or (total is None and not _is_remark(own, [f[row] for f in filled])):
            lost[row] = True
        elif total is not None:
            report.totals.append(total)
        else:
            report.footers += 1
    report.rows, report.joined = len(texts), int(sum(one is not None for one in place))
    _fill(report, matches, Counter(texts[row] or "" for row in np.flatnonzero(lost)), gazetteer)
    return MatchedRows(place, lost)


def _match(text: str, given: Mapping[str, str], gazetteer: Gazetteer) -> Match:
    answer = given.get(text.casefold())
    return Match(answer, "answer") if answer in gazetteer.names else gazetteer.find(text)


def _is_remark(texts: list[str], filled: list[bool]) -> bool:
    return bool(texts) and is_footer(texts[0]) and sum(filled) <= _REMARK_CELLS


def _fill(report: JoinReport, matches: Mapping[str, Match], lost: "Counter[str]", gazetteer: Gazetteer) -> None:
    """Fill the report with the values: those found, former names, and those without an object with what is alike."""
    report.found = sum(match.place is not None for match in matches.values())
    report.values = report.found + sum(text in lost for text in matches)
    report.objects = len(gazetteer.names)
    report.former = [
        (text, gazetteer.names[match.place]) for text, match in matches.items() if match.how == "former" and match.place
    ]
    for number, (text, rows) in enumerate(lost.most_common()):
        match = matches.get(text)
        if match is None:
            report.not_found.append(NotFound(text, rows, "blank"))
            continue
        among = tuple((place, gazetteer.names[place]) for place in match.among)
        alike = gazetteer.suggest(text) if match.why == "unknown" and number < _SUGGESTED else ()
        report.not_found.append(NotFound(text, rows, match.why, among or alike))
