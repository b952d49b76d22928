"""Forms and languages of answers: what a program names, else what its headers prefer."""

import re
from collections.abc import Mapping

from starlette.requests import Request

from atlas.errors import AtlasError, ViewError
from atlas.i18n import LANGUAGES

JSON, GEOJSON, HTML = "application/json", "application/geo+json", "text/html"
SCHEMA = "application/schema+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
# Other names of a type, in the parameter ``f`` and in headers.
_ALIASES = {
    GEOJSON: (JSON, "geojson", "application/vnd.geo+json"),
    SCHEMA: (JSON,),
    OPENAPI: (JSON, "application/openapi+json"),
    JSON: (GEOJSON,),
}


class NotAcceptableError(AtlasError):
    """What is asked for does not exist in a form that the program accepts."""


def requested_form(request: Request, forms: Mapping[str, str]) -> str:
    """Return the form of an answer: the parameter ``f``, else what the header ``Accept`` prefers."""
    given = request.query_params.get("f")
    if given is not None:
        named = (form for form, media in forms.items() if given.lower() in {form, media, *_ALIASES.get(media, ())})
        if found := next(named, None):
            return found
        raise ViewError("value_unknown", key="f", value=given[:40], valid=", ".join(forms))
    ranges = preferences(request.headers.get("accept", "")) or {"*/*": 1.0}
    wanted = {
        form: max(_weight(ranges, kind) for kind in (media, *_ALIASES.get(media, ()))) for form, media in forms.items()
    }
    best = max(wanted, key=lambda form: wanted[form])
    if wanted[best] <= 0:
        raise NotAcceptableError("not_acceptable", valid=", ".join(forms.values()))
    return best


def _weight(ranges: Mapping[str, float], media: str) -> float:
    """Return how much a media type is wanted: by the range that names it most exactly."""
    bare = media.partition(";")[0]
    for name in (media.replace(" ", ""), bare, f"{bare.partition('/')[0]}/*", "*/*", "*"):
        if name in ranges:
            return ranges[name]
    return 0.0


def requested_language(request: Request) -> str:
    """Return the language of an answer: the parameter ``lang``, else what the header ``Accept-Language`` prefers."""
    if (given := request.query_params.get("lang")) in LANGUAGES:
        return str(given)
    ranges = preferences(request.headers.get("accept-language", ""))
    wanted = {
        lang: max((q for name, q in ranges.items() if name.partition("-")[0] == lang), default=0.0)
        for lang in LANGUAGES
    }
    return max(wanted, key=lambda lang: wanted[lang])


def check_language(request: Request) -> None:
    """Check that the parameter ``lang`` names a language of the atlas, where it is given."""
    if (given := request.query_params.get("lang", LANGUAGES[0])) not in LANGUAGES:
        raise ViewError("value_unknown", key="lang", value=given[:40], valid=", ".join(LANGUAGES))


def preferences(header: str) -> dict[str, float]:
    """Return the values of a header with their weights."""
    found = {}
    for part in header[:2_000].split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weight = next((text[2:] for text in parameters if text.startswith("q=")), "1")
        number = float(weight) if re.fullmatch(r"[01](\.\d{0,3})?", weight) else 0.0
        kept = ";".join([name, *(text for text in parameters if not text.startswith("q="))])
        if name:
            found[kept] = number
            # With parameters that are none of ours (``charset``) it is the same type.
            found.setdefault(name, number)
    return found
