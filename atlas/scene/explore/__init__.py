"""What the reader explores beside the map: table, charts, facets, search, timeline."""
