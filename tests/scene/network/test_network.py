from collections import Counter
from dataclasses import replace

import pytest

from atlas.analysis.network.joins import JOINED, split
from atlas.catalog.filter import Filter
from atlas.i18n import LANGUAGES
from atlas.scene.map.compose import compose
from atlas.scene.network.network import FACETS, count_network, describe_network
from atlas.scene.network.partner_sheet import make_commune_sheet, make_partner_sheet
from atlas.scene.network.practices import describe_programme, list_pairings, list_practices
from atlas.scene.network.project_sheet import make_project_sheet
from atlas.scene.query.network_extent import network_bounds
from atlas.scene.query.network_masks import spread_filters
from atlas.scene.query.row_masks import network_row_masks, query_rows, row_mask
from atlas.scene.query.view import View

VIEW = View(mode="network")


def filtered_view(**fields):
    """Return a view of the network with filters, each `layer__field` = values."""
    filters = [Filter(*name.split("__"), "in", values) for name, values in fields.items()]
    return replace(VIEW, filters=tuple(filters))


@pytest.fixture(scope="module")
def whole(atlas):
    return describe_network(VIEW, atlas)


def test_the_whole_network_is_counted_as_the_tables_are(whole, frames):
    edges, members, twins = (frames[layer] for layer in ("partnerships", "municipal_partners", "twinnings"))
    members = members[members["role"] == "partner"]
    assert (
        whole["counts"]
        == whole["totals"]
        == {
            "projects": 61,
            "partnerships": 153,
            "municipal_partners": len(members),
            "twinnings": 123,
            "practices": len(frames["practices"]),
            "places": 213,
            "partners": len({*edges["place"].dropna(), *members["place"].dropna()}),
            "countries": len({*edges["country"], *members["country"]}),
            "communes": twins["commune"].nunique(),
            "dated": int(frames["projects"]["start_year"].notna().sum()),
            "open": int(frames["projects"].query("start_year.notna() and end_year.isna()").shape[0]),
        }
    )
    assert whole["span"] == (1954, 2025)


@pytest.mark.parametrize(("layer", "field"), [facet for facet in FACETS if facet[0] == "projects"])
def test_a_facet_of_projects_counts_as_plain_pandas_does(layer, field, whole, frames):
    facet = next(facet for facet in whole["facets"] if facet["key"] == f"{layer}.{field}")
    expected = Counter(value for cell in frames["projects"][field] for value in split(cell))
    assert {entry["value"]: entry["count"] for entry in facet["values"]} == expected
    assert facet["unknown"] == int(frames["projects"][field].isna().sum())


def test_a_facet_of_ties_counts_projects(whole, frames):
    kinds = next(facet for facet in whole["facets"] if facet["key"] == "partnerships.partner_kind")
    expected = frames["partnerships"].groupby("partner_kind")["project"].nunique().to_dict()
    assert {entry["value"]: entry["count"] for entry in kinds["values"]} == expected


@pytest.mark.parametrize(("layer", "field"), FACETS)
@pytest.mark.parametrize("first", [{}, {"projects__themes": ("brownfield_reuse",)}])
def test_a_click_on_a_value_keeps_as_many_projects_as_it_says(layer, field, first, atlas):
    view = filtered_view(**first)
    facet = next(f for f in describe_network(view, atlas)["facets"] if f["key"] == f"{layer}.{field}")
    for entry in facet["values"][:4]:
        others = tuple(f for f in view.filters if (f.layer, f.field) != (layer, field))
        clicked = replace(view, filters=(*others, Filter(layer, field, "in", (entry["value"],))))
        assert network_row_masks(clicked, atlas)["projects"].sum() == entry["count"]


def test_a_theme_leaves_no_twinning_and_a_country_those_of_the_country(atlas):
    theme = network_row_masks(filtered_view(projects__themes=("soil_clean_up",)), atlas)
    assert not theme["twinnings"].any()
    germany = network_row_masks(filtered_view(partnerships__country=("DEU",)), atlas)
    assert germany["twinnings"].sum() == (atlas.frames["twinnings"]["country"] == "DEU").sum()
    assert set(atlas.frames["municipal_partners"]["country"][germany["municipal_partners"]]) == {"DEU"}


def test_years_keep_what_ran_then_and_what_may_have(atlas):
    years = (
        Filter("projects", "start_year", "lte", bound=2009),
        Filter("projects", "end_year", "gte", bound=2004),
        Filter("projects", "end_year", "missing"),
    )
    kept = network_row_masks(replace(VIEW, filters=years), atlas)
    projects, twins = atlas.frames["projects"], atlas.frames["twinnings"]
    ran = (projects["start_year"] <= 2009) & ((projects["end_year"] >= 2004) | projects["end_year"].isna())
    assert (kept["projects"] == ran.fillna(value=False)).all()
    assert (kept["twinnings"] == (twins["year"] <= 2009).fillna(value=False)).all()
    time = describe_network(replace(VIEW, filters=years), atlas)["time"]
    assert len(time["projects"]) == 61
    assert sum(project["kept"] for project in time["projects"]) == kept["projects"].sum()


def test_open_ends_and_unknown_dates_are_said(whole, frames):
    time, projects = whole["time"], frames["projects"]
    assert time["undated"] == {"projects": 13, "twinnings": 77}
    open_ends = {project["id"] for project in time["projects"] if project["end"] is None}
    assert open_ends == set(projects.index[projects["end_year"].isna()])
    undated = {project["id"]: project["years"] for project in whole["projects"] if project["start"] is None}
    assert set(undated.values()) == {"dates non dites"}
    years = {project["id"]: project["years"] for project in whole["projects"]}
    assert years["p09"] == "depuis 2010, fin non dite"
    assert years["p43"] == "2013 – novembre 2014"


def test_the_map_the_table_and_the_exports_of_the_mode_keep_the_same_rows(atlas):
    view = replace(filtered_view(projects__themes=("governance",)), layers=JOINED)
    kept = network_row_masks(view, atlas)
    rows = query_rows(view, atlas)
    scene = compose(view, atlas)
    for layer in JOINED:
        assert (row_mask(layer, view, atlas) == kept[layer]).all()
        assert len(rows[layer]) == kept[layer].sum() == scene.kept[layer].sum()
    elsewhere = row_mask("partnerships", replace(view, mode="explore"), atlas)
    assert elsewhere.all()


def test_a_filter_that_only_partnerships_can_answer_leaves_the_bodies_of_networks_out():
    kind, country = filtered_view(partnerships__partner_kind=("city",)), filtered_view(partnerships__country=("POL",))
    assert (spread_filters(kind).members, spread_filters(kind).twinnings, spread_filters(kind).ties) == (
        False,
        False,
        True,
    )
    assert (spread_filters(country).members, spread_filters(country).twinnings) == (True, True)
    assert spread_filters(VIEW) == type(spread_filters(VIEW))(
        replace(VIEW, mode="explore"), ties=False, members=True, twinnings=True
    )


def test_the_first_look_holds_every_place_and_every_arc_in_the_narrowest_window(atlas):
    west, south, east, north = network_bounds(atlas.frames, network_row_masks(VIEW, atlas))
    places = atlas.frames["partner_cities"].geometry.dropna()
    assert west == pytest.approx(places.x.min())
    assert east == pytest.approx(places.x.max())
    assert east - west < 235
    assert south == pytest.approx(places.y.min())
    assert north > places.y.max()
    assert compose(VIEW, atlas).bounds == (west, south, east, north)


def test_every_arc_starts_at_the_seat_and_ends_at_its_place(whole, frames):
    places = frames["partner_cities"].geometry
    assert len(whole["arcs"]) == 97
    for arc in whole["arcs"]:
        end = places[arc["place"]]
        assert arc["lines"][0][0] == pytest.approx([2.99, 50.46])
        assert arc["lines"][-1][-1] == pytest.approx([end.x, end.y], abs=0.006)


def test_families_have_a_colour_each_at_most_six(whole):
    colours = [tuple(family["color"]) for family in whole["families"]]
    assert len(colours) == len(set(colours)) == 6
    assert sum(family["count"] for family in whole["families"]) == 61


def test_a_country_and_a_project_are_named_in_the_language_of_the_reader(atlas):
    network = describe_network(replace(VIEW, lang="en"), atlas)
    names = {place["id"]: place["name"] for place in network["places"]}
    assert (names["allemagne_deu"], names["herne_deu"]) == ("Germany", "Herne")
    projects = {project["id"]: project for project in network["projects"]}
    assert projects["p31"]["name"] == "Season of black – 300 years of coal"
    assert "Saison" in projects["p31"]["find"]


@pytest.mark.journey
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_project_has_a_sheet_in_every_language(lang, atlas):
    for project in atlas.frames["projects"].index:
        sheet = make_project_sheet(project, atlas, lang)
        assert sheet["name"]
        assert len(sheet["summary"]) > 40
        assert sheet["documents"]
        assert sheet["years"]


def test_a_project_sheet_shows_partners_bodies_seminars_and_source(atlas):
    sheet = make_project_sheet("p11", atlas, "en")
    assert len(sheet["partners"]) == 6
    assert len(sheet["members"]) == 8
    assert {seminar["name"] for seminar in sheet["seminars"]} == {"Ostrava", "Lewarde", "Oviedo", "Tychy"}
    assert sheet["members"][0]["url"].startswith("http")
    assert sheet["outputs"] is None
    assert sheet["section"] is None
    brazil = make_project_sheet("p43", atlas, "fr")
    assert brazil["part_of"] == [{"id": "p42", "name": "Coopération décentralisée Doukkala-Abda"}]


@pytest.mark.parametrize(
    ("project", "values"),
    [
        ("p09", {"2010-01 – 2013-03", "2009-10 – 2012-09", "SVN", "SVK"}),
        ("p10", {"SVN", "SVK"}),
        ("p43", {"2013", "2014-11"}),
        ("p54", {"150 000", "650 000"}),
        ("p02", set()),
    ],
)
def test_what_is_contested_is_shown_with_every_version(project, values, atlas):
    sheet = make_project_sheet(project, atlas, "fr")
    assert {version["value"] for figure in sheet["figures"] for version in figure["versions"]} == values


def test_a_partner_sheet_leads_to_projects_twins_basin_and_heritage(atlas):
    herne = make_partner_sheet("herne_deu", VIEW, atlas)
    assert [twin["commune"] for twin in herne["twinnings"]] == ["Billy-Montigny", "Hénin-Beaumont", "Lens"]
    assert [basin["id"] for basin in herne["basins"]] == ["ruhr"]
    assert herne["mining"] == ["dans le contour approché d’un bassin minier"]
    assert "Zollverein" in herne["heritage"][0]["name"]
    silesia = make_partner_sheet("wojewodztwo_slaskie_pol", VIEW, atlas)
    assert [tie["project"] for tie in silesia["ties"]] == ["p02", "p04", "p16", "p17", "p18"]
    assert all(len(shared["themes"]) >= 2 for shared in silesia["shared"])
    assert silesia["mining"] == []


def test_a_commune_leads_to_its_twins(atlas):
    sheet = make_commune_sheet("59606", atlas, "en")
    assert sheet["name"] == "Valenciennes"
    assert len(sheet["twins"]) == 7
    assert {"Gliwice", "Düren"} <= {twin["city"] for twin in sheet["twins"] if twin["mining"]}
    alone = (set(atlas.frames["communes"].index) - set(atlas.frames["twinnings"]["commune"])).pop()
    assert make_commune_sheet(alone, atlas, "en")["twins"] == []
    with pytest.raises(KeyError):
        make_commune_sheet("75056", atlas, "en")


def test_practices_are_tied_to_project_place_and_source(atlas):
    practices = list_practices(VIEW, atlas)
    kinds = [practice["practice"] for practice in practices]
    assert len(practices) == len(atlas.frames["practices"])
    assert list(dict.fromkeys(kinds)) == list(atlas.catalog["practices"].fields["practice"].codes)
    assert all(practice["text"] and practice["documents"] and practice["name"] for practice in practices)
    view = filtered_view(practices__practice=("cycling",))
    assert {practice["project"] for practice in list_practices(view, atlas)} == {"p17", "p18"}
    assert {project["id"] for project in describe_network(view, atlas)["projects"]} == {"p17", "p18"}


def test_pairings_follow_the_conditions_of_the_view(atlas):
    everywhere = list_pairings(("economic_development",), VIEW, atlas)
    assert everywhere[0]["kind"] == "Commune ou organisme d’un réseau"
    poland = list_pairings(("economic_development",), filtered_view(partnerships__country=("POL",)), atlas)
    assert {pairing["where"] for pairing in poland} == {"Pologne"}
    assert {pairing["named"] for pairing in everywhere} == {True, False}
    countries = [pairing["partner"] for pairing in everywhere if not pairing["named"]]
    assert "Espagne" in countries


def test_the_aims_of_tbm_say_what_the_documents_say_and_name_no_town(atlas):
    tbm = describe_programme(replace(VIEW, lang="pt"), atlas)
    assert [aim["id"] for aim in tbm["aims"]] == ["elected_exchanges", "capitalised_experience", "policy_support"]
    assert tbm["aims"][0]["title"] == "Intercâmbios entre eleitos"
    assert tbm["municipalities"] == 0
    assert tbm["countries"] == ["Brasil", "Camarões", "Marrocos", "Portugal"]
    assert tbm["join"]["organisation"] == "Lianes coopération"
    assert tbm["aims"][2]["result"] == "Local development plans."


def test_the_same_counts_everywhere(atlas):
    view = filtered_view(projects__themes=("industrial_heritage",))
    network = describe_network(view, atlas)
    assert network["counts"] == count_network(atlas.frames, network_row_masks(view, atlas))
    assert network["counts"]["projects"] == len(network["projects"])
    assert network["counts"]["places"] == len(network["places"])
