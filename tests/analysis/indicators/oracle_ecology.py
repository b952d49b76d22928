"""The indicators of corridors, nature and connectivity once more, the slow and obvious way."""

import itertools
import math

import geopandas as gpd
import networkx as nx
import pandas as pd
import shapely

from tests.analysis.indicators.oracle_geometry import geodesic_m2, ground, inside_areas, inside_km, met, ratio


def corridors(outlines, frames, km2):
    green, blue = frames["green_corridors"], frames["blue_corridors"]
    areas, lines = green[green["situation"] == "property"], green[green["situation"] == "buffer"]
    inscribed = pd.Series(0.0, index=outlines.index)
    for shape, length in zip(areas.geometry, areas["length_km_producer"], strict=True):
        inscribed += length * inside_areas(outlines, [shape]) / geodesic_m2(shape)
    other = inside_km(outlines, lines.geometry.difference(areas.union_all()))
    found = {
        "mine_railway_density": 100 * (inscribed + other) / km2,
        "mine_railway_density.inscribed": 100 * inscribed / km2,
        "mine_railway_density.lines": 100 * inside_km(outlines, lines.geometry) / km2,
        "inscribed_railway_share": ratio(inscribed, inscribed + other),
        "waterway_density": 100 * inside_km(outlines, blue.geometry) / km2,
    }
    heap = frames["slag_heaps"]
    heap = heap[heap["geometry_kind"] == "outline"]
    pairs = met(outlines, heap)
    for kind, layer in (("mine_railway", green), ("waterway", blue)):
        whole = layer.geometry.dropna().to_crs(2154).union_all()
        distance = heap.geometry.to_crs(2154).distance(whole).reindex(pairs.index)
        by = distance.groupby(pairs["territory"])
        found[f"heap_to_network_m.{kind}"] = by.median().reindex(outlines.index)
        for reach in (300, 1000):
            near = (distance <= reach).groupby(pairs["territory"]).mean()
            found[f"heap_to_network_m.{kind}_{reach}_m"] = near.reindex(outlines.index)
    return found


def nature(outlines, frames, km2):
    areas, spaces = frames["protected_areas"], frames["neonatural_spaces"]
    sites = areas[areas["kind"] == "natura_2000"]
    park = areas[areas["kind"] == "regional_nature_park"]
    shapes = {
        "protected_area_share": areas.geometry,
        "protected_area_share.natura_2000": sites.geometry,
        "protected_area_share.regional_nature_park": park.geometry,
        "core_area_share": [*sites.geometry, *spaces.geometry],
        "core_area_share.natura_2000": sites.geometry,
        "core_area_share.neonatural": spaces.geometry,
    }
    return {name: ground(outlines, of) / 1e6 / km2 for name, of in shapes.items()}


def connectivity(outlines, frames):
    heap, areas = frames["slag_heaps"], frames["protected_areas"]
    bare = [*heap[heap["geometry_kind"] == "outline"].geometry, *frames["neonatural_spaces"].geometry]
    every = [*bare, *areas[areas["kind"] == "natura_2000"].geometry]
    found = {}
    for variant, shapes in (("", every), ("without_natura_2000", bare), ("clipped", every)):
        whole = _large(shapely.get_parts(shapely.union_all(shapes)))
        for territory, outline in outlines.items():
            values = _network(outline, whole, clipped=variant == "clipped")
            if variant == "clipped":
                mesh = values["equivalent_connectivity_ha"] ** 2 / (geodesic_m2(outline) / 1e4)
                found.setdefault("equivalent_connectivity_ha.mesh", {})[territory] = mesh
            for name, value in values.items():
                if variant == "":
                    found.setdefault(name, {})[territory] = value
                    if name == "network_gaps":
                        per_area = value / (geodesic_m2(outline) / 1e8)
                        found.setdefault("network_gaps.density", {})[territory] = per_area
                elif name.startswith("equivalent_connectivity_ha") and "habitat" not in name:
                    own = f"{name}{'_' if '.' in name else '.'}{variant}"
                    found.setdefault(own, {})[territory] = value
    return {name: pd.Series(values) for name, values in found.items()}


def _large(shapes):
    return [shape for shape in shapes if geodesic_m2(shape) > 100]


def _network(outline, patches, *, clipped):
    inside = [(patch, patch.intersection(outline)) for patch in patches if patch.intersects(outline)]
    inside = [(patch, cut) for patch, cut in inside if cut.area and geodesic_m2(cut) > 100]
    nodes = [patch for patch, _ in inside]
    if clipped:
        nodes = _large(shapely.get_parts([cut for _, cut in inside])) if inside else []
    hectares = [geodesic_m2(node) / 1e4 for node in nodes]
    local = list(gpd.GeoSeries(nodes, crs=4326).to_crs(2154)) if nodes else []
    graph = nx.Graph()
    graph.add_nodes_from(range(len(nodes)))
    for i, j in itertools.combinations(range(len(nodes)), 2):
        graph.add_edge(i, j, metres=local[i].distance(local[j]))
    way = dict(nx.all_pairs_dijkstra_path_length(graph, weight="metres"))
    found = {}
    for part, d50 in (("", 1000), (".250_m", 250), (".5_km", 5000)):
        total = sum(hectares[i] * hectares[j] * 0.5 ** (way[i][j] / d50) for i in way for j in way[i])
        found[f"equivalent_connectivity_ha{part}"] = math.sqrt(total)
    total = sum(hectares)
    found["equivalent_connectivity_ha.habitat_share"] = (
        found["equivalent_connectivity_ha"] / total if total else math.nan
    )
    if not nodes:
        return found | dict.fromkeys(
            (
                "network_gaps",
                "network_gaps.spanning_m",
                *(f"network_gaps.groups_{r}" for r in ("250_m", "1_km", "5_km")),
            ),
            math.nan,
        )
    tree = [data["metres"] for _, _, data in nx.minimum_spanning_tree(graph, weight="metres").edges(data=True)]
    long = [metres for metres in tree if metres > 1000]
    found |= {"network_gaps": len(long), "network_gaps.spanning_m": sum(long)}
    for name, reach in (("250_m", 250), ("1_km", 1000), ("5_km", 5000)):
        near = nx.Graph()
        near.add_nodes_from(graph)
        near.add_edges_from((i, j) for i, j, data in graph.edges(data=True) if data["metres"] <= reach)
        found[f"network_gaps.groups_{name}"] = nx.number_connected_components(near)
    return found
