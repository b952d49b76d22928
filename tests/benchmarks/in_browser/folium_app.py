"""The same app as `component_app.py` with streamlit-folium."""

import folium
from streamlit_folium import st_folium

from tests.benchmarks.in_browser.counted_rows import count_run, rows_kept

kept = rows_kept()
page = folium.Map((50.5, 3.3), zoom_start=8, tiles=None)
tooltip = folium.GeoJsonTooltip(["name", "area_ha"])
folium.GeoJson(kept, tooltip=tooltip, style_function=lambda _: {"color": "#0B6E8A", "weight": 1}).add_to(page)
st_folium(page, key="map", height=500, width=700, returned_objects=["last_object_clicked"])
count_run(kept)
