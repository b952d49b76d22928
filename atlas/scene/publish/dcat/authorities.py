"""Terms of controlled vocabularies: the authority tables of the European Union, INSPIRE, IANA, EPSG."""

from atlas.i18n import t
from atlas.scene.publish.dcat.nodes import Node, reference, without_unknown

# Titles of the vocabularies, for checkers that read no other graph.
_SCHEMES = {
    "language": "Language",
    "file-type": "File type",
    "data-theme": "Data theme",
    "frequency": "Frequency",
    "access-right": "Access right",
    "dataset-type": "Dataset type",
    "planned-availability": "Planned availability",
    "TopicCategory": "Topic category (ISO 19115)",
    "SpatialRepresentationType": "Spatial representation type",
    "ResponsiblePartyRole": "Role of the responsible party",
}
# Words of the terms that do not say themselves what they are.
_LABELS = {
    "FRA": "French",
    "ENG": "English",
    "POR": "Portuguese",
    "GPKG": "GeoPackage",
    "REGI": "Regions and cities",
    "ENVI": "Environment",
    "EDUC": "Education, culture and sport",
    "INTR": "International issues",
    "ENER": "Energy",
    "IRREG": "irregular",
    "UNKNOWN": "unknown",
    "PUBLIC": "public",
    "NON_PUBLIC": "non-public",
    "GEOSPATIAL": "Geospatial data",
    "AVAILABLE": "available",
    "geoscientificInformation": "geoscientific information",
}

_EU = "http://publications.europa.eu/resource/authority"
_INSPIRE = "http://inspire.ec.europa.eu/metadata-codelist"
_CC = "http://creativecommons.org/licenses"

# As ISO 639-2/T, which the table uses.
_LANGUAGES = {"fr": "FRA", "en": "ENG", "pt": "POR"}
# Code of the format, media type, address of the specification. A layer of the atlas is in EPSG:4326; GeoJSON has
# longitude first by its own rule (CRS84).
FORMATS = {
    "geojson": ("GEOJSON", "application/geo+json", "https://www.rfc-editor.org/rfc/rfc7946"),
    "gpkg": ("GPKG", "application/geopackage+sqlite3", "http://www.geopackage.org/spec/"),
    "csv": ("CSV", "text/csv", "https://www.rfc-editor.org/rfc/rfc4180"),
    "parquet": ("PARQUET", "application/vnd.apache.parquet", "https://geoparquet.org/releases/v1.1.0/"),
}
# By theme of the atlas; a reader's own themes are of regions.
_DATA_THEMES = {
    "territories": "REGI",
    "landscape": "ENVI",
    "heritage": "EDUC",
    "ecology": "ENVI",
    "after_mine": "ENVI",
    "cooperation": "INTR",
    "context": "ENER",
}
_TOPICS = {
    "territories": "boundaries",
    "landscape": "environment",
    "heritage": "society",
    "ecology": "biota",
    "after_mine": "geoscientificInformation",
    "cooperation": "society",
    "context": "geoscientificInformation",
}
# Address of the text of a licence, and its code in the table where it has one.
_LICENCES = {
    "CC-BY-2.0": (f"{_CC}/by/2.0/", None),
    "CC-BY-3.0": (f"{_CC}/by/3.0/", "CC_BY_3_0"),
    "CC-BY-4.0": (f"{_CC}/by/4.0/", "CC_BY_4_0"),
    "CC-BY-NC-4.0": (f"{_CC}/by-nc/4.0/", "CC_BYNC_4_0"),
    "CC-BY-NC-ND-4.0": (f"{_CC}/by-nc-nd/4.0/", "CC_BYNCND_4_0"),
    "CC-BY-NC-SA-4.0": (f"{_CC}/by-nc-sa/4.0/", "CC_BYNCSA_4_0"),
    "CC-BY-ND-4.0": (f"{_CC}/by-nd/4.0/", "CC_BYND_4_0"),
    "CC-BY-SA-3.0": (f"{_CC}/by-sa/3.0/", "CC_BYSA_3_0"),
    "CC-BY-SA-4.0": (f"{_CC}/by-sa/4.0/", "CC_BYSA_4_0"),
    "CC0-1.0": ("http://creativecommons.org/publicdomain/zero/1.0/", "CC0"),
    "DL-DE-BY-2.0": ("https://www.govdata.de/dl-de/by-2-0", None),
    "DL-DE-ZERO-2.0": ("https://www.govdata.de/dl-de/zero-2-0", None),
    "ODC-By-1.0": ("https://opendatacommons.org/licenses/by/1-0/", "ODC_BY"),
    "ODbL-1.0": ("https://opendatacommons.org/licenses/odbl/1-0/", "ODC_BL"),
    "OGL-UK-3.0": ("https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/", "OGL_3_0"),
    "PDDL-1.0": ("https://opendatacommons.org/licenses/pddl/1-0/", "ODC_PDDL"),
    "etalab-2.0": ("https://www.etalab.gouv.fr/licence-ouverte-open-licence/", None),
}


def language(lang: str) -> Node:
    """Return a language."""
    return _of_table("language", _LANGUAGES[lang], "dct:LinguisticSystem")


def file_format(ending: str) -> Node:
    """Return the format of a file by its ending."""
    return _of_table("file-type", FORMATS[ending][0], "dct:MediaTypeOrExtent")


def media_type(ending: str) -> Node:
    """Return the media type of a file by its ending, as IANA registers it."""
    return reference(f"http://www.iana.org/assignments/media-types/{FORMATS[ending][1]}", "dct:MediaType")


def specification(ending: str) -> Node:
    """Return the document that defines the format of a file."""
    return reference(FORMATS[ending][2], "dct:Standard")


def data_theme(theme: str) -> Node:
    """Return the theme of a data set in the table of the European portal."""
    return _of_table("data-theme", _DATA_THEMES.get(theme, "REGI"), "skos:Concept")


def topic(theme: str) -> Node:
    """Return the topic category (ISO 19115) of a data set."""
    return _term(f"{_INSPIRE}/TopicCategory", _TOPICS.get(theme, "environment"), "skos:Concept")


def frequency(code: str) -> Node:
    """Return how often a data set is updated."""
    return _of_table("frequency", code, "dct:Frequency")


def access_right(*, private: bool) -> Node:
    """Return who may have a data set."""
    return _of_table("access-right", "NON_PUBLIC" if private else "PUBLIC", "dct:RightsStatement")


def dataset_type() -> Node:
    """Return the type of all data sets of the atlas."""
    return _of_table("dataset-type", "GEOSPATIAL", "skos:Concept")


def vector() -> Node:
    """Return how space is represented: by points, lines and polygons."""
    return _term(f"{_INSPIRE}/SpatialRepresentationType", "vector", "skos:Concept")


def available() -> Node:
    """Return that a file will stay."""
    return _of_table("planned-availability", "AVAILABLE", "skos:Concept")


def role(code: str) -> Node:
    """Return the role of an organisation (ISO 19115): originator, distributor."""
    return _term(f"{_INSPIRE}/ResponsiblePartyRole", code, "dcat:Role")


def reference_system(code: int) -> Node:
    """Return a reference system by its code of EPSG."""
    return {
        **reference(f"http://www.opengis.net/def/crs/EPSG/0/{code}", "dct:Standard"),
        "dct:identifier": f"EPSG:{code}",
        "dct:title": f"EPSG:{code}",
        "dct:type": {
            **reference("http://inspire.ec.europa.eu/glossary/SpatialReferenceSystem", "skos:Concept"),
            "skos:prefLabel": _english("Spatial reference system"),
        },
    }


def licence(code: str, own: str) -> Node:
    """Return a licence.

    Parameters
    ----------
    code
        As declarations have it: an SPDX identifier where one exists.
    own
        Identifier of a licence that has no address: its words are all there is.
    """
    address, listed = _LICENCES.get(code, (own, None))
    labels = dict.fromkeys((t(f"licence.{code}", "fr"), t(f"licence.{code}", "en")))
    return without_unknown(
        {
            **reference(address, "dct:LicenseDocument"),
            "dct:identifier": code,
            "rdfs:label": list(labels),
            "skos:exactMatch": reference(f"{_EU}/licence/{listed}", "dct:LicenseDocument") if listed else None,
        }
    )


def theme_taxonomy() -> Node:
    """Return the vocabulary of the themes of the catalogue."""
    return _scheme(f"{_EU}/data-theme")


def _of_table(table: str, code: str, kind: str) -> Node:
    return _term(f"{_EU}/{table}", code, kind)


def _term(scheme: str, code: str, kind: str) -> Node:
    """Return a term of a vocabulary as what it stands for, and as a term."""
    return {
        "@id": f"{scheme}/{code}",
        "@type": list(dict.fromkeys((kind, "skos:Concept"))),
        "skos:prefLabel": _english(_LABELS.get(code, code)),
        "skos:inScheme": _scheme(scheme),
    }


def _scheme(scheme: str) -> Node:
    title = _SCHEMES[scheme.rpartition("/")[2]]
    return {"@id": scheme, "@type": "skos:ConceptScheme", "dct:title": _english(title)}


def _english(text: str) -> Node:
    return {"@language": "en", "@value": text}
