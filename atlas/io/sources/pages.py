"""Download the pages of a service: WFS, records APIs, APIs with numbered pages; an incomplete download is refused."""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from atlas.errors import LayerDataError
from atlas.io.sources.fetch import DownloadLimits, fetch

if TYPE_CHECKING:
    from atlas.io.sources.connector import Connector

_MOST_PAGES = 2_000
_API_MB = 50
_WFS = {"SERVICE": "WFS", "VERSION": "2.0.0"}
_TYPE_NAME = re.compile(rb"<(?:\w+:)?Name>\s*([^<\s]{1,200})\s*</")
# Names of a service that an error lists at most.
_NAMED = 10


def wfs_pages(connector: "Connector", url: str, folder: Path, limits: DownloadLimits) -> Iterator[list[Any]]:
    """Download a WFS 2.0 page by page (OGC 09-025r2, 7.6.3: COUNT and STARTINDEX).

    A server may send fewer rows than were asked for: only the number that it states, or an empty page, ends it.
    """
    query = _WFS | {"REQUEST": "GetFeature", "OUTPUTFORMAT": "application/json"} | connector.query
    if connector.box:
        query["BBOX"] = ",".join([*(f"{bound:.0f}" for bound in connector.box), "EPSG:2154"])

    def page_at(_: int, start: int) -> dict[str, Any]:
        parameters = query | {"COUNT": connector.page, "STARTINDEX": start}
        try:
            return read_json(f"{url}?{urlencode(parameters, safe=':,')}", folder, limits, shown=url)
        except LayerDataError as error:
            if start == 0 and error.key in {"source_no_json", "source_refused"}:
                _check_type(connector.query.get("TYPENAMES", ""), url, folder, limits)
            raise

    return _pages(page_at, url, "features", "numberMatched")


def record_pages(connector: "Connector", url: str, folder: Path, limits: DownloadLimits) -> Iterator[list[Any]]:
    """Download a records API page by page (limit and offset, as data hubs of Opendatasoft have it)."""

    def page_at(_: int, start: int) -> dict[str, Any]:
        parameters = connector.query | {"limit": connector.page, "offset": start}
        return read_json(f"{url}?{urlencode(parameters)}", folder, limits, shown=url)

    return _pages(page_at, url, "results", "total_count")


def numbered_pages(
    connector: "Connector", url: str, folder: Path, limits: DownloadLimits, communes: Sequence[str]
) -> Iterator[list[Any]]:
    """Download an API with numbered pages, for some communes of the basin at once; rows become GeoJSON features.

    The addresses of further pages that an answer holds are not followed: all addresses are made here.
    """
    for at in range(0, len(communes), connector.communes):
        chosen = {connector.each: ",".join(communes[at : at + connector.communes])}

        def page_at(number: int, _: int, chosen: dict[str, str] = chosen) -> dict[str, Any]:
            parameters = connector.query | chosen | {"page": number, "page_size": connector.page}
            return read_json(f"{url}?{urlencode(parameters, safe=',')}", folder, limits, shown=url)

        for rows in _pages(page_at, url, connector.rows, connector.total):
            yield [_feature(row, connector.position) for row in rows]


def _pages(page_at: Any, url: str, rows_key: str, total_key: str) -> Iterator[list[Any]]:
    """Ask for page after page until all rows that the source states have come."""
    start, announced = 0, None
    for number in range(1, _MOST_PAGES + 1):
        page = page_at(number, start)
        rows, total = rows_of(page, rows_key, url), page.get(total_key)
        if announced is not None and total != announced:
            raise LayerDataError("source_moving", url=url, before=announced, after=total)
        announced = total if isinstance(total, int) else None
        yield rows
        start += len(rows)
        if not rows or (announced is not None and start >= announced):
            if announced is not None and start != announced:
                raise LayerDataError("source_short", url=url, found=start, expected=announced)
            return
    raise LayerDataError("source_short", url=url, found=start, expected="?")


def _feature(row: Any, position: str) -> dict[str, Any]:
    """Return a row, which has its geometry at a key of its own, as a feature."""
    cells = dict(row) if isinstance(row, dict) else {}
    return {"type": "Feature", "geometry": cells.pop(position, None), "properties": cells}


def _check_type(wanted: str, url: str, folder: Path, limits: DownloadLimits) -> None:
    """Reject a WFS that no longer has the layer; one that does not list its layers is not judged."""
    request = f"{url}?{urlencode(_WFS | {'REQUEST': 'GetCapabilities'})}"
    try:
        listed = _TYPE_NAME.findall(_content(request, folder, limits))
    except LayerDataError:
        return
    names = sorted({name.decode(errors="replace") for name in listed if b":" in name})
    if names and wanted not in names:
        near = [name for name in names if name.partition(":")[0] == wanted.partition(":")[0]] or names
        raise LayerDataError("source_type", url=url, wanted=wanted, valid=", ".join(near[:_NAMED]))


def read_json(url: str, folder: Path, limits: DownloadLimits, *, shown: str = "") -> dict[str, Any]:
    """Download a JSON object; ``shown`` is the address that an error names."""
    content = _content(url, folder, limits)
    try:
        page = json.loads(content)
    except (ValueError, RecursionError) as exc:
        raise LayerDataError("source_no_json", url=shown or url) from exc
    if not isinstance(page, dict):
        raise LayerDataError("source_no_json", url=shown or url)
    return page


def rows_of(page: dict[str, Any], key: str, url: str) -> list[Any]:
    """Return the list of an answer.

    Raises
    ------
    LayerDataError
        There is none.
    """
    rows = page.get(key)
    if not isinstance(rows, list):
        raise LayerDataError("source_no_json", url=url)
    return rows


def _content(url: str, folder: Path, limits: DownloadLimits) -> bytes:
    target = folder / "page"
    bounded = DownloadLimits(
        limits.connect, limits.read, min(limits.max_mb, _API_MB), seconds=limits.seconds, pauses=limits.pauses
    )
    content = fetch(url, target, limits=bounded).read_bytes()
    target.unlink()
    return content
