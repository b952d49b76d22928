"""The address of this server in what leaves it: files, citations, codes, metadata.

It is configured, or the one that the server listens at. What a request says of it (the header ``Host``, a parameter)
is not believed: a printed code would lead to another site.
"""

from starlette.requests import HTTPConnection

from atlas.errors import ViewError
from atlas.public_settings import read_public_settings
from atlas.web_address import origin_of, split_address

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

    Returns
    -------
    str
        Without query: what is before the ``?`` of a link.
    """
    given = request.query_params.get(key, "")
    return given.partition("#")[0].partition("?")[0] if _is_own(given, request) else public_address(request)


def check_own_link(text: str, request: HTTPConnection, *, key: str) -> None:
    """Check that a link opens this atlas.

    Raises
    ------
    ViewError
        It is no address, or one of another origin.
    """
    if not _is_own(text, request):
        raise ViewError("link_foreign", key=key, value=text[:80], address=public_address(request))


def _is_own(text: str, request: HTTPConnection) -> bool:
    given, public = split_address(text), public_address(request)
    own = (split_address(public), split_address(_by_name(public)))
    return given is not None and origin_of(given) in {origin_of(address) for address in own if address}


def _listening_address(request: HTTPConnection) -> str:
    host, port = request.scope.get("server") or ("localhost", None)
    # A socket for both families writes an IPv4 address so; a browser asks for it as it is.
    host = host.removeprefix("::ffff:")
    # A socket of the file system has no port.
    if port is None:
        host = "localhost"
    scheme = "https" if request.scope.get("scheme") in {"https", "wss"} else "http"
    name = f"[{host}]" if ":" in host else host
    return f"{scheme}://{name}/" if port in {None, _DEFAULT_PORTS[scheme]} else f"{scheme}://{name}:{port}/"


def _by_name(address: str) -> str:
    """Return the other way to write an address of this machine alone."""
    parts = split_address(address)
    host = (parts.hostname if parts else None) or ""
    name = f"[{host}]" if ":" in host else host
    return address.replace(name, _LOOPBACK.get(host, name), 1)
