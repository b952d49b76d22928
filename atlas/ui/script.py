"""What Streamlit runs for each page that is opened; nothing imports it.

The server does not wait for geopandas, which only the page needs.
"""

from atlas.ui.page import main

main()
