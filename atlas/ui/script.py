"""What Streamlit runs for each page that is opened; nothing imports it.

The server does not wait for geopandas, which only the page needs. The very first map, which another process prepares
(`atlas.serve.first_map`), goes before the page around it.
"""

from atlas.serve.first_map import wait_until_prepared

wait_until_prepared()

from atlas.ui.page import main  # noqa: E402

main()
