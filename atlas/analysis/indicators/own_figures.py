"""Indicators of a reader's own figures: the numeric columns of tables that were joined to objects of the atlas.

They are made of the declarations of the layers (`atlas.catalog.declarations.Join`), not registered: every reader has
those of their own layers.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from atlas.analysis.indicators.completeness import Effects, add_note
from atlas.analysis.indicators.counting import plain
from atlas.analysis.indicators.registry import PER_AREA, REGISTRY, Indicator, IndicatorValues, Measure, Rule
from atlas.analysis.indicators.society import members
from atlas.analysis.spatial.overlay import Inside, meeting_features

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.analysis.spatial.territories import Territories
    from atlas.catalog import Field, Layer

THEME = "own"
# A unit in the words of the reader, and what ends the part that is a density.
OWN_UNIT, DENSITY = "own:", ".density"
_SEVERAL_SHAFTS = "mine_shafts"


def indicators_in(catalog: "Mapping[str, Layer]") -> dict[str, Indicator]:
    """Return all indicators of an atlas: the registered ones, then one for each joined layer of the reader.

    Parameters
    ----------
    catalog
        Layers by id.
    """
    own = (_of_layer(layer, catalog[layer.join.layer]) for layer in joined_layers(catalog) if layer.join)
    return REGISTRY | {declared.id: declared for declared in own if declared is not None}


def joined_layers(catalog: "Mapping[str, Layer]") -> "Iterable[Layer]":
    """Yield the layers that a reader joined to a layer which the atlas has."""
    return (layer for layer in catalog.values() if layer.join and layer.join.layer in catalog)


def is_own(measure: Measure) -> bool:
    """Return whether a measure is a figure of the reader's own."""
    return measure.indicator not in REGISTRY


def figure_of(measure: Measure) -> tuple[str, str]:
    """Return the layer and the field of a figure of the reader's own."""
    return measure.rules[0][0], measure.part.removesuffix(DENSITY)


def _of_layer(layer: "Layer", base: "Layer") -> Indicator | None:
    """Return the indicator of a joined layer, with one part for each figure; None without any that can be measured.

    Only counts of objects that are no territories add up to a value of a territory.
    """
    figures = {
        name: field for name, field in layer.fields.items() if field.figure and (base.level or field.figure == "count")
    }
    if not figures:
        return None
    name = f"own_{layer.id}" if layer.id in REGISTRY else layer.id
    rule: Rule = "member" if base.level else "meets"
    effects: Effects = {} if base.level else {base.id: "at_least"}
    return Indicator(
        id=name,
        theme=THEME,
        layers=(layer.id, base.id),
        measures=tuple(_measures(name, layer.id, figures, rule)),
        world=base.level in {None, "basin"},
        figures=(),
        incomplete=effects,
        function=_function(layer, base, figures),
    )


def _measures(name: str, layer_id: str, figures: "Mapping[str, Field]", rule: Rule) -> Iterable[Measure]:
    rules = ((layer_id, rule),)
    for part, field in figures.items():
        if field.figure == "rate":
            unit = f"{OWN_UNIT}{field.unit}" if field.unit else "ratio"
            yield Measure(name, part, unit, "neutral", rules)
            continue
        unit = f"{OWN_UNIT}{field.unit}" if field.unit else "1"
        density = f"{part}{DENSITY}"
        yield Measure(name, part, unit, "neutral", rules, amount=True, instead=f"{name}.{density}")
        yield Measure(name, density, f"1{PER_AREA}", "neutral", rules)


def _function(
    layer: "Layer", base: "Layer", figures: "Mapping[str, Field]"
) -> Callable[..., dict[str, IndicatorValues]]:
    """Return the function that measures the figures of a joined layer."""
    whole = layer.join is not None and layer.join.found == layer.join.total

    def own_figures(
        territories: "Territories", own: "gpd.GeoDataFrame", objects: "gpd.GeoDataFrame"
    ) -> dict[str, IndicatorValues]:
        r"""Return the reader's own figures of a territory: counts summed over its objects, rates as they stand.

        Notes
        -----
        .. math:: F_T = \sum_{o \in T} f_o

        References
        ----------
        The reader's own table.
        """
        parts: dict[str, IndicatorValues] = {}
        for name, field in figures.items():
            values = own[name].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
            if base.level == "commune" and field.figure == "count":
                found = _sum_of_communes(territories, own, values, layer.id)
            elif base.level:
                found = _as_given(territories, own, values, layer.id, level=base.level, summed=field.figure == "count")
                found = _of_whole_bodies(found, territories, objects) if base.level == "intercommunality" else found
            else:
                expected = objects if base.id != _SEVERAL_SHAFTS else own
                found = _sum_of_objects(territories, own, values, layer.id, objects=expected, whole=whole)
            parts[name] = found
            if field.figure == "count":
                parts[f"{name}{DENSITY}"] = _density(found, territories)
        return parts

    return own_figures


def _sum_of_communes(
    territories: "Territories", own: "gpd.GeoDataFrame", values: np.ndarray, layer_id: str
) -> IndicatorValues:
    """Sum a count over the communes of a territory: at least the sum of the known ones, where some are not known."""
    inside = members(territories, own).only(~np.isnan(values))
    expected = territories.communes_expected
    total = territories.series(inside.total(np.nan_to_num(values))).where(inside.count() > 0)
    found = plain(territories, total, (inside.count(), expected), {layer_id: inside})
    return _at_least(found, inside.count() < expected.to_numpy(), values)


def _as_given(
    territories: "Territories",
    own: "gpd.GeoDataFrame",
    values: np.ndarray,
    layer_id: str,
    *,
    level: str,
    summed: bool,
) -> IndicatorValues:
    """Return the figures of territories of the level that the table names; of no other: a rate is not averaged."""
    of_level = (territories.level == level).to_numpy(dtype=bool)
    rows = own.index.get_indexer(territories.ids)
    owner = np.flatnonzero(of_level & (rows >= 0))
    inside = Inside(owner, rows[owner], own.index, len(territories)).only(~np.isnan(values))
    value = np.full(len(territories), np.nan)
    value[inside.territory] = values[inside.row]
    found = plain(territories, value, (inside.count(), of_level.astype(int)), {layer_id: inside})
    notes = pd.Series("", index=territories.ids)
    code = "own_not_summed" if summed else "own_not_averaged"
    return replace(found, notes=add_note(notes, ~of_level & (territories.communes_expected > 0).to_numpy(), code))


def _of_whole_bodies(found: IndicatorValues, territories: "Territories", bodies: "gpd.GeoDataFrame") -> IndicatorValues:
    """Add a note where a figure is that of a whole body and the territory only its part inside the basin."""
    if "communes_total" not in bodies:
        return found
    total = bodies["communes_total"].astype("Float64").reindex(territories.ids).to_numpy(dtype=float, na_value=np.nan)
    larger = (total > territories.communes_expected.to_numpy(dtype=float)) & found.value.notna().to_numpy()
    notes = found.notes if found.notes is not None else pd.Series("", index=territories.ids)
    return replace(found, notes=add_note(notes, larger, "own_whole_body"))


def _sum_of_objects(
    territories: "Territories",
    own: "gpd.GeoDataFrame",
    values: np.ndarray,
    layer_id: str,
    *,
    objects: "gpd.GeoDataFrame",
    whole: bool,
) -> IndicatorValues:
    """Sum a count over the objects that meet a territory: at least that, unless every object of the layer has one."""
    inside = meeting_features(territories, own.geometry).only(~np.isnan(values))
    expected = meeting_features(territories, objects.geometry).count()
    known = inside.count()
    total = territories.series(inside.total(np.nan_to_num(values))).where((known > 0) | (whole & (expected == 0)))
    found = plain(territories, total, (known, expected), {layer_id: inside})
    lacking = (known < expected) | np.full(len(territories), not whole)
    return _at_least(found, lacking, values)


def _at_least(found: IndicatorValues, lacking: np.ndarray, values: np.ndarray) -> IndicatorValues:
    """Mark sums of which a part is not known as bounds; without a value where a count may be negative."""
    if (values < 0).any():
        return replace(found, value=found.value.mask(lacking))
    notes = pd.Series("", index=found.value.index)
    return replace(found, notes=add_note(notes, lacking & found.value.notna().to_numpy(), "at_least"))


def _density(found: IndicatorValues, territories: "Territories") -> IndicatorValues:
    """Return a count per 100 km²; none where the count is that of another area than the territory."""
    notes = found.notes if found.notes is not None else pd.Series("", index=territories.ids)
    elsewhere = notes.str.contains("own_whole_body", regex=False)
    amount = found.value.mask(elsewhere)
    return replace(found, value=100 * amount / territories.area_km2, amount=amount.where(territories.area_km2.notna()))


def own_measures(catalog: "Mapping[str, Layer]") -> tuple[Measure, ...]:
    """Return the measures of the reader's own figures."""
    return tuple(
        measure
        for name, declared in indicators_in(catalog).items()
        if name not in REGISTRY
        for measure in declared.measures
    )
