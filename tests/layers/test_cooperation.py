"""Partnerships, projects and twinnings, and what the documents say of them."""

import pandas as pd
import pytest

from atlas.catalog import Catalog
from tests.layers.cooperation_tables import Layers, several


def test_the_documents_name_153_partnerships_119_of_them_abroad_in_28_countries(frames: Layers) -> None:
    edges = frames["partnerships"]
    abroad = edges[edges["country"] != "FRA"]
    assert (len(edges), len(abroad), abroad["country"].nunique()) == (153, 119, 28)
    assert edges.geometry.notna().sum() == 133
    assert (abroad["partner_kind"] == "country").sum() == 50
    assert abroad["start_year"].notna().sum() == 94


def test_a_partner_that_is_a_country_stands_at_the_point_of_a_country(frames: Layers) -> None:
    edges, places = frames["partnerships"], frames["partner_cities"]
    countries = edges[edges["partner_kind"] == "country"]
    assert set(countries["precision"]) == {"country"}
    assert set(places.loc[countries["place"], "kind"]) == {"country"}
    assert (places["kind"] == "country").equals(places["precision"] == "country")


def test_every_partnership_leads_to_a_project_and_if_it_has_a_position_to_a_place(frames: Layers) -> None:
    edges = frames["partnerships"]
    assert set(edges["project"]) <= set(frames["projects"].index)
    assert edges["place"].notna().equals(edges.geometry.notna())
    assert set(edges["place"].dropna()) <= set(frames["partner_cities"].index)
    names = frames["projects"]["name"]
    assert (edges["project_name"] == edges["project"].map(names)).all()


def test_a_partnership_without_a_position_is_a_french_body(frames: Layers) -> None:
    edges = frames["partnerships"]
    unplaced = edges[edges.geometry.isna()]
    assert len(unplaced) == 20
    assert set(unplaced["precision"]) == {"none"}
    assert set(unplaced["country"]) == {"FRA"}
    assert set(unplaced["partner_kind"]) == {"organisation"}


def test_all_61_projects_are_here_and_found_by_name(frames: Layers) -> None:
    projects = frames["projects"]
    assert len(projects) == 61
    assert projects["name"].notna().all()
    assert projects["name"].is_unique
    assert projects["name"].str.contains("EUROPAN").sum() == 1
    assert projects.geometry.isna().all()


def test_a_project_counts_its_partnerships_and_their_countries(frames: Layers) -> None:
    projects, edges = frames["projects"], frames["partnerships"]
    assert projects["partners"].sum() == 153
    assert projects.loc["p16", "partners"] == 18
    assert set(several(projects["countries"])) == set(edges["country"])
    assert set(projects.index[projects["partners"] == 0]) == set(projects.index[projects["countries"].isna()])


def test_a_project_that_is_part_of_another_names_it(frames: Layers) -> None:
    projects = frames["projects"]
    assert set(projects["part_of"].dropna()) <= set(projects.index)
    assert projects.loc["p43", "part_of"] == "p42"
    assert not projects["programme"].str.contains("within", na=False).any()


def test_every_theme_is_held_by_a_project(atlas) -> None:
    themes = set(atlas.catalog["projects"].fields["themes"].codes)
    assert len(themes) == 22
    assert set(several(atlas.frames["projects"]["themes"])) == themes


def test_the_doubts_of_the_documents_are_shown(frames: Layers) -> None:
    edges, projects = frames["partnerships"], frames["projects"]
    assert projects.loc["p43", "doubt"] == "two_moments"
    assert (projects.loc["p43", "start_year"], projects.loc["p43", "end"]) == (2013, "2014-11")
    assert edges.loc[["e051", "e057"], "doubt"].eq("slovenia_or_slovakia").all()
    doubts = several(edges["doubt"])
    assert doubts.value_counts()["slovenia_or_slovakia"] == 2
    unnamed = edges.loc[doubts.index[doubts == "municipalities_not_named"]]
    assert sorted(unnamed["country"]) == ["BRA", "CMR", "MAR", "PRT"]


def test_a_city_that_the_document_does_not_state_is_marked(frames: Layers) -> None:
    edges = frames["partnerships"]
    assert not edges["city"].str.contains(r"\(", na=False).any()
    assert edges["city_stated"].notna().equals(edges["city"].notna())
    assert edges.loc["e135", ["city", "city_stated"]].tolist() == ["Belo Horizonte", False]
    assert edges.loc["e137", "city_stated"]


def test_123_twinnings_tie_66_communes_to_117_towns_in_24_countries(frames: Layers) -> None:
    twinnings = frames["twinnings"]
    assert len(twinnings) == 123
    assert twinnings["commune"].nunique() == 66
    assert twinnings.groupby(["partner_city", "country"]).ngroups == 117
    assert twinnings["place"].nunique() == 117
    assert twinnings["country"].nunique() == 24
    assert twinnings["year"].notna().sum() == 46
    assert twinnings.geometry.notna().sum() == 119


def test_a_twinning_that_is_not_active_says_so(frames: Layers) -> None:
    statuses = frames["twinnings"]["status"].value_counts()
    assert statuses.to_dict() == {"active": 119, "historical": 2, "announced": 1, "letter_of_intent": 1}
    assert set(frames["twinnings"].query("status == 'historical'")["commune_name"]) == {"Billy-Montigny", "Lens"}


def test_a_twin_town_without_a_sure_position_has_none(frames: Layers) -> None:
    unplaced = frames["twinnings"][frames["twinnings"].geometry.isna()]
    assert set(unplaced["partner_city"]) == {"Grendon", "Kabouda", "Łazy", "Roundstone"}
    assert unplaced["doubt"].str.contains("position_unknown").all()
    places = frames["partner_cities"].loc[unplaced["place"]]
    assert places.geometry.isna().all()
    assert set(places["precision"]) == {"none"}


def test_every_twinning_cites_its_page_and_a_commune_of_the_basin(frames: Layers) -> None:
    twinnings = frames["twinnings"]
    assert twinnings["source_url"].str.startswith("http").all()
    assert twinnings["source_title"].notna().all()
    assert twinnings["commune"].str.fullmatch(r"(59|62)\d{3}").all()
    assert twinnings["length_km"].min() > 10


def test_years_lie_between_the_first_twinning_and_the_end_of_the_running_programme(frames: Layers) -> None:
    periods = {
        "projects": ("start_year", "end_year"),
        "partnerships": ("start_year", "end_year"),
        "partner_cities": ("first_year", "last_year"),
    }
    for layer, (start, end) in periods.items():
        assert (frames[layer][start] <= frames[layer][end]).dropna().all()
    years = pd.concat([frames[layer][column] for layer, columns in periods.items() for column in columns])
    years = pd.concat([years, frames["twinnings"]["year"]])
    assert (years.min(), years.max()) == (1954, 2025)


def test_the_european_union_lists_18_coal_regions_17_of_them_named_in_the_documents(frames: Layers) -> None:
    regions = frames["coal_regions"]
    assert len(regions) == 18
    assert regions["named_in_documents"].sum() == 17
    assert regions.index[~regions["named_in_documents"]].tolist() == ["pl21"]
    assert set(regions.index[regions["partial"]]) == {"ro42", "sk02"}
    assert not regions["name"].str.contains(r"\[").any()


def test_the_area_of_a_coal_region_agrees_with_that_of_its_source(frames: Layers) -> None:
    regions = frames["coal_regions"]
    assert regions["area_km2"].tolist() == pytest.approx(regions["area_km2_producer"].tolist(), abs=1)


def test_30_of_the_31_sites_have_a_position(frames: Layers) -> None:
    sites = frames["transition_sites"]
    assert len(sites) == 31
    assert sites.geometry.notna().sum() == 30
    assert sites.index[sites.geometry.isna()].tolist() == ["s31"]
    assert sites.loc["s31", "country"] == "BEL; FRA"
    assert not sites["commune"].str.contains(r"\(", na=False).any()
    assert not sites.loc["s04", "commune_stated"]


def test_every_project_is_told_in_french_and_english_with_its_source(frames: Layers) -> None:
    projects = frames["projects"]
    for column in ("name", "name_en", "summary_fr", "summary_en", "documents"):
        assert projects[column].notna().all()
    assert projects["name_en"].is_unique
    assert projects["outputs_fr"].notna().equals(projects["outputs_en"].notna())
    assert projects["section_fr"].notna().equals(projects["section_en"].notna())


@pytest.mark.parametrize(
    "words",
    [
        *(
            "TBM",
            "RESCUE",
            "CABERNET",
            "NETSFIELD",
            "ReCore",
            "Remining",
            "C.O.A.L",
            "APBM",
            "PROSPECTS",
            "Betteshanger",
        ),
        *("SEEDA", "BRGM", "EUROPAN 8", "Itinéraire de la culture industrielle", "régions charbonnières", "Weimar"),
        *(
            "EuroVelo 4",
            "TICCIH",
            "ICOMOS",
            "ERIH",
            "World Heritage candidature",
            "Gestionnaires",
            "Architectures en m",
        ),
        *(
            "Huangshi",
            "Chinese",
            "ABFPM",
            "Shanxi",
            "Europe Underground",
            "Meiji",
            "Tagawa",
            "Yamamoto",
            "tourism link",
        ),
        *("Doukkala", "Safi", "Rabat", "2004", "mosaics", "Minas Gerais", "Belo Horizonte", "Mobilit", "Geopark"),
        *("Richesses en partage", "Pôle métropolitain de l’Artois", "ACC", "Territoires d’industrie", "trame verte"),
        *("Conférence permanente", "post-mining landscapes", "TICCIH 2015", "Saving Big Stuff", "Franco-Chinese"),
        *("Contrat ALL", "Season of black", "ARCUS", "Raid Bassin Minier", "Les Rutilants", "Memory of the World"),
    ],
)
def test_what_the_documents_speak_of_is_found_by_name(words: str, frames: Layers) -> None:
    projects = frames["projects"]
    texts = projects[["name", "name_en", "full_name", "keywords"]].fillna("").agg(" ".join, axis=1)
    assert texts.str.contains(words, regex=False, case=False).any()


def test_22_themes_are_of_six_families_and_count_their_projects(atlas) -> None:
    themes = atlas.frames["cooperation_themes"]
    assert len(themes) == 22
    assert set(themes["family"]) == set(atlas.catalog["projects"].fields["family"].codes)
    assert len(set(themes["family"])) == 6
    counts = several(atlas.frames["projects"]["themes"]).value_counts()
    assert themes["projects"].to_dict() == counts.to_dict()
    for layer in ("projects", "partnerships", "partner_cities", "practices", "exchange_aims"):
        assert set(atlas.catalog[layer].fields["themes"].codes) == set(themes.index)


def test_27_towns_and_bodies_stand_behind_four_networks(frames: Layers) -> None:
    members = frames["municipal_partners"]
    assert len(members) == 27
    assert members["role"].value_counts().to_dict() == {"partner": 23, "seminar_place": 4}
    assert set(members["project_name"]) == {"PROSPECTS", "ReCore", "Remining Lowax", "NETSFIELD"}
    assert members["source_url"].str.startswith("http").all()
    assert members.loc[members["role"] == "seminar_place", "place"].isna().all()


def test_partners_that_are_no_towns_have_the_outline_of_what_they_are(frames: Layers) -> None:
    areas, places = frames["partner_areas"], frames["partner_cities"]
    wide = places[places["kind"].isin(["region", "country"])]
    assert set(areas.index) == set(wide.index)
    assert areas["kind"].to_dict() == wide["kind"].to_dict()
    for place, outline in areas.geometry.items():
        assert outline.buffer(0.05).contains(places.geometry[place]), place


def test_practices_are_nine_kinds_tied_to_projects_places_and_sites(atlas) -> None:
    practices = atlas.frames["practices"]
    assert set(practices["practice"]) == set(atlas.catalog["practices"].fields["practice"].codes)
    assert len(set(practices["practice"])) == 9
    assert set(practices["project"]) <= set(atlas.frames["projects"].index)
    assert set(several(practices["places"])) <= set(atlas.frames["partner_cities"].index)
    assert set(several(practices["sites"])) <= set(atlas.frames["transition_sites"].index)


def test_what_is_contested_has_every_version(catalog: Catalog) -> None:
    figures = catalog["projects"].figures
    assert set(figures) == {"prospects_dates", "artois_inhabitants", "morocco_seminar_dates", "slo_abbreviation"}
    assert all(len(figure.versions) == 2 for figure in figures.values())


def test_a_page_that_speaks_of_mining_is_marked(frames: Layers) -> None:
    twinnings = frames["twinnings"]
    assert set(twinnings.index[twinnings["mining_mentioned"]]) == {
        f"tw{number:03}" for number in (8, 30, 58, 64, 65, 69, 95, 96, 97)
    }
