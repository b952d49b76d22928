"""The map as a competent user of streamlit-folium writes it: the same layers, GeoJson with tooltips, one filter."""

from pathlib import Path

import folium
import geopandas as gpd
import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

LAYERS = Path(__file__).parents[2] / "layers"
SHOWN = {
    "territories/mining_basins": ("#5B6770", ["name", "status"]),
    "heritage/unesco_buffer": ("#9C3D2E", ["name", "area_ha"]),
    "heritage/unesco_components": ("#9C3D2E", ["name", "area_ha"]),
    "ecology/green_corridors": ("#2E7D4F", ["name", "length_km"]),
    "landscape/slag_heaps": ("#22262A", ["number", "name", "form"]),
    "cooperation/partner_cities": ("#7A4E9E", ["name", "kind"]),
}

st.set_page_config(layout="wide")


@st.cache_data
def read(path: str) -> gpd.GeoDataFrame:
    folder, stem = path.split("/")
    frames = [gpd.read_parquet(file) for file in sorted((LAYERS / folder).glob(f"{stem}*.parquet"))]
    rows = pd.concat([frame for frame in frames if "geometry" in frame])
    return rows[rows.geometry.notna()]


heaps = read("landscape/slag_heaps")
form = st.sidebar.selectbox("form", ["all", *sorted(heaps["form"].dropna().unique())])
page = folium.Map((50.43, 2.95), zoom_start=9, tiles=None, prefer_canvas=True)
for path, (color, tooltip) in SHOWN.items():
    rows = read(path)
    if path.endswith("slag_heaps") and form != "all":
        rows = rows[rows["form"] == form]
    folium.GeoJson(
        rows[[*tooltip, "geometry"]],
        style_function=lambda _, color=color: {"color": color, "weight": 1, "fillOpacity": 0.4},
        marker=folium.CircleMarker(radius=4, color=color, fill=True),
        tooltip=folium.GeoJsonTooltip(tooltip),
    ).add_to(page)
st_folium(page, use_container_width=True, height=700, returned_objects=[])
st.write(f"heaps: {len(heaps if form == 'all' else heaps[heaps['form'] == form])}")
