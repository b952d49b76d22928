"""Answers against the schemas of the standards; what they ask for is held one by one in `test_conformance.py`."""

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.required import STANDARDS, needs_standards
from tests.serve.ogc.client import EPSG, ask

pytestmark = needs_standards
CORE, CRS, FILTER = (
    "core/openapi/schemas",
    "extensions/crs/openapi/schemas",
    "extensions/filtering/standard/openapi/schemas",
)
# Where the parts of the standard name each other.
PUBLISHED = "http://schemas.opengis.net/ogcapi/features/part1/1.0/openapi/schemas"


def read_schema(path):
    """Return a schema; in YAML a type that is ``null`` reads as nothing."""

    def mend(part, key=""):
        if isinstance(part, dict):
            return {name: mend(value, name) for name, value in part.items()}
        if isinstance(part, list):
            return [mend(value, key) for value in part]
        return "null" if part is None and key == "type" else part

    return mend(yaml.safe_load(path.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def registry():
    found = {}
    for folder in (CORE, CRS, FILTER):
        for path in sorted((STANDARDS / folder).glob("*.y*ml")):
            found[f"http://standard/{folder}/{path.name}"] = read_schema(path)
            if folder == CORE:
                found[f"{PUBLISHED}/{path.name}"] = read_schema(path)
    pairs = [(name, Resource(schema, specification=DRAFT202012)) for name, schema in found.items()]
    return Registry().with_resources(pairs)


@pytest.fixture(scope="module")
def problems(registry):
    def find(value, *names):
        checks = [{"$ref": f"http://standard/{name}"} for name in names]
        validators = [Draft202012Validator(one, registry=registry, format_checker=FormatChecker()) for one in checks]
        return [f"{error.json_path}: {error.message[:200]}" for one in validators for error in one.iter_errors(value)]

    return find


def test_a_wrong_answer_is_found(problems):
    assert problems({"collections": [{"id": 1, "links": [{"rel": "self"}]}]}, f"{CORE}/collections.yaml")


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("", [f"{CORE}/landingPage.yaml"]),
        ("/conformance", [f"{CORE}/confClasses.yaml"]),
        (
            "/collections",
            [f"{CORE}/collections.yaml", f"{CRS}/collections.yaml", f"{CRS}/collectionsExtensionCrs.yaml"],
        ),
        ("/functions", [f"{FILTER}/functions.yml"]),
        ("/nonsense", [f"{CORE}/exception.yaml"]),
        ("/collections/communes/items?limit=0", [f"{CORE}/exception.yaml"]),
    ],
)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_an_answer_is_what_its_schema_says(path, names, lang, problems):
    answer = ask(path, headers={"Accept-Language": lang})
    assert problems(answer.json(), *names) == []


def test_every_collection_and_its_features_are_what_their_schemas_say(problems):
    for one in ask("/collections").json()["collections"]:
        place = f"/collections/{one['id']}"
        alone = ask(place).json()
        assert (
            problems(alone, f"{CORE}/collection.yaml", f"{CRS}/collectionExtensionCrs.yaml", f"{CRS}/collection.yaml")
            == []
        )
        for query in ("?limit=40", f"?limit=3&crs={EPSG}2154", "?limit=2&skipGeometry=true&properties="):
            found = ask(f"{place}/items{query}").json()
            assert problems(found, f"{CORE}/featureCollectionGeoJSON.yaml") == [], place
        feature = ask(f"{place}/items/{found['features'][0]['id']}").json()
        assert problems(feature, f"{CORE}/featureGeoJSON.yaml") == [], place


def test_every_feature_is_what_the_schema_of_its_collection_says():
    for one in ask("/collections").json()["collections"]:
        place = f"/collections/{one['id']}"
        schema = ask(f"{place}/schema").json()
        Draft202012Validator.check_schema(schema)
        own = {name: column for name, column in schema["properties"].items() if name not in {"id", "geometry"}}
        nullable = {name: {"anyOf": [column, {"type": "null"}]} for name, column in own.items()}
        validator = Draft202012Validator({**schema, "properties": nullable}, format_checker=FormatChecker())
        for feature in ask(f"{place}/items?limit=10000").json()["features"]:
            assert not [error.message for error in validator.iter_errors(feature["properties"])], place
