"""One layer as a competent user of streamlit-folium shows it: a GeoJson with colours and tooltip, and one filter."""

import os

import folium
import geopandas as gpd
import streamlit as st
from streamlit_folium import st_folium

KINDS = ("wood", "pond", "heap", "field", "estate", "works", "road", "other")
COLORS = ("#2E7D4F", "#1D727D", "#22262A", "#B08A2E", "#9C3D2E", "#5B6770", "#7A4E9E", "#8A8F94")

st.set_page_config(layout="wide")


@st.cache_data
def read(path: str) -> gpd.GeoDataFrame:
    rows = gpd.read_parquet(path)
    return rows.loc[rows.geometry.notna(), ["name", "kind", "geometry"]]


rows = read(os.environ["LARGE_LAYER"])
without = [",".join(other for other in KINDS if other != kind) for kind in KINDS]
kinds = st.sidebar.selectbox("kinds", ["all", *KINDS, *without])
shown = rows if kinds == "all" else rows[rows["kind"].isin(kinds.split(","))]
colors = dict(zip(KINDS, COLORS, strict=True))
page = folium.Map((50.45, 2.9), zoom_start=9, tiles=None, prefer_canvas=True)
folium.GeoJson(
    shown,
    style_function=lambda row: {
        "color": colors.get(row["properties"]["kind"], "#5B6770"),
        "weight": 1,
        "fillOpacity": 0.8,
    },
    marker=folium.CircleMarker(radius=4, fill=True),
    tooltip=folium.GeoJsonTooltip(["name", "kind"]),
).add_to(page)
st_folium(page, use_container_width=True, height=700, returned_objects=[])
st.write(f"rows: {len(shown)}")
