"""Messages of an import: the same sentences on the command line and in the page."""

from typing import Any

from atlas.errors import LayerDataError
from atlas.i18n import t
from atlas.io.imports.normalise.columns import printable
from atlas.io.imports.readers.detect_format import TITLES
from atlas.io.imports.readers.tables.table_head import draw_picture
from atlas.io.imports.report import Findings

# Names that a sentence lists at most; a file may have hundreds of columns.
_NAMED = 40


def describe_findings(findings: Findings, lang: str) -> list[str]:
    """Return in one language what was read, repaired and left out, one sentence each."""
    shapes = t(f"gate.shape_{findings.geometry}", lang)
    lines = [t("gate.rows", lang, rows=findings.rows, kept=findings.kept, placed=findings.placed, geometry=shapes)]
    if findings.extent:
        west, south, east, north = (f"{value:.4f}" for value in findings.extent)
        lines.append(t("gate.extent", lang, west=west, south=south, east=east, north=north))
    named = [name if name == source else f"{name} ({source})" for name, source, _ in findings.fields]
    lines.append(t("gate.columns", lang, n=len(named), columns=_listed(named)))
    read_as, *repairs = describe_reading(findings, lang)
    return [read_as, *lines, *repairs]


def describe_reading(findings: Findings, lang: str) -> list[str]:
    """Return how the file was read, what was repaired or left out with counts, and further notes."""
    name = TITLES.get(findings.format, findings.format)
    how = {"format": name, "crs": findings.crs or "–", "encoding": findings.encoding or "–"}
    lines = [t("gate.read_as", lang, **how)]
    lines += [t(f"gate.repaired_{kind}", lang, n=count) for kind, count in findings.repaired.items()]
    return lines + [t(f"gate.note_{key}", lang, **values) for key, values in findings.notes]


def picture_of_head(findings: Findings) -> list[str]:
    """Return the first rows as lines of text, where the names of the columns do not stand in the first."""
    return draw_picture(findings.head)


def question_error(question: dict[str, Any], name: str) -> LayerDataError:
    """Return an open question as an error that names the option which answers it.

    Reference systems are listed with the place that each would give the rows; ``place`` of a candidate names it
    (`atlas.scene.explore.upload_preview.name_places`).
    """
    candidates = question.get("candidates") or []
    valid = "; ".join(map(_candidate, candidates)) or _listed([printable(option) for option in question["options"]])
    values = {"path": name, "valid": valid} | question["values"]
    return {
        "layer": lambda: LayerDataError("ask_layer", **values),
        "crs": lambda: LayerDataError("ask_crs", **values),
        "crs_misfit": lambda: LayerDataError("ask_crs_misfit", **values),
        "crs_doubt": lambda: LayerDataError("ask_crs_doubt", **values),
        "crs_unreadable": lambda: LayerDataError("ask_crs_unreadable", **values),
        "columns": lambda: LayerDataError("ask_columns", **values),
        "encoding": lambda: LayerDataError("ask_encoding", **values),
        "axes": lambda: LayerDataError("ask_axes", **values),
        "header": lambda: LayerDataError("ask_header", picture="\n".join(draw_picture(question["rows"])), **values),
    }[question["why"]]()


def _candidate(candidate: dict[str, Any]) -> str:
    """Write one system with the longitude, latitude and name of the place where the rows would lie."""
    place = f"{candidate['place']}, " if candidate.get("place") else ""
    axes = f" --axes {candidate['axes']}" if candidate["axes"] else ""
    return f"{candidate['crs']}{axes} ({place}{candidate['lon']:.4f} {candidate['lat']:.4f})"


def _listed(names: list[str]) -> str:
    return ", ".join(names[:_NAMED]) + (f" (+{len(names) - _NAMED})" if len(names) > _NAMED else "")
