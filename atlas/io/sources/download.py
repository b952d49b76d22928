"""Download a source into one file: one download, the pages of a service, or a file of a data set."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from atlas.errors import LayerDataError
from atlas.io.sources.connector import Connector
from atlas.io.sources.fetch import DownloadLimits, fetch
from atlas.io.sources.pages import numbered_pages, read_json, record_pages, rows_of, wfs_pages


def download_source(
    connector: Connector,
    folder: Path,
    *,
    url: str | None = None,
    limits: DownloadLimits | None = None,
    communes: Sequence[str] = (),
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
    communes
        Codes of the communes of the basin, for a source that is asked commune by commune.

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
        return _together(folder / "downloaded.geojson", wfs_pages(connector, address, folder, limits), address)
    if connector.kind == "numbered":
        pages = numbered_pages(connector, address, folder, limits, communes)
        return _together(folder / "downloaded.geojson", pages, address)
    if connector.kind == "json_rows" and connector.page:
        return _together(folder / "downloaded.json", record_pages(connector, address, folder, limits), address)
    if connector.kind == "datagouv":
        return _resource(connector, address, folder, limits)
    known = f"sha256:{connector.sha256}" if connector.sha256 else None
    request = f"{address}?{urlencode(connector.query)}" if connector.query else address
    return fetch(request, folder / f"downloaded{connector.ending}", known_hash=known, limits=limits)


def _together(target: Path, pages: Iterator[list[Any]], url: str) -> Path:
    """Write the rows of all pages into one file; a row that comes again would count twice, and another be missing."""
    rows: list[Any] = []
    before: list[Any] | None = None
    seen: set[str] = set()
    for page in pages:
        features = [row for row in page if isinstance(row, dict) and row.get("type") == "Feature"]
        ids = [str(row["id"]) for row in features if row.get("id") is not None]
        if (page and page == before) or len(set(ids) - seen) < len(ids):
            raise LayerDataError("source_repeats", url=url)
        seen.update(ids)
        rows += page
        before = page
    whole = {"type": "FeatureCollection", "features": rows} if target.suffix == ".geojson" else rows
    target.write_text(json.dumps(whole), encoding="utf-8")
    return target


def _resource(connector: Connector, url: str, folder: Path, limits: DownloadLimits) -> Path:
    """Find a file of a data set of data.gouv.fr by a word of its title, and download it, checked by its hash."""
    found = read_json(url, folder, limits)
    wanted = (connector.resource or "").lower()
    listed = [part for part in rows_of(found, "resources", url) if isinstance(part, dict)]
    chosen = [part for part in listed if wanted in str(part.get("title", "")).lower() and part.get("url")]
    if not chosen:
        titles = ", ".join(str(part.get("title", "?")) for part in listed)
        raise LayerDataError("source_resource", url=url, wanted=wanted, valid=titles[:300])
    checksum = chosen[0].get("checksum") or {}
    known = f"{checksum['type']}:{checksum['value']}" if checksum.get("type") in {"sha1", "sha256"} else None
    return fetch(chosen[0]["url"], folder / f"downloaded{connector.ending}", known_hash=known, limits=limits)
