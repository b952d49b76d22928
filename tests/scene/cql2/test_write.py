"""What a link keeps, and what the query that is written for it keeps, are the same rows."""

from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest

from atlas.catalog.filter import Filter
from atlas.scene.cql2.mask import filter_mask
from atlas.scene.cql2.parse import parse_filter
from atlas.scene.cql2.write import items_path, items_query
from atlas.scene.query.permalink import parse_permalink
from atlas.scene.query.row_masks import row_mask
from atlas.scene.query.validate_view import validate_view
from atlas.scene.query.view import View

LINKS = [
    ("slag_heaps", ""),
    ("slag_heaps", "slag_heaps.form=conical&slag_heaps.area_ha__gte=10"),
    ("slag_heaps", "slag_heaps.form=conical&slag_heaps.form=flat&slag_heaps.form__missing=1"),
    ("slag_heaps", "slag_heaps.area_ha__gte=1.5&slag_heaps.area_ha__lte=20&slag_heaps.area_ha__missing=1"),
    ("slag_heaps", "slag_heaps.commune_with_classified_site=true"),
    ("slag_heaps", "slag_heaps.communes=Haillicourt&slag_heaps.communes=Lens"),
    ("slag_heaps", "territory=246200364&slag_heaps.area_ha__gte=5"),
    ("slag_heaps", "territory=246200364&territory_rule=centre"),
    ("slag_heaps", "near=slag_heaps:green_corridors:500&green_corridors.kind=former_mine_railway"),
    ("slag_heaps", "select=circle:50.43,2.83,4000"),
    ("green_corridors", "select=circle:50.43,2.83,4000&territory_rule=within"),
    ("slag_heaps", "near=slag_heaps:slag_heaps:300&slag_heaps.form=conical"),
    ("mine_shafts", "mine_shafts.sunk_year__gte=1850"),
    ("closed_coal_mines", "closed_coal_mines.country=POL"),
    ("partnerships", "mode=network&partnerships.status=active"),
    ("projects", "projects.start_year__gte=2010"),
]


@pytest.mark.parametrize(("layer", "link"), LINKS)
def test_the_query_of_a_link_keeps_its_rows(layer, link, atlas):
    view, _ = validate_view(parse_permalink(link)[0], atlas)
    query = items_query(layer, view, atlas)
    kept = np.ones(len(atlas.read(layer)), dtype=bool)
    if "filter" in query:
        kept = filter_mask(parse_filter(query["filter"], "cql2-text"), layer, atlas)
    assert (kept == row_mask(layer, view, atlas)).all()
    assert bool(query) == bool(link)


def test_a_drawn_outline_is_written_as_a_geometry(atlas):
    view, _ = parse_permalink("select=qf}rHcxxOgcAsrKrxDfc@")
    query = items_query("slag_heaps", view, atlas)
    assert query["filter"].startswith("S_INTERSECTS(geometry,POLYGON")
    kept = filter_mask(parse_filter(query["filter"], "cql2-text"), "slag_heaps", atlas)
    assert (kept == row_mask("slag_heaps", view, atlas)).all()


def test_a_year_is_written_as_a_time_where_the_layer_has_years(atlas):
    view, _ = parse_permalink("year=1950")
    assert items_query("mine_shafts", view, atlas) == {"datetime": "1950-01-01/1950-12-31"}
    assert items_query("slag_heaps", view, atlas) == {}


def test_values_with_quotation_marks_stay_values(atlas):
    view, _ = parse_permalink("slag_heaps.name=l'%C3%A9t%C3%A9' OR '1'='1")
    query = items_query("slag_heaps", view, atlas)
    assert query == {"filter": "name = 'l''été'' OR ''1''=''1'"}
    assert not filter_mask(parse_filter(query["filter"], "cql2-text"), "slag_heaps", atlas).any()


@pytest.mark.parametrize("name", ["C:\\temp\\new", "a\\", "\\'", "tab\there", "50\\%"])
def test_what_is_written_is_read_as_it_was(name, atlas):
    view = View(filters=(Filter("slag_heaps", "name", "in", (name,)),))
    found = parse_filter(items_query("slag_heaps", view, atlas)["filter"], "cql2-text")
    assert found == {"op": "=", "args": [{"property": "name"}, name]}


def test_the_address_holds_the_query(atlas):
    view, _ = parse_permalink("slag_heaps.form=conical")
    address = urlsplit(items_path("slag_heaps", view, atlas, f="json", limit="10000"))
    assert address.path == "ogc/collections/slag_heaps/items"
    assert parse_qs(address.query) == {"f": ["json"], "limit": ["10000"], "filter": ["form = 'conical'"]}
