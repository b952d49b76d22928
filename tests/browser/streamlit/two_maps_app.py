"""A map of folium and a view of the atlas in one app, and rows in a tab that is closed."""

import folium
import geopandas as gpd
import streamlit as st

from atlas.render.folium_map.offline import OfflineMap
from atlas.streamlit import st_atlas

made = OfflineMap(None, None, {"location": (50.4, 2.9)})
folium.CircleMarker((50.4, 2.9), radius=30, fill=True).add_to(made)
st.write("clicked", str(st_atlas(made, key="folium", height=250)["clicked"]))
shape = st_atlas("?layers=slag_heaps&lang=en", key="view", height=300)["shape"]
st.write("drawn", shape["type"] if shape else "nothing")
_, closed = st.tabs(["open", "closed"])
places = gpd.GeoDataFrame(geometry=gpd.points_from_xy([2.6, 3.2], [50.3, 50.5]), crs=4326)
with closed:
    st_atlas(places, key="closed", height=300, returns=("clicked",))
