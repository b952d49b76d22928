"""The measures of a comparison: which are shown, their titles, and how their values are written."""

import inspect
import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from atlas.analysis.indicators import (
    GAP,
    NORMS,
    REGISTRY,
    Completeness,
    Measure,
    Norm,
    figure_of,
    indicators_in,
    is_own,
    own_measures,
)
from atlas.analysis.indicators.own_figures import DENSITY, OWN_UNIT, joined_layers
from atlas.i18n import has_plural, plural, t, words
from atlas.scene.query.compare_parameters import WeightedMeasure, read_measure
from atlas.scene.query.completeness import extent_of
from atlas.scene.query.formatting import round_number, write_exact, write_number
from atlas.scene.query.row_masks import readable_layers

if TYPE_CHECKING:
    from atlas.catalog import Catalog
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View

# What a portrait shows: measures of every theme that differ between territories.
PORTRAIT_MEASURES = (
    "heap_density",
    "heap_footprint_share",
    "inscribed_heap_share",
    "world_heritage_intensity",
    "ouv_completeness",
    "shaft_density",
    "years_since_closure.last_shaft",
    "inscribed_estate_share",
    "mine_railway_density",
    "heap_to_network_m.waterway",
    "core_area_share",
    "equivalent_connectivity_ha",
    "population_density",
    "poverty_gap",
)
# Compared without a choice where the layers they are computed from are complete for all that is compared.
BASIN_MEASURES = (
    *PORTRAIT_MEASURES,
    "world_heritage_intensity.property_share",
    "monument_share",
    "protected_area_share.regional_nature_park",
    "heritage_nature_overlap.regional_nature_park",
    "population_trend",
)
INTERNATIONAL_MEASURES = (
    "years_since_closure",
    "listed_mining_sites",
    "listed_mining_sites.points",
    "cooperation_links",
    "cooperation_links.projects",
    "cooperation_links.themes",
    "cooperation_links.years",
)
# In portraits only: elsewhere they would be lines that hardly any territory has a value of.
_AFTER_MINE = ("watched_installation_density",)
_PARTNERS_AFTER_MINE = ("dam_density", "decommissioning_dam_share", "upstream_dam_share")
# Parts that are classes of a declared field: their titles are those of the layer.
LAYER_CLASSES = {
    "heap_form_profile": ("slag_heaps", "form"),
    "heap_state_profile": ("slag_heaps", "state"),
    "estate_interest_profile": ("mining_estates", "interest"),
}
# Values that are bounds, and the signs of bounds in tables.
BOUNDS = {"at_least": "≥", "at_most": "≤"}
_PERCENT = frozenset({"share", "share/year"})
_LEAST_DIGITS = 3


def chosen_measures(view: "View", catalog: "Catalog", *, international: bool) -> tuple[WeightedMeasure, ...]:
    """Return the measures of a view; `international`: territories of several countries are compared."""
    return tuple(
        read_measure(text, catalog)
        for text in view.ind or (INTERNATIONAL_MEASURES if international else BASIN_MEASURES)
    )


def portrait_measures(atlas: "Atlas", *, international: bool) -> tuple[str, ...]:
    """Return the ids of the measures of a portrait, the reader's own figures last.

    Parameters
    ----------
    atlas
        Layers; those that the reader joined, and that can be read, have figures.
    international
        Whether it is the portrait of a partner basin.
    """
    known = {layer.id for layer in readable_layers(joined_layers(atlas.catalog), atlas.frames)}
    own = tuple(
        measure.id
        for measure in own_measures(atlas.catalog)
        if not measure.part.endswith(DENSITY) and figure_of(measure)[0] in known
    )
    if international:
        return (*INTERNATIONAL_MEASURES, *_PARTNERS_AFTER_MINE, *own)
    return (*PORTRAIT_MEASURES, *_AFTER_MINE, *own)


def norm_of(view: "View") -> Norm:
    """Return the normalisation of a view: per 100 km² unless another is chosen."""
    return next((norm for norm in NORMS if norm == view.norm), NORMS[0])


def measure_title(measure: Measure, catalog: "Catalog", lang: str) -> str:
    """Return the title of a measure; that of a figure of the reader's own says so."""
    if is_own(measure):
        layer, field = figure_of(measure)
        title = catalog[layer].fields[field].title(lang)
        if measure.part.endswith(DENSITY):
            return t("measure.own_density", lang, title=title)
        return t("measure.own", lang, title=title)
    if measure.indicator in LAYER_CLASSES and measure.part:
        layer, field = LAYER_CLASSES[measure.indicator]
        code = catalog[layer].fields[field].codes[measure.part](lang)
        return t("compare.part", lang, whole=t(f"measure.{classes_key(measure.indicator)}", lang), part=code)
    key = f"measure.{measure.id}"
    return t(key, lang) if key in words(lang) else _docstring(measure.indicator)


def _docstring(indicator: str) -> str:
    """Return the first line of the docstring of an indicator: the words of one that a program registered."""
    own = inspect.getdoc(REGISTRY[indicator].function) or indicator.replace("_", " ")
    return own.partition("\n")[0]


def definition_of(indicator: str, catalog: "Catalog", lang: str) -> str:
    """Return the definition of an indicator; that of the reader's own figures names their table."""
    if indicator in REGISTRY:
        known = f"definition.{indicator}" in words(lang)
        return t(f"definition.{indicator}", lang) if known else _docstring(indicator)
    layer = catalog[indicators_in(catalog)[indicator].layers[0]]
    if layer.join is None:
        msg = f"{layer.id}: no join"
        raise ValueError(msg)
    named = {"title": layer.title(lang), "places": catalog[layer.join.layer].title(lang), "column": layer.join.column}
    return t("definition.own", lang, **named, found=layer.join.found, total=layer.join.total)


def classes_key(indicator: str) -> str:
    """Return the key of the title of the shares by class; the headline of a profile is another thing: its evenness."""
    has_headline = not REGISTRY[indicator].measures[0].part
    return f"{indicator}.classes" if has_headline else indicator


def unit_text(unit: str, lang: str, count: float | None = None) -> str:
    """Return a unit as it is written after a number; without a number, as a heading writes it."""
    if unit.startswith(OWN_UNIT):
        return unit.removeprefix(OWN_UNIT)
    if not has_plural(f"unit.{unit}"):
        # The unit of an indicator that a program registered is written as it is.
        return words(lang).get(f"unit.{unit}", unit)
    return t(f"unit.{unit}.other", lang) if count is None else plural(f"unit.{unit}", lang, count)


def write_value(value: float | None, unit: str, lang: str, spread: float = 0) -> str:
    """Write a value with its unit in a language.

    Parameters
    ----------
    value
        None or NaN where it is unknown: a word is written.
    unit
        Unit of the measure.
    lang
        Language of the words.
    spread
        Distance between the values of the level (`spread_of_level`), of which three digits are kept.
    """
    if value is None or math.isnan(value):
        return t("value.unknown", lang)
    if unit == "decade":
        return t("compare.decade", lang, year=int(value))
    return _write(value, unit, lang, spread, with_unit=True)


def write_apart(values: Sequence[float], unit: str, lang: str, spread: float = 0) -> list[str]:
    """Write different values as `write_value` does, with more digits where two would read the same."""
    texts = [write_value(value, unit, lang, spread) for value in values]
    if len(set(texts)) == len(texts) or unit == "decade":
        return texts
    least = min((high - low for low, high in pairwise(sorted(set(values)))), default=0.0)
    return [write_value(value, unit, lang, least) for value in values]


def write_exact_value(value: float | None, unit: str, lang: str) -> str:
    """Write a value as `write_value` does, with all its digits."""
    if value is None or math.isnan(value):
        return t("value.unknown", lang)
    if unit == "decade":
        return write_value(value, unit, lang)
    number = 100 * value if unit in _PERCENT else value
    return write_exact(number, lang, unit_text(unit, lang, number) or None)


def write_bound(text: str, completeness: Completeness, lang: str) -> str:
    """Write a value that is a bound as one: “at least 12 km”; any other stays as it is."""
    return t(f"value.{completeness}", lang, value=text) if completeness in BOUNDS else text


def write_notes(codes: Iterable[str], catalog: "Catalog", lang: str) -> list[str]:
    """Return the sentence of each note; that of a layer which is not complete is the layer's own."""
    return [
        _gap(code.removeprefix(GAP), catalog, lang) if code.startswith(GAP) else t(f"note.{code}", lang)
        for code in codes
    ]


def _gap(key: str, catalog: "Catalog", lang: str) -> str:
    layer, extent = catalog[key.partition(".")[0]], extent_of(key, catalog)
    said = t("note.not_declared", lang) if extent is None else extent.sentence(lang)
    return f"{layer.title(lang)}{t('value.is', lang)}{said}"


def write_without_unit(value: float | None, unit: str, lang: str, spread: float = 0) -> str:
    """Write a number without its unit; a share keeps its percent sign, an unknown value is a dash."""
    if value is None or math.isnan(value):
        return "–"
    if unit == "decade" or unit in _PERCENT:
        return write_value(value, "share" if unit in _PERCENT else unit, lang, spread)
    return _write(value, unit, lang, spread, with_unit=False)


def layers_of(measures: Iterable[Measure], catalog: "Catalog") -> tuple[str, ...]:
    """Return the layers that measures are computed from, each once."""
    known = indicators_in(catalog)
    return tuple(dict.fromkeys(layer for measure in measures for layer in known[measure.indicator].layers))


def _write(value: float, unit: str, lang: str, spread: float, *, with_unit: bool) -> str:
    """Write three digits, the outlines are not more precise, and those that tell a value from others."""
    percent = 100 if unit in _PERCENT else 1
    number, wide = percent * value, percent * spread
    shown = round_number(number, decimals=0, digits=_LEAST_DIGITS, spread=wide)
    text = unit_text(unit, lang, shown) if with_unit else ""
    return write_number(number, lang, text or None, decimals=0, digits=_LEAST_DIGITS, spread=wide)
