"""The report of a join in sentences: the same on the command line and in the page."""

import shlex
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from atlas.i18n import t
from atlas.io.imports.normalise.columns import printable

if TYPE_CHECKING:
    from atlas.catalog import Catalog
    from atlas.io.imports.join.place_columns import PlaceColumn
    from atlas.io.imports.join.report import JoinReport, NotFound

# Names that a sentence lists at most.
_NAMED = 12
_WHY = ("unknown", "ambiguous", "outside")


def describe_join(report: "JoinReport", lang: str, *, places: str = "", short: bool = False) -> list[str]:
    """Return in one language what a join found, left out and read.

    Parameters
    ----------
    report
        The report.
    lang
        Language of the sentences.
    places
        Title of the layer; its id by default.
    short
        Without the names of what was not found, for the declaration of the layer.
    """
    of = places or report.layer
    lines = [
        t("join.found", lang, on=printable(report.on), found=report.found, values=report.values, places=of),
        t("join.rows", lang, joined=report.joined, rows=report.rows),
        t("join.objects", lang, n=report.places, total=report.objects, blank=report.objects - report.places),
    ]
    lines += _left_out(report, lang)
    lines += _not_found(report, lang, short=short)
    if report.repeated_places:
        names = _listed((f"{name} ({count})" for name, count in report.repeated), of=report.repeated_places)
        lines.append(t("join.repeated", lang, n=report.repeated_places, names=names))
    if report.rule not in {"", "one"}:
        lines.append(t(f"join.rule_{report.rule}", lang, variable=" + ".join(map(printable, report.variables))))
    if report.left_out:
        lines.append(t("join.left_out", lang, names=_listed(report.left_out)))
    if report.blanks:
        signs = (f"« {sign} » ({count})" for sign, count in report.blanks.items())
        lines.append(t("join.blanks", lang, signs=_listed(signs)))
    for kind in ("rate", "count"):
        if own := [title for _, title, of_kind, _ in report.figures if of_kind == kind]:
            lines.append(t(f"join.figures_{kind}", lang, names=_listed(own)))
    return lines


def _left_out(report: "JoinReport", lang: str) -> list[str]:
    lines = []
    if report.second_header:
        lines.append(t("join.second_header", lang))
    if report.totals:
        lines.append(t("join.totals", lang, n=len(report.totals), names=_listed(dict.fromkeys(report.totals))))
    if report.footers:
        lines.append(t("join.footers", lang, n=report.footers))
    if report.former:
        lines.append(t("join.former", lang, names=_listed(f"{old} → {new}" for old, new in report.former)))
    return lines


def _not_found(report: "JoinReport", lang: str, *, short: bool) -> list[str]:
    lines = []
    for why in _WHY:
        own = [one for one in report.not_found if one.why == why]
        if own:
            names = "" if short else f" ({_listed(_with_suggestions(one, lang) for one in own)})"
            lines.append(t(f"join.lost_{why}", lang, n=len(own), lost=sum(one.rows for one in own), names=names))
    blank = sum(one.rows for one in report.not_found if one.why == "blank")
    return [*lines, t("join.blank", lang, n=blank)] if blank else lines


def _with_suggestions(one: "NotFound", lang: str) -> str:
    value = f"« {printable(one.value)} »"
    if not one.suggestions:
        return value
    alike = " / ".join(f"{name} [{place}]" for place, name in one.suggestions)
    return t("join.perhaps", lang, value=value, names=alike)


def propose(proposed: "Sequence[PlaceColumn]", catalog: "Catalog", lang: str, layer_id: str, file: str) -> str:
    """Return in one sentence how a table without positions is joined, or that nothing in it names an object."""
    if not proposed:
        return t("join.none", lang)
    best = proposed[0]
    command = shlex.join(["atlas", "import", file, "--as", layer_id, "--join", best.layer, "--on", best.column])
    values = {"found": best.found, "values": best.values, "on": printable(best.column)}
    said = t("join.proposal", lang, **values, places=catalog[best.layer].title(lang), command=command)
    others = [f"--join {one.layer} --on {shlex.quote(one.column)}" for one in proposed[1:4]]
    return said if not others else t("join.proposal_others", lang, said=said, others=_listed(others))


def _listed(names: Iterable[str], *, of: int | None = None) -> str:
    every = [printable(name) for name in names]
    more = (of or len(every)) - len(every[:_NAMED])
    return ", ".join(every[:_NAMED]) + (f" (+{more})" if more > 0 else "")
