"""A map of folium and a view of the atlas in one app."""

import folium
import streamlit as st

from atlas.render.folium_map.offline import OfflineMap
from atlas.streamlit import st_atlas

made = OfflineMap(None, None, {"location": (50.4, 2.9)})
folium.CircleMarker((50.4, 2.9), radius=30, fill=True).add_to(made)
st.write("clicked", str(st_atlas(made, key="folium", height=250)["clicked"]))
shape = st_atlas("?layers=slag_heaps&lang=en", key="view", height=300)["shape"]
st.write("drawn", shape["type"] if shape else "nothing")
