"""An app with a map: `streamlit run docs/examples/map_app.py`."""

import streamlit as st

import atlas
from atlas.streamlit import st_atlas

heaps = st.cache_resource(lambda: atlas.open().read("slag_heaps"))()
least = st.slider("At least, hectares", 0, 50, 5)
found = heaps[heaps["area_ha"] >= least]
st.write(f"{len(found)} slag heaps")
answer = st_atlas(found, key="map", column="area_ha", height=500, returns=("clicked",))
if answer["clicked"]:
    st.write(answer["clicked"]["name"])
