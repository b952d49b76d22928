"""Maps of folium that need no network, with the drawing of the atlas."""
