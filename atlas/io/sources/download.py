"""Download a source into one file: one download, the pages of a service, or a file of a data set."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from atlas.errors import LayerDataError
from atlas.io.sources.connector import Connector
from atlas.io.sources.fetch import DownloadLimits, fetch

_MOST_PAGES = 2_000
_API_MB = 50


def download_source(
    connector: Connector, folder: Path, *, url: str | None = None, limits: DownloadLimits | None = None
) -> Path:
    """Download a source into one file.

    Parameters
    ----------
    connector
        Protocol, address and parameters of the source.
    folder
        Folder of the file.
    url
        Another address of the same source.
    limits
        Limits.

    Returns
    -------
    Path
        One file, of the format that `kind_of` names.

    Raises
    ------
    LayerDataError
        As `fetch`; or a page is invalid or repeated, or the pages hold fewer rows than the source states.
    """
    limits = limits or DownloadLimits()
    address = url or connector.url
    if connector.kind == "wfs":
        return _together(folder / "downloaded.geojson", _wfs_pages(connector, address, folder, limits), address)
    if connector.kind == "json_rows" and connector.page:
        return _together(folder / "downloaded.json", _record_pages(connector, address, folder, limits), address)
    if connector.kind == "datagouv":
        return _resource(connector, address, folder, limits)
    known = f"sha256:{connector.sha256}" if connector.sha256 else None
    request = f"{address}?{urlencode(connector.query)}" if connector.query else address
    return fetch(request, folder / f"downloaded{connector.ending}", known_hash=known, limits=limits)


def _wfs_pages(connector: Connector, url: str, folder: Path, limits: DownloadLimits) -> Iterator[list[Any]]:
    """Download a WFS 2.0 page by page (OGC 09-025r2, 7.6.3: COUNT and STARTINDEX)."""
    start = 0
    common = {"SERVICE": "WFS", "VERSION": "2.0.0", "REQUEST": "GetFeature", "OUTPUTFORMAT": "application/json"}
    for number in range(_MOST_PAGES):
        parameters = common | connector.query | {"COUNT": connector.page, "STARTINDEX": start}
        page = _json(f"{url}?{urlencode(parameters, safe=':,')}", folder / f"page{number}.json", limits)
        rows, total = _rows(page, "features", url), page.get("numberMatched")
        yield rows
        start += len(rows)
        if len(rows) < connector.page or start == total:
            if isinstance(total, int) and start < total:
                raise LayerDataError("source_short", url=url, found=start, expected=total)
            return
    raise LayerDataError("source_short", url=url, found=start, expected="?")


def _record_pages(connector: Connector, url: str, folder: Path, limits: DownloadLimits) -> Iterator[list[Any]]:
    """Download a records API page by page (limit and offset, as data hubs of Opendatasoft have it)."""
    start = 0
    for number in range(_MOST_PAGES):
        parameters = connector.query | {"limit": connector.page, "offset": start}
        page = _json(f"{url}?{urlencode(parameters)}", folder / f"page{number}.json", limits)
        rows, total = _rows(page, "results", url), page.get("total_count")
        yield rows
        start += len(rows)
        if not rows or start == total:
            if isinstance(total, int) and start < total:
                raise LayerDataError("source_short", url=url, found=start, expected=total)
            return
    raise LayerDataError("source_short", url=url, found=start, expected="?")


def _together(target: Path, pages: Iterator[list[Any]], url: str) -> Path:
    """Write the rows of all pages into one file; a page that comes again would count its rows twice."""
    rows: list[Any] = []
    before: list[Any] | None = None
    for page in pages:
        if page and page == before:
            raise LayerDataError("source_repeats", url=url)
        rows += page
        before = page
    whole = {"type": "FeatureCollection", "features": rows} if target.suffix == ".geojson" else rows
    target.write_text(json.dumps(whole), encoding="utf-8")
    return target


def _resource(connector: Connector, url: str, folder: Path, limits: DownloadLimits) -> Path:
    """Find a file of a data set of data.gouv.fr by a word of its title, and download it, checked by its hash."""
    found = _json(url, folder / "dataset.json", limits)
    wanted = (connector.resource or "").lower()
    listed = [part for part in _rows(found, "resources", url) if isinstance(part, dict)]
    chosen = [part for part in listed if wanted in str(part.get("title", "")).lower() and part.get("url")]
    if not chosen:
        titles = ", ".join(str(part.get("title", "?")) for part in listed)
        raise LayerDataError("source_resource", url=url, wanted=wanted, valid=titles[:300])
    checksum = chosen[0].get("checksum") or {}
    known = f"{checksum['type']}:{checksum['value']}" if checksum.get("type") in {"sha1", "sha256"} else None
    return fetch(chosen[0]["url"], folder / f"downloaded{connector.ending}", known_hash=known, limits=limits)


def _json(url: str, target: Path, limits: DownloadLimits) -> dict[str, Any]:
    bounded = DownloadLimits(limits.connect, limits.read, min(limits.max_mb, _API_MB))
    content = fetch(url, target, limits=bounded).read_bytes()
    target.unlink()
    try:
        page = json.loads(content)
    except (ValueError, RecursionError) as exc:
        raise LayerDataError("source_no_json", url=url) from exc
    if not isinstance(page, dict):
        raise LayerDataError("source_no_json", url=url)
    return page


def _rows(page: dict[str, Any], key: str, url: str) -> list[Any]:
    rows = page.get(key)
    if not isinstance(rows, list):
        raise LayerDataError("source_no_json", url=url)
    return rows
