"""Every indicator once more, the slow and obvious way: overlays, loops and geodesics, without a line of the atlas.

Areas are geodesic where the atlas uses an equal-area projection, lengths are those of `Geod.geometry_length`, the best
paths are networkx's: an error would have to be made twice, in two ways, to pass.
"""

import math
import warnings

import pandas as pd

from tests.analysis.indicators.oracle_ecology import connectivity, corridors, nature
from tests.analysis.indicators.oracle_geometry import (
    counted,
    geodesic_m2,
    ground,
    inside_areas,
    met,
    ratio,
    rows_in,
    shannon,
)

FORMS = [
    *("conical", "flat", "large_modern", "truncated", "terraces", "embankment", "settling_basin", "particular"),
    *("levelled", "levelled_built", "levelled_park", "levelled_farmland", "levelled_road"),
]
STATES = ["remaining", "remaining_in_part", *FORMS[-5:]]
TYPES = [
    *("pits", "headframes", "heaps", "railways", "railway_buildings"),
    *("estates", "schools", "religious", "health", "leisure"),
]


def measure(outlines, members, frames, *, basin=None, year):
    """Every measure of territories.

    Parameters
    ----------
    outlines
        GeoSeries, EPSG:4326, indexed by territory.
    members
        Territory → ids of its communes.
    basin
        The territory that is the whole basin, if one is.
    """
    km2 = pd.Series([geodesic_m2(shape) / 1e6 for shape in outlines], index=outlines.index)
    found = {}
    found |= heaps(outlines, frames, km2, basin)
    found |= heritage(outlines, frames, km2)
    found |= estates(outlines, frames, km2)
    found |= shafts(outlines, frames, km2, basin, year)
    found |= after_mine(outlines, frames, km2)
    found |= corridors(outlines, frames, km2)
    found |= nature(outlines, frames, km2)
    found |= people(outlines, members, frames, km2)
    found |= twins(outlines, members, frames)
    found |= cooperation(outlines, frames, basin)
    found |= connectivity(outlines, frames)
    return pd.DataFrame(found)


def heaps(outlines, frames, km2, basin):
    every = frames["slag_heaps"]
    outlined = every[every["geometry_kind"] == "outline"]
    listed, known = counted(outlines, every), counted(outlines, outlined)
    if basin:
        listed[basin] = len(every)
    blank = (known == 0) & (listed > 0)
    pairs = met(outlines, every)
    union = ground(outlines, outlined.geometry)
    found = {
        "heap_density": (100 * known / km2).mask(blank),
        "heap_density.numbered": (100 * listed / km2).where(outlines.index == basin),
        "heap_footprint_share": (union / 1e6 / km2).mask(blank),
    }
    for name, field, classes in (("heap_form_profile", "form", FORMS), ("heap_state_profile", "state", STATES)):
        table = pd.crosstab(pairs["territory"], pairs[field]).reindex(outlines.index, fill_value=0)
        table = table.reindex(columns=classes, fill_value=0)
        found[name] = table.apply(lambda row: shannon(list(row)), axis=1)
        found |= {f"{name}.{code}": ratio(table[code], table.sum(axis=1)) for code in classes}
    verified = counted(outlines, every[every["state"] != "not_verified"])
    found["heap_state_profile.not_verified"] = ratio(listed - verified, listed)
    inscribed = outlined[outlined["unesco"] == "inscribed"]
    found["inscribed_heap_share"] = ratio(counted(outlines, inscribed), known)
    found["inscribed_heap_share.area"] = ratio(ground(outlines, inscribed.geometry), union)
    nature = frames["protected_areas"]
    for kind, areas in (
        ("property", frames["unesco_components"]),
        ("buffer", frames["unesco_buffer"]),
        ("natura_2000", nature[nature["kind"] == "natura_2000"]),
        ("regional_nature_park", nature[nature["kind"] == "regional_nature_park"]),
    ):
        touching = outlined[outlined.geometry.intersects(areas.union_all())]
        found[f"protected_heap_share.{kind}"] = ratio(counted(outlines, touching), known)
    return found


def heritage(outlines, frames, km2):
    components, elements = frames["unesco_components"], frames["heritage_elements"]
    property_m2 = ground(outlines, components.geometry)
    # Of less than 100 m² nothing is a share.
    some_m2 = property_m2.where(property_m2 > 100, 0)
    found = {
        "world_heritage_intensity": 100 * counted(outlines, components) / km2,
        "world_heritage_intensity.property_share": property_m2 / 1e6 / km2,
        "world_heritage_intensity.buffer_ratio": ratio(ground(outlines, frames["unesco_buffer"].geometry), some_m2),
    }
    points = rows_in(outlines, frames["unesco_site_points"])
    found["listed_mining_sites"] = points.groupby("territory")["property"].nunique()
    found["listed_mining_sites.points"] = points.groupby("territory").size()
    found |= {
        name: found[name].reindex(outlines.index, fill_value=0)
        for name in ("listed_mining_sites", "listed_mining_sites.points")
    }
    pairs = met(outlines, elements)
    table = pd.crosstab(pairs["territory"], pairs["attribute_type"]).reindex(outlines.index, fill_value=0)
    table = table.reindex(columns=TYPES, fill_value=0)
    found["ouv_completeness"] = (table > 0).sum(axis=1) / 10
    found["ouv_completeness.evenness"] = table.apply(lambda row: shannon(list(row)), axis=1)
    buildings = elements[(elements["kind"] == "building") & elements["protection"].notna()]
    monuments = buildings[buildings["protection"].isin(["classified_mh", "listed_mh", "listed_mh_and_avap"])]
    found["monument_share"] = ratio(counted(outlines, monuments), counted(outlines, buildings))
    nature = frames["protected_areas"]
    for kind in ("natura_2000", "regional_nature_park"):
        both = nature[nature["kind"] == kind].union_all().intersection(components.union_all())
        found[f"heritage_nature_overlap.{kind}"] = ratio(inside_areas(outlines, [both]), some_m2)
    return found


def estates(outlines, frames, km2):
    every = frames["mining_estates"]
    count, area = counted(outlines, every), ground(outlines, every.geometry)
    found = {"estate_density": 100 * count / km2}
    chosen = {
        "inscribed_estate_share": every[every["situation"] == "property"],
        "renewal_estate_share": every[every["renewal_programme"].fillna(value=False).astype(bool)],
    }
    for name, rows in chosen.items():
        found[name] = ratio(counted(outlines, rows), count)
        found[f"{name}.area"] = ratio(ground(outlines, rows.geometry), area)
    assessed = counted(outlines, every[every["interest"].notna()])
    for code in ("exceptional", "remarkable", "witness"):
        own = counted(outlines, every[every["interest"] == code])
        found[f"estate_interest_profile.{code}"] = ratio(own, assessed)
    return found


def shafts(outlines, frames, km2, basin, year):
    pairs = rows_in(outlines, frames["mine_shafts"])
    by = pairs.groupby("territory")
    life = (pairs["closed_year"] - pairs["sunk_year"]).astype(float).groupby(pairs["territory"]).mean()
    last = by["closed_year"].max().astype(float).reindex(outlines.index)
    since_extraction = pd.Series(math.nan, index=outlines.index)
    if basin:
        since_extraction[basin] = year - 1990
    return {
        "shaft_density": 100 * by.size().reindex(outlines.index, fill_value=0) / km2,
        "mean_shaft_life_years": life.reindex(outlines.index),
        "last_closing_decade": last - last % 10,
        "deepest_shaft_m": by["depth_m"].max().reindex(outlines.index),
        "years_since_closure": since_extraction,
        "years_since_closure.last_shaft": year - last,
    }


def after_mine(outlines, frames, km2):
    """Installations of the sites in each outline; dams of the register, where it has any."""
    sites = rows_in(outlines, frames["after_mine_sites"])
    found = {}
    for part, column in (
        ("", "installations"),
        (".piezometers", "piezometers"),
        (".surface_water_points", "surface_water_points"),
        (".confinements", "confinements"),
    ):
        number = sites.groupby("territory")[column].sum().astype(float).reindex(outlines.index, fill_value=0.0)
        found[f"watched_installation_density{part}"] = 100 * number / km2
    every = frames["tailings_dams"]
    dams = rows_in(outlines, every[every["state_2026"] != "not_listed"])

    def number_of(rows):
        return rows.groupby("territory").size().reindex(outlines.index, fill_value=0).astype(float)

    count = number_of(dams)
    return found | {
        "dam_density": 100 * count.where(count > 0) / km2,
        "decommissioning_dam_share": ratio(number_of(dams[dams["state_2026"] == "decommissioning"]), count),
        "decommissioning_dam_share.works_ended": ratio(number_of(dams[dams["works_end"].notna()]), count),
        "upstream_dam_share": ratio(
            number_of(dams[dams["method_2026"] == "upstream"]), number_of(dams[dams["method_2026"].notna()])
        ),
    }


def people(outlines, members, frames, km2):
    communes = frames["communes"]
    rows = {}
    weight = communes["population_2021"].where(communes["poverty_rate_2021_percent"].notna()).astype(float)
    reference = (weight * communes["poverty_rate_2021_percent"]).sum() / weight.sum()
    for territory in outlines.index:
        own = communes.loc[list(members[territory])]
        first, last = own["population_2016"].sum(), own["population_2023"].sum()
        published = own[own["poverty_rate_2021_percent"].notna()]
        heavy = published["population_2021"].astype(float)
        rate = (published["poverty_rate_2021_percent"] * heavy).sum() / heavy.sum() if len(published) else math.nan
        alone = len(own) == 1 and territory in communes.index
        rows[territory] = {
            "population": last,
            "population_density": last / km2[territory],
            "population_trend": math.exp(math.log(last / first) / 7) - 1,
            "median_income": own["median_income_2021"].iloc[0] if alone else math.nan,
            "income_ratio": own["d9_d1_2021"].iloc[0] if alone else math.nan,
            "poverty_gap": rate / 100,
            "poverty_gap.gap": rate - reference,
        }
    table = pd.DataFrame(rows).T.astype(float)
    return {name: table[name] for name in table}


def twins(outlines, members, frames):
    active = frames["twinnings"][frames["twinnings"]["status"] == "active"]
    found = {"twinning_links": {}, "twinning_links.countries": {}}
    for territory in outlines.index:
        own = active[active["commune"].isin(list(members[territory]))]
        found["twinning_links"][territory] = len(own) or math.nan
        found["twinning_links.countries"][territory] = own["country"].nunique() or math.nan
    return {name: pd.Series(values) for name, values in found.items()}


def cooperation(outlines, frames, basin, large=()):
    """Links of whole basins: all of them for `basin`, for the others of `large` those that end there."""
    links, places = frames["partnerships"], frames["partner_cities"].geometry
    precise = links[links["precision"].isin(["city", "site", "official_point", "region", "region_box"])]
    names = ("", ".projects", ".countries", ".themes", ".years")
    found = {f"cooperation_links{part}": pd.Series(math.nan, index=outlines.index) for part in names}
    for territory in outlines.index:
        if territory == basin:
            own = links
        elif territory in large and outlines[territory] is not None:
            inside = [place in places.index and outlines[territory].covers(places[place]) for place in precise["place"]]
            own = precise[inside]
        else:
            continue
        dated = own[own["start_year"].notna()]
        years = [*dated["start_year"], *dated["end_year"].dropna()]
        found["cooperation_links"][territory] = len(own)
        found["cooperation_links.projects"][territory] = len(set(own["project"].dropna()))
        found["cooperation_links.countries"][territory] = len(
            set("; ".join(own["country"].dropna()).split("; ")) - {""}
        )
        found["cooperation_links.themes"][territory] = len(set("; ".join(own["themes"].dropna()).split("; ")) - {""})
        found["cooperation_links.years"][territory] = max(years) - min(years) + 1 if years else math.nan
    return found


def without_warnings(function, *arguments, **options):
    """Overlays of lines and polygons warn of what they drop on borders."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return function(*arguments, **options)
