"""The address of this server in what leaves it: files, citations, codes, metadata.

It is configured, or the one that the server listens at. What a request says of it (the header ``Host``, a parameter)
is not believed: a printed code would lead to another site.
"""

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from atlas.environment import read_public_settings

_LOOPBACK = {"127.0.0.1": "localhost", "::1": "localhost"}
_DEFAULT_PORTS = {"http": 80, "https": 443}


def public_address(request: HTTPConnection) -> str:
    """Return the address of the page, with a slash at the end: ``ATLAS_PUBLIC_URL``, else where the server listens."""
    return read_public_settings().url or _listening_address(request)


def page_address(request: HTTPConnection, key: str = "url") -> str:
    """Return the address that a request has of its page, if it is one of this server; else `public_address`.

    Parameters
    ----------
    request
        May hold the address.
    key
        In this parameter.
    """
    public, given = public_address(request), request.query_params.get(key, "")
    return given if _origin(given) in {_origin(public), _origin(_by_name(public))} else public


def _listening_address(request: HTTPConnection) -> str:
    host, port = request.scope.get("server") or ("localhost", None)
    # A socket of the file system has no port.
    if port is None:
        host = "localhost"
    scheme = "https" if request.scope.get("scheme") in {"https", "wss"} else "http"
    name = f"[{host}]" if ":" in host else host
    return f"{scheme}://{name}/" if port in {None, _DEFAULT_PORTS[scheme]} else f"{scheme}://{name}:{port}/"


def _origin(address: str) -> tuple[str, str, int | None] | None:
    """Return scheme, host and port of an address; None where it is no address of a page."""
    # Browsers leave out control characters and read a backslash as a slash: neither is in an address of ours.
    if not address.isascii() or not address.isprintable() or "\\" in address or " " in address:
        return None
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or "@" in parts.netloc:
        return None
    return parts.scheme, parts.hostname, port or _DEFAULT_PORTS[parts.scheme]


def _by_name(address: str) -> str:
    """Return the other way to write an address of this machine alone."""
    host = urlsplit(address).hostname or ""
    name = f"[{host}]" if ":" in host else host
    return address.replace(name, _LOOPBACK.get(host, name), 1)
