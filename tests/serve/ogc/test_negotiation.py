"""Forms, languages, caches and other sites: what every address of ``/ogc`` does."""

import gzip

import pytest
from openapi_spec_validator import validate

from atlas.i18n import LANGUAGES
from atlas.serve.ogc.routes import ROUTES
from tests.serve.ogc.client import ROOT, ask, items, link_of

HTML = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}
PLACES = ["", "/conformance", "/api", "/collections", "/collections/communes", "/collections/communes/queryables"]
PLACES += ["/collections/communes/schema", "/collections/communes/items", "/collections/communes/items/62498"]


@pytest.mark.parametrize("path", PLACES)
def test_an_address_is_a_page_for_people_and_data_for_programs(path):
    page, named, data = ask(path, headers=HTML), ask(path, f="html", lang="pt"), ask(path)
    for one in (page, named):
        assert one.headers["content-type"] == "text/html; charset=utf-8"
        assert "<script" not in one.text
        assert "src=" not in one.text
    assert '<html lang="pt">' in named.text
    assert "json" in data.headers["content-type"]
    assert data.json()


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("application/geo+json", 200),
        ("application/json", 200),
        ("application/*", 200),
        ("text/html", 200),
        ("application/gml+xml", 406),
        ("application/gml+xml, application/geo+json;q=0.1", 200),
        ("image/*;q=0.5", 406),
        ("application/geo+json;q=0, text/html;q=0, application/json;q=0", 406),
    ],
)
def test_what_a_program_accepts_decides_the_form(accept, status):
    response = ask("/collections/communes/items", headers={"Accept": accept})
    assert response.status_code == status
    assert status == 200 or response.json()["code"] == "NotAcceptable"


@pytest.mark.parametrize(
    ("header", "lang"),
    [("en-GB,en;q=0.9", "en"), ("pt", "pt"), ("de", "fr"), ("de, pt;q=0.4, en;q=0.5", "en"), ("*", "fr"), ("", "fr")],
)
def test_titles_are_in_the_language_of_the_reader(header, lang, catalog):
    response = ask("/collections/slag_heaps", headers={"Accept-Language": header})
    assert response.headers["content-language"] == lang
    assert response.json()["title"] == catalog["slag_heaps"].title(lang)
    assert (
        ask("/collections/slag_heaps", lang="en", headers={"Accept-Language": header}).json()["title"] == "Slag heaps"
    )


def test_a_refusal_is_in_the_language_of_the_reader():
    said = {ask("/collections/slag_heaps/items", limit=0, lang=lang).json()["description"] for lang in LANGUAGES}
    assert len(said) == len(LANGUAGES)


def test_links_keep_the_language_that_was_asked_for():
    assert link_of(items("communes", limit=5, lang="en"), "next").endswith("limit=5&lang=en&offset=5")
    assert link_of(ask(lang="en").json(), "data").endswith("/ogc/collections?lang=en")


@pytest.mark.parametrize("path", [*PLACES, "/collections/communes/tiles/WebMercatorQuad/8/87/130", "/style"])
def test_what_has_not_changed_is_not_sent_again(path):
    first = ask(path)
    assert first.status_code == 200
    again = ask(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert ask(path, headers={"If-None-Match": '"another"'}).status_code == 200
    assert ask(path, lang="en").headers["etag"] != first.headers["etag"] or "tiles" in path


def test_answers_are_compressed_for_who_reads_that():
    plain = ask("/collections/communes/items", headers={"Accept-Encoding": "identity"})
    packed = ask("/collections/communes/items", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.json()["features"] == plain.json()["features"]
    assert len(gzip.compress(plain.content)) < len(plain.content) / 2
    assert "Accept-Encoding" in packed.headers["vary"]


@pytest.mark.parametrize("path", ["", "/collections/communes/items", "/collections/nonsense"])
def test_pages_of_other_sites_may_read_it(path):
    assert ask(path).headers["access-control-allow-origin"] == "*"
    before = ask(path, method="OPTIONS", headers={"Origin": "https://other.example"})
    assert before.status_code == 204
    assert "GET" in before.headers["access-control-allow-methods"]


@pytest.mark.parametrize("path", ["", "/collections/communes/items"])
def test_head_is_answered_and_nothing_can_be_written(path):
    assert ask(path, method="HEAD").status_code == 200
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert ask(path, method=method).status_code == 405


def test_a_program_may_ask_to_pass_over_parameters_that_do_not_exist():
    response = ask("/collections/communes/items", nonsense=1, headers={"Prefer": "handling=lenient"})
    assert response.status_code == 200
    assert response.headers["preference-applied"] == "handling=lenient"
    assert ask("/collections/communes/items", nonsense=1, headers={"Prefer": "handling=strict"}).status_code == 400


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_definition_is_valid(lang):
    validate(ask("/api", lang=lang).json())


def test_the_definition_names_every_address():
    definition = ask("/api").json()
    named = {
        path.replace("/communes", "/{collection}")
        for path in definition["paths"]
        if "/collections/" not in path or "/communes" in path
    }
    ours = {
        "featureId": "feature",
        "tileMatrixSet": "scheme",
        "tileMatrix": "matrix",
        "tileRow": "row",
        "tileCol": "column",
    }
    for theirs, own in ours.items():
        named = {path.replace(f"{{{theirs}}}", f"{{{own}}}") for path in named}
    routes = {route.path.removeprefix("/ogc").replace(":path", "") or "/" for route in ROUTES}
    # Those with a slash at their end lead to others.
    assert named == {route for route in routes if route == "/" or not route.endswith("/")} - {"/{path}"}


def test_queryables_have_titles_units_and_codes(catalog):
    schema = ask("/collections/slag_heaps/queryables", lang="en").json()
    assert schema["$schema"].startswith("https://json-schema.org/")
    own = schema["properties"]
    assert {*own} == {"id", "geometry", *catalog["slag_heaps"].fields}
    assert (own["area_ha"]["type"], own["area_ha"]["x-ogc-unit"]) == ("number", "ha")
    assert own["form"]["enum"] == list(catalog["slag_heaps"].fields["form"].codes)
    assert own["form"]["x-ogc-codelist"]["conical"] == "Conical"


def test_a_problem_says_the_same_by_both_standards():
    problem = ask("/collections/communes/items", limit="unlimited").json()
    assert problem["detail"] == problem["description"] == problem["title"]
    assert (problem["status"], problem["type"], problem["code"]) == (400, "about:blank", "InvalidParameterValue")


@pytest.mark.parametrize("headers", [{"Accept": "text/html,*/*;q=0.8"}, {}])
def test_a_problem_is_a_page_for_people(headers):
    path = "/collections/nonsense" if headers else "/collections/nonsense?f=html"
    answer = ask(f"{path}{'&' if '?' in path else '?'}lang=en", headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "nonsense" in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_a_program_that_cannot_unpack_gets_plain_text():
    for header in ("gzip;q=0", "gzip;q=0, *", "identity", "br"):
        assert "content-encoding" not in ask("/collections/communes/items", headers={"Accept-Encoding": header}).headers
    for header in ("*", "br, gzip;q=0.2", "GZIP"):
        packed = ask("/collections/communes/items", headers={"Accept-Encoding": header})
        assert packed.headers["content-encoding"] == "gzip"


def test_options_say_what_is_allowed():
    assert ask("/collections", method="OPTIONS").headers["allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("form", ["json", "JSON", "geojson", "application/geo+json", "application/json", "html"])
def test_a_form_has_several_names(form):
    answer = ask("/collections/communes/items", f=form)
    assert answer.status_code == 200
    assert ("html" in answer.headers["content-type"]) == (form == "html")


@pytest.mark.parametrize(
    "accept", ["application/geo+json;charset=utf-8", "*", "application/vnd.geo+json", "text/csv, application/json;v=1"]
)
def test_a_type_with_parameters_is_the_type(accept):
    answer = ask("/collections/communes/items", headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/geo+json")


@pytest.mark.parametrize(
    "path", ["/collections", "/collections/communes", "/collections/communes/items", "/conformance"]
)
def test_a_slash_too_many_leads_on(path):
    answer = ask(f"{path}/", lang="en")
    assert answer.status_code == 200
    assert str(answer.url) == f"{ROOT}{path}?lang=en"
    assert ask("/nonsense/").status_code == 404
