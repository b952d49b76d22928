"""A map in an app, as `st_atlas` shows it; ``ROWS`` says how many rows."""

import os

import streamlit as st

from atlas.streamlit import st_atlas
from tests.benchmarks.in_browser.rows import star_polygons

rows = st.cache_resource(star_polygons)(int(os.environ["ROWS"]))
kept = rows[rows["area_ha"] >= st.slider("least", 0, 100, 5)]
st.write(f"rows {len(kept)}")
st_atlas(kept, key="map", column="area_ha", height=500, returns=("clicked",))
