"""The catalogue for portals: every rule of DCAT-AP 3.0.1 that harvesters rely on, and the official shapes."""

import os
from pathlib import Path

import pytest
import shapely
from rdflib import DCAT, DCTERMS, FOAF, OWL, PROV, RDF, RDFS, SH, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic

from atlas.scene.publish.dcat.catalog import Publisher, catalog_metadata, write_metadata
from atlas.scene.publish.dcat.graph import to_graph
from atlas.scene.publish.dcat.periods import read_period

ADDRESS = "https://atlas.example/"
EU = "http://publications.europa.eu/resource/authority"
ADMS = Namespace("http://www.w3.org/ns/adms#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
GEO = Namespace("http://www.opengis.net/ont/geosparql#")
MAIL = Publisher("Mission Bassin Minier", "mailto:atlas@example.org")
# Of the files of the profile those that can be met: the one of terms expects algorithms at https://spdx.org, which SPDX
# has at http://, and `ranges.ttl` is no valid set of shapes.
PROFILE = ("dcat-ap-SHACL.ttl", "shapes.ttl", "range.ttl")
SHAPES = os.environ.get("ATLAS_SHAPES", "")


@pytest.fixture(scope="module")
def described(atlas):
    """The catalogue of an atlas that is served, and of one that is not, in JSON-LD."""
    return {address: catalog_metadata(atlas, address=address, publisher=MAIL) for address in (ADDRESS, "")}


@pytest.fixture(scope="module", params=[ADDRESS, ""], ids=["served", "not served"])
def graph(request, described):
    return to_graph(described[request.param])


@pytest.fixture(scope="module")
def served(described):
    return to_graph(described[ADDRESS])


def things(graph, kind):
    found = sorted(graph.subjects(RDF.type, kind))
    assert found
    return found


def of_table(graph, thing, path, table):
    """Check that what a path leads to are terms of an authority table, and say so themselves."""
    values = list(graph.objects(thing, path))
    assert values, (thing, path)
    for value in values:
        assert str(value).startswith(f"{EU}/{table}/"), value
        assert (value, SKOS.inScheme, URIRef(f"{EU}/{table}")) in graph
        assert graph.value(value, SKOS.prefLabel)


def languages(graph, thing, path):
    return {value.language for value in graph.objects(thing, path)}


def test_the_catalogue_has_what_is_mandatory(graph):
    (catalog,) = things(graph, DCAT.Catalog)
    assert languages(graph, catalog, DCTERMS.title) == languages(graph, catalog, DCTERMS.description)
    assert languages(graph, catalog, DCTERMS.title) == {"fr", "en", "pt"}
    (publisher,) = graph.objects(catalog, DCTERMS.publisher)
    assert (publisher, RDF.type, FOAF.Agent) in graph
    assert str(graph.value(publisher, FOAF.name)) == MAIL.name
    of_table(graph, catalog, DCTERMS.language, "language")
    assert (catalog, DCAT.themeTaxonomy, URIRef(f"{EU}/data-theme")) in graph
    assert URIRef("http://data.europa.eu/r5r/") in set(graph.objects(catalog, DCTERMS.conformsTo))
    assert graph.value(catalog, DCTERMS.modified).datatype == XSD.date


def test_every_layer_is_a_data_set_with_what_a_portal_shows(graph, catalog):
    (whole,) = things(graph, DCAT.Catalog)
    datasets = list(graph.objects(whole, DCAT.dataset))
    assert {str(graph.value(one, DCTERMS.identifier)) for one in datasets} == set(catalog)
    for one in datasets:
        assert languages(graph, one, DCTERMS.title) >= {"fr", "en"}
        assert languages(graph, one, DCTERMS.description) >= {"fr", "en"}
        assert len(list(graph.objects(one, DCTERMS.publisher))) == 1
        for path in (DCTERMS.publisher, DCTERMS.creator):
            for agent in graph.objects(one, path):
                assert (agent, RDF.type, FOAF.Agent) in graph
                assert graph.value(agent, FOAF.name)
        contact = graph.value(one, DCAT.contactPoint)
        assert (contact, RDF.type, VCARD.Kind) in graph
        assert str(graph.value(contact, VCARD.hasEmail)) == MAIL.contact
        assert (graph.value(one, DCAT.landingPage), RDF.type, FOAF.Document) in graph
        of_table(graph, one, DCAT.theme, "data-theme")
        of_table(graph, one, DCTERMS.language, "language")
        of_table(graph, one, DCTERMS.accrualPeriodicity, "frequency")
        of_table(graph, one, DCTERMS.accessRights, "access-right")
        assert (graph.value(one, DCTERMS.accessRights), RDF.type, DCTERMS.RightsStatement) in graph
        assert (graph.value(one, DCTERMS.provenance), RDF.type, DCTERMS.ProvenanceStatement) in graph
        assert len(list(graph.objects(one, URIRef(f"{DCAT}version")))) == 1
        assert {type(word) for word in graph.objects(one, DCAT.keyword)} == {Literal}
        for path in (DCTERMS.issued, DCTERMS.modified):
            assert {day.datatype for day in graph.objects(one, path)} <= {XSD.date}
        assert graph.value(one, DCTERMS.modified)


def test_where_and_when_are_places_and_periods(graph, catalog, frames):
    for one in things(graph, DCAT.Dataset):
        layer = catalog[str(graph.value(one, DCTERMS.identifier))]
        place = graph.value(one, DCTERMS.spatial)
        assert (place is None) == (not frames[layer.id].geometry.notna().any())
        if place is not None:
            assert (place, RDF.type, DCTERMS.Location) in graph
            (box,) = graph.objects(place, DCAT.bbox)
            assert box.datatype == GEO.wktLiteral
            drawn = shapely.from_wkt(str(box))
            assert drawn.buffer(1e-4).covers(shapely.box(*frames[layer.id].total_bounds))
            assert drawn.buffer(1e-4).covers(shapely.from_wkt(str(graph.value(place, DCAT.centroid))))
            standards = set(graph.objects(one, DCTERMS.conformsTo))
            assert standards == {URIRef("http://www.opengis.net/def/crs/EPSG/0/4326")}
        period = graph.value(one, DCTERMS.temporal)
        assert (period is None) == all(source.valid is None for _, source in layer.files)
        if period is not None:
            assert (period, RDF.type, DCTERMS.PeriodOfTime) in graph
            first, last = (graph.value(period, end) for end in (DCAT.startDate, DCAT.endDate))
            assert {first.datatype, last.datatype} == {XSD.date}
            assert first.toPython() <= last.toPython()


def test_every_file_says_where_it_is_what_it_is_and_under_which_licence(graph):
    for one in things(graph, DCAT.Distribution):
        (access,) = graph.objects(one, DCAT.accessURL)
        assert isinstance(access, URIRef)
        assert str(access).startswith(("https://", "http://"))
        (licence,) = graph.objects(one, DCTERMS.license)
        assert (licence, RDF.type, DCTERMS.LicenseDocument) in graph
        assert graph.value(licence, RDFS.label)
        of_table(graph, one, DCTERMS.format, "file-type")
        of_table(graph, one, DCTERMS.language, "language")
        (media,) = graph.objects(one, DCAT.mediaType)
        assert str(media).startswith("http://www.iana.org/assignments/media-types/")
        assert (media, RDF.type, DCTERMS.MediaType) in graph
        for standard in graph.objects(one, DCTERMS.conformsTo):
            assert (standard, RDF.type, DCTERMS.Standard) in graph


def test_sizes_and_checksums_are_typed_and_those_of_the_files(graph, catalog):
    sizes = {}
    for one in things(graph, SPDX.Checksum):
        (algorithm,) = graph.objects(one, SPDX.algorithm)
        (value,) = graph.objects(one, SPDX.checksumValue)
        assert algorithm == SPDX.checksumAlgorithm_sha256
        assert (algorithm, RDF.type, SPDX.ChecksumAlgorithm) in graph
        assert value.datatype == XSD.hexBinary
        assert len(str(value)) == 64
    for one, size in graph.subject_objects(DCAT.byteSize):
        assert size.datatype == XSD.nonNegativeInteger
        assert graph.value(one, SPDX.checksum)
        sizes[str(graph.value(one, DCTERMS.title))] = int(size)
    assert sizes == {path.name: path.stat().st_size for layer in catalog.values() for path, _ in layer.files}


def test_the_hashes_of_the_extracts_are_those_of_the_declarations(graph, catalog):
    found = {str(graph.value(one, DCTERMS.identifier)) for one in things(graph, PROV.Entity)}
    assert found == {name for layer in catalog.values() for _, source in layer.files for name in source.sha256}


def test_a_layer_under_several_licences_names_each_of_them(served):
    download = URIRef(f"{ADDRESS}#slag_heaps-csv")
    licence = served.value(download, DCTERMS.license)
    parts = {str(part) for part in served.objects(licence, DCTERMS.references)}
    assert parts == {
        "http://creativecommons.org/licenses/by-sa/4.0/",
        "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
    }


def test_a_served_atlas_gives_downloads_and_one_that_is_not_gives_none(described, catalog):
    graph = to_graph(described[ADDRESS])
    downloads = sorted(str(url) for url in set(graph.objects(None, DCAT.downloadURL)))
    assert len(downloads) == 4 * len(catalog)
    assert all(url.startswith(f"{ADDRESS}atlas/export?layers=") for url in downloads)
    assert "downloadURL" not in write_metadata(described[""])


def test_the_service_for_programs_is_there_where_the_atlas_is_served(described, served, catalog):
    [service] = served.objects(None, DCAT.service)
    assert (service, RDF.type, DCAT.DataService) in served
    assert served.value(service, DCAT.endpointURL) == URIRef(f"{ADDRESS}ogc")
    assert served.value(service, DCAT.endpointDescription) == URIRef(f"{ADDRESS}ogc/api")
    assert languages(served, service, DCTERMS.title) == {"fr", "en", "pt"}
    public = {URIRef(f"{ADDRESS}#{layer.id}") for layer in catalog.values() if not layer.private}
    assert set(served.objects(service, DCAT.servesDataset)) == public
    assert "DataService" not in write_metadata(described[""])


def test_every_public_layer_is_a_distribution_of_the_service(served, catalog, atlas):
    [service] = served.objects(None, DCAT.service)
    found = {str(served.value(one, DCAT.accessURL)): one for one in served.subjects(DCAT.accessService, service)}
    public = [layer.id for layer in catalog.values() if not layer.private]
    assert set(found) == {f"{ADDRESS}ogc/collections/{layer}" for layer in public}
    for one in found.values():
        assert (one, RDF.type, DCAT.Distribution) in served
        assert languages(served, one, DCTERMS.title) == {"fr", "en", "pt"}
    alone = to_graph(catalog_metadata(atlas, address=ADDRESS, only="communes", publisher=MAIL))
    [own] = alone.objects(None, DCAT.accessService)
    # A layer that is harvested alone says what the service is.
    assert (own, RDF.type, DCAT.DataService) in alone
    assert set(alone.objects(own, DCAT.servesDataset)) == {URIRef(f"{ADDRESS}#communes")}


def test_every_thing_has_an_absolute_identifier(graph):
    named = {str(thing) for triple in graph for thing in triple if isinstance(thing, URIRef)}
    assert [name for name in named if not name.startswith(("http://", "https://", "urn:uuid:", "mailto:"))] == []
    assert not [thing for triple in graph for thing in triple if not isinstance(thing, URIRef | Literal)]


@pytest.mark.filterwarnings("ignore:.* is deprecated, use Dataset:DeprecationWarning:rdflib")
def test_turtle_and_xml_say_the_same_as_json(atlas):
    node = catalog_metadata(atlas, address=ADDRESS, only="slag_heaps")
    plain = to_graph(node)
    assert isomorphic(plain, Graph().parse(data=write_metadata(node), format="json-ld"))
    assert isomorphic(plain, Graph().parse(data=write_metadata(node, "ttl"), format="turtle"))
    assert isomorphic(plain, Graph().parse(data=write_metadata(node, "rdf"), format="xml"))
    assert "@prefix dcat: <http://www.w3.org/ns/dcat#>" in write_metadata(node, "ttl")


def test_an_address_without_a_slash_is_the_same_address(atlas):
    with_slash, without = (catalog_metadata(atlas, address=a, only="communes") for a in (ADDRESS, ADDRESS[:-1]))
    assert with_slash == without


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2012", ("2012-01-01", "2012-12-31")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2010-08-30", ("2010-08-30", "2010-08-30")),
        ("2021–2027", ("2021-01-01", "2027-12-31")),
        ("2024-04 (GEM), 2025-09 (ICMM)", ("2024-04-01", "2025-09-30")),
        ("2024-13", None),
        ("0000", None),
        ("about 12345", None),
        ("", None),
        (None, None),
    ],
)
def test_a_period_begins_and_ends_on_days_of_the_calendar(text, days):
    found = read_period(text)
    assert (found and tuple(day.isoformat() for day in found)) == days


@pytest.mark.skipif(not SHAPES, reason="ATLAS_SHAPES names no file or folder of the shapes of DCAT-AP 3.0.1")
def test_the_official_shapes_find_nothing(graph):
    from pyshacl import validate  # noqa: PLC0415 - it takes seconds, and the shapes are rarely here

    given = Path(SHAPES)
    files = [given] if given.is_file() else [path for name in PROFILE for path in sorted(given.rglob(name))]
    assert files
    for path in files:
        shapes = Graph().parse(path)
        # What is imported lies on servers.
        shapes.remove((None, OWL.imports, None))
        # The file of 3.0.1 names a property of data services that it does not define: nothing is asked of it.
        for whole, part in list(shapes.subject_objects(SH.property)):
            if (part, None, None) not in shapes:
                shapes.remove((whole, SH.property, part))
        _, _, text = validate(graph, shacl_graph=shapes, do_owl_imports=False, advanced=True, allow_warnings=True)
        assert "Severity: sh:Violation" not in text, f"{path.name}: {text[:2000]}"
