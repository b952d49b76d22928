"""The HTTP routes: health, map page, layers, cards, files. No analysis and no Streamlit here."""
