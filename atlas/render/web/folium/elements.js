/* What markers and popups of folium need, without the libraries that folium loads for them from other hosts. */
