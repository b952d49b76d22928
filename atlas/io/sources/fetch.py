"""Download with pooch: checked, resumable, bounded in size and time."""

import hashlib
import ipaddress
import shutil
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pooch
import requests
from tqdm import tqdm

from atlas.errors import LayerDataError
from atlas.folders import cache_folder

_CHUNK = 1 << 16
_ATTEMPTS = 5
_MEGABYTE = 1_000_000
_BUSY = (429, 502, 503, 504)
_LONGEST_PAUSE = 30.0
_BROKEN = (requests.Timeout, requests.ConnectionError, requests.exceptions.ChunkedEncodingError)


@dataclass(frozen=True, slots=True)
class DownloadLimits:
    """Limits of a download.

    Attributes
    ----------
    connect, read
        Seconds to connect, and between two chunks.
    max_mb
        Size of one file.
    seconds
        Time of one file: a source that sends a byte now and then is given up too.
    pauses
        Seconds before a source that is too busy is asked again.
    """

    connect: float = 10
    read: float = 60
    max_mb: int = 1_000
    seconds: float = 3_600
    pauses: tuple[float, ...] = (1, 4)


def fetch(url: str, target: Path, *, known_hash: str | None = None, limits: DownloadLimits | None = None) -> Path:
    """Download one file.

    A partial download stays in the user's cache; the next call resumes it when the source still has the same file
    (ETag).

    Parameters
    ----------
    url
        ``http`` or ``https``.
    target
        The file to write.
    known_hash
        ``sha256:…`` or ``sha1:…`` where the source publishes it.
    limits
        Limits.

    Raises
    ------
    LayerDataError
        The source does not answer in time, refuses, or sends a file of the wrong size or hash.
    """
    if urlsplit(url).scheme not in {"http", "https"}:
        raise LayerDataError("source_address", url=url)
    downloader = _ResumingDownloader(limits or DownloadLimits())
    pooch.get_logger().setLevel("WARNING")
    try:
        return Path(pooch.retrieve(url, known_hash, target.name, target.parent, downloader=downloader))
    except requests.Timeout as exc:
        raise LayerDataError("source_slow", url=url) from exc
    except requests.HTTPError as exc:
        status = exc.response.status_code if exc.response is not None else "?"
        raise LayerDataError("source_refused", url=url, status=status) from exc
    except _BROKEN as exc:
        raise LayerDataError("source_unreachable", url=url) from exc
    except requests.RequestException as exc:
        raise LayerDataError("source_address", url=url) from exc
    except ValueError as exc:
        # pooch raises this for a wrong hash.
        raise LayerDataError("source_hash", url=url) from exc
    except OSError as exc:
        raise LayerDataError("folder_unwritable", path=target.parent, problem=exc.strerror or exc) from exc


class _ResumingDownloader:
    """Downloader for pooch that resumes a partial file."""

    def __init__(self, limits: DownloadLimits) -> None:
        self.limits = limits

    def __call__(self, url: str, output_file: str, *_: Any, **__: Any) -> None:
        partial = _partial(url)
        for pause in (*self.limits.pauses, None):
            try:
                self._try(url, partial)
                break
            except requests.HTTPError as exc:
                if pause is None or exc.response is None or exc.response.status_code not in _BUSY:
                    raise
                time.sleep(_asked_pause(exc.response, pause))
        shutil.move(partial, output_file)
        _tag(partial).unlink(missing_ok=True)

    def _try(self, url: str, partial: Path) -> None:
        for _attempt in range(_ATTEMPTS - 1):
            before = _size(partial)
            try:
                self._request(url, partial)
            except _BROKEN:
                # Retried at once while data arrive; a source that sends nothing is not pressed.
                if _size(partial) <= before:
                    raise
            else:
                return
        self._request(url, partial)

    def _request(self, url: str, partial: Path) -> None:
        headers = {"Accept-Encoding": "identity", "User-Agent": "post-mining-atlas"}
        have, tag = _size(partial), _tag(partial)
        if have and tag.exists():
            headers |= {"Range": f"bytes={have}-", "If-Range": tag.read_text(encoding="utf-8")}
        waiting = (self.limits.connect, self.limits.read)
        hooks = {"response": _check_redirect}
        with requests.get(url, headers=headers, stream=True, timeout=waiting, hooks=hooks) as answer:
            if answer.status_code == requests.codes.range_not_satisfiable:
                partial.unlink(missing_ok=True)
            answer.raise_for_status()
            goes_on = answer.status_code == requests.codes.partial_content
            # Only a strong ETag allows to resume later.
            same = answer.headers.get("ETag", "W/")
            if same.startswith("W/"):
                tag.unlink(missing_ok=True)
            else:
                tag.write_text(same, encoding="utf-8")
            self._write(answer, partial, url, have if goes_on else 0)

    def _write(self, answer: requests.Response, partial: Path, url: str, have: int) -> None:
        most = self.limits.max_mb * _MEGABYTE
        total = have + int(answer.headers.get("Content-Length", 0))
        end = time.monotonic() + self.limits.seconds
        with (
            partial.open("ab" if have else "wb") as file,
            tqdm(total=total or None, initial=have, unit="B", unit_scale=True, disable=not sys.stderr.isatty()) as bar,
        ):
            for chunk in answer.iter_content(_CHUNK):
                have += len(chunk)
                if have > most:
                    partial.unlink()
                    raise LayerDataError("source_large", url=url, limit=self.limits.max_mb)
                if time.monotonic() > end:
                    raise LayerDataError("source_slow", url=url)
                file.write(chunk)
                bar.update(len(chunk))


def _check_redirect(answer: requests.Response, *_: Any, **__: Any) -> None:
    """Refuse to be led from a source to an unencrypted address, or from the web into the network of the reader."""
    if not answer.is_redirect:
        return
    target = urljoin(answer.url, answer.headers["Location"])
    here, there = urlsplit(answer.url), urlsplit(target)
    lowered = here.scheme == "https" and there.scheme != "https"
    if lowered or (there.hostname != here.hostname and _is_local(there.hostname or "")):
        raise LayerDataError("source_redirect", url=answer.url, target=f"{there.scheme}://{there.hostname}")


def _is_local(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".internal"))


def _asked_pause(answer: requests.Response, pause: float) -> float:
    """Return how long to wait before a busy source is asked again: as it asks for, within bounds."""
    retry_after = answer.headers.get("Retry-After", "")
    return min(float(retry_after), _LONGEST_PAUSE) if retry_after.isdecimal() else pause


def _partial(url: str) -> Path:
    """Return the path of a partial download in the user's cache."""
    caches = cache_folder("downloads")
    caches.mkdir(parents=True, exist_ok=True)
    return caches / hashlib.sha256(url.encode()).hexdigest()


def _tag(partial: Path) -> Path:
    return partial.with_suffix(".etag")


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
