"""What the server and a drawing process say to one another: a request, its response, each a head and a body.

JSON and bytes, nothing pickled: a process that a story or a link has taken over can send back bytes and nothing else.
"""

import struct
from dataclasses import dataclass
from typing import Any, BinaryIO

import orjson

_SIZES = struct.Struct(">II")
HEAD_BYTES = _SIZES.size
# Exit status of a process that ran out of memory.
OUT_OF_MEMORY = 70
# Of an ASGI scope, what a route of ours reads.
_PASSED = ("type", "method", "path", "scheme", "root_path", "http_version")


@dataclass(frozen=True, slots=True)
class Drawn:
    """Response of a drawing process.

    Attributes
    ----------
    status, headers, body
        Of the response.
    resident_mb
        Memory that the process holds after it.
    file
        Holds the body instead where it is long, to be read from where it is.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    resident_mb: int
    file: BinaryIO | None = None


def pack(head: dict[str, Any], body: bytes) -> bytes:
    """Return a message: two sizes, the head as JSON, the body."""
    text = orjson.dumps(head)
    return _SIZES.pack(len(text), len(body)) + text + body


def sizes(start: bytes) -> tuple[int, int]:
    """Return the sizes of head and body that a message begins with."""
    head, body = _SIZES.unpack(start)
    return head, body


def scope_to_json(scope: dict[str, Any]) -> dict[str, Any]:
    """Return the part of an ASGI scope that a route reads, as JSON can hold it."""
    return {
        **{name: scope.get(name, "") for name in _PASSED},
        "query_string": scope["query_string"].decode("latin-1"),
        "headers": [[name.decode("latin-1"), value.decode("latin-1")] for name, value in scope["headers"]],
        "server": scope.get("server"),
        "client": scope.get("client"),
    }


def scope_from_json(given: dict[str, Any]) -> dict[str, Any]:
    """Return the ASGI scope of `scope_to_json`."""
    return {
        **given,
        "asgi": {"version": "3.0"},
        "raw_path": given["path"].encode(),
        "query_string": given["query_string"].encode("latin-1"),
        "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in given["headers"]],
        "server": tuple(given["server"]) if given["server"] else None,
        "client": tuple(given["client"]) if given["client"] else None,
    }
