"""A map in an app, as `st_atlas` shows it."""

from atlas.streamlit import st_atlas
from tests.benchmarks.in_browser.counted_rows import count_run, rows_kept

kept = rows_kept()
st_atlas(kept, key="map", column="area_ha", height=500, returns=("clicked",))
count_run(kept)
