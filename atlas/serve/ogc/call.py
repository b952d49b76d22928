"""One call of a program: what it asks for, and in which form and language it is answered."""

import gzip
import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from atlas.errors import AtlasError, LayerMissingError, ViewError, nearest
from atlas.serve.address import public_address
from atlas.serve.http import OGC_PREFIX, current_atlas, problem_page, program_problem
from atlas.serve.ogc.negotiation import (
    HTML,
    JSON,
    NotAcceptableError,
    check_language,
    preferences,
    requested_form,
    requested_language,
)
from atlas.serve.sessions import answering
from atlas.serve.workers.lanes import BusyError

if TYPE_CHECKING:
    from atlas.io.atlas import Atlas

# Parameters of every address.
COMMON = frozenset({"f", "lang"})
# What compresses to little is not worth the time.
_SMALL = 1_400
_NOT_MODIFIED, _WRONG, _MISSING, _NOT_ACCEPTABLE = 304, 400, 404, 406
_CODES = {_WRONG: "InvalidParameterValue", _MISSING: "NotFound", _NOT_ACCEPTABLE: "NotAcceptable"}
_METHODS = "GET, HEAD, OPTIONS"
# Pages of any site may read it: nothing here depends on who asks.
_CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": _METHODS,
    "Access-Control-Allow-Headers": "Accept, Accept-Language, If-None-Match, Prefer",
    "Access-Control-Max-Age": "86400",
    "Access-Control-Expose-Headers": "Content-Crs, ETag, Link, Preference-Applied",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_VARY = "Accept, Accept-Language, Accept-Encoding, Prefer"
# The pages run nothing and load nothing.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
# Takes the place of the time in a text whose ETag must not depend on it.
NOW = b"0000-00-00T00:00:00Z"

DOCUMENT = {"json": JSON, "html": HTML}


class NotFoundError(AtlasError):
    """There is no such collection, feature or tile."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call, read.

    Attributes
    ----------
    request
        As it came.
    site
        Address of the atlas, with a slash at the end.
    atlas
        The layers that may be passed on: no private ones, none that a reader uploaded.
    lang
        Language of titles and sentences.
    form
        Short name of the form of the answer: ``json``, ``html``…
    lenient
        Whether parameters that do not exist are passed over (``Prefer: handling=lenient``).
    """

    request: Request
    site: str
    atlas: "Atlas"
    lang: str
    form: str
    lenient: bool = False

    def address(self, path: str = "", **query: str) -> str:
        """Return an address below ``/ogc``, with the language that the call names itself."""
        if "lang" in self.request.query_params and "lang" not in query:
            query["lang"] = self.lang
        text = urlencode(query, quote_via=quote, safe=":,/()'")
        parts = [f"{self.site.rstrip('/')}{OGC_PREFIX}{quote(path, safe='/:,')}", text]
        return "?".join(part for part in parts if part)

    def own_address(self, **changed: str | None) -> str:
        """Return the address of this call with some parameters changed; None leaves one out."""
        kept = {key: value for key, value in self.request.query_params.multi_items() if key not in changed}
        query = {**kept, **{key: value for key, value in changed.items() if value is not None}}
        return self.address(self.request.scope["path"].removeprefix(OGC_PREFIX), **query)

    def check_parameters(self, known: Collection[str]) -> None:
        """Check that the call has no other parameters than those, each once.

        Raises
        ------
        ViewError
            It has one that does not exist, or one twice.
        """
        # Counted in one pass: a call may have ten thousand parameters.
        for name, count in Counter(name for name, _ in self.request.query_params.multi_items()).items():
            if name not in known and name not in COMMON and not self.lenient:
                near = nearest(name[:80], [*known, *COMMON])
                raise ViewError("parameter_unknown", key=name[:80] or "?", nearest=near)
            if count > 1:
                raise ViewError("one_value", key=name[:80], count=count)


@dataclass(frozen=True, slots=True)
class Representation:
    """An answer: its bytes and media type, and headers of its own.

    ``now`` takes the place of `NOW` in the body. ``stands_for`` is what the ETag is made of; empty: of the body.
    """

    body: bytes
    media: str
    headers: Mapping[str, str] = field(default_factory=dict)
    now: str = ""
    stands_for: bytes = b""


def as_json(value: object, media: str = JSON, **headers: str) -> Representation:
    """Return a value as JSON."""
    return Representation(orjson.dumps(value), media, headers)


Answer = Callable[[Call], Representation]


def ogc_route(path: str, answer: Answer, forms: Mapping[str, str], known: Iterable[str] | None = ()) -> Route:
    """Return a route below ``/ogc``.

    Parameters
    ----------
    path
        Below ``/ogc``.
    answer
        Answers a call; raises an `AtlasError` where it cannot.
    forms
        Short name and media type of each form that there is, the usual one first.
    known
        Parameters beside the common ones; None: the handler checks them itself.
    """

    @wraps(answer)
    def handle(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={**_CORS, "Allow": _METHODS})
        lang, form = requested_language(request), "json"
        # Whoever asks, a reader with layers of their own too, is answered from what all may see.
        with answering(None):
            try:
                form = requested_form(request, forms)
                check_language(request)
                call = Call(
                    request,
                    public_address(request),
                    _public(),
                    lang,
                    form,
                    "handling=lenient" in request.headers.get("prefer", ""),
                )
                if known is not None:
                    call.check_parameters(tuple(known))
                content = answer(call)
            except BusyError:
                raise
            except AtlasError as problem:
                return _refuse(request, problem, lang)
        return _send(request, content, lang, lenient=call.lenient)

    return Route(f"{OGC_PREFIX}{path}", handle, methods=["GET", "HEAD", "OPTIONS"])


def _public() -> "Atlas":
    from atlas.scene.query.sharing import private_layers, public_atlas

    atlas = current_atlas()
    return public_atlas(atlas) if atlas.memoize("private", lambda: private_layers(atlas.catalog)) else atlas


def _refuse(request: Request, problem: AtlasError, lang: str) -> Response:
    """Send the sentence of a problem: as JSON (OGC API and RFC 9457), and as a page where a browser asks."""
    status = _WRONG
    if isinstance(problem, NotFoundError | LayerMissingError):
        status = _MISSING
    elif isinstance(problem, NotAcceptableError):
        status = _NOT_ACCEPTABLE
    sentence = problem.text_for_readers(lang)
    given = request.query_params.get("f")
    if given == "html" or (given is None and request.headers.get("accept", "").startswith(HTML)):
        content = Representation(problem_page(sentence, lang).encode(), f"{HTML}; charset=utf-8")
    else:
        content = as_json(program_problem(sentence, status, _CODES[status]))
    return _send(request, content, lang, status=status)


def _send(
    request: Request, content: Representation, lang: str, *, status: int = 200, lenient: bool = False
) -> Response:
    """Send an answer: compressed, with its ETag, readable for pages of other sites."""
    headers = {**_CORS, "Vary": _VARY, "Content-Language": lang, **content.headers}
    if lenient:
        headers["Preference-Applied"] = "handling=lenient"
    if status == 200:  # noqa: PLR2004 - a code of HTTP
        digest = hashlib.sha256(f"{content.media} {lang} ".encode())
        digest.update(content.stands_for or content.body)
        # Weak: compressed or not, now or a minute ago, it says the same.
        headers |= {"ETag": f'W/"{digest.hexdigest()[:32]}"', "Cache-Control": "no-cache"}
        if _is_known(request, headers["ETag"]):
            return Response(status_code=_NOT_MODIFIED, headers=headers)
    if content.media.startswith(HTML):
        headers["Content-Security-Policy"] = _POLICY
    body = content.body.replace(NOW, content.now.encode(), 1) if content.now else content.body
    packed = preferences(request.headers.get("accept-encoding", ""))
    if len(body) > _SMALL and packed.get("gzip", packed.get("*", 0)) > 0:
        body, headers["Content-Encoding"] = gzip.compress(body, compresslevel=1, mtime=0), "gzip"
    return Response(body, status, media_type=content.media, headers=headers)


def _is_known(request: Request, etag: str) -> bool:
    given = request.headers.get("if-none-match", "")
    return given.strip() == "*" or etag.removeprefix("W/") in {
        part.strip().removeprefix("W/") for part in given.split(",")
    }
