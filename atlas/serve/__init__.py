"""HTTP beside the page: health, the map page, layers, cards. No analysis and no Streamlit here."""
