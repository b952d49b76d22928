"""The map of a sheet: its ground, symbols, names, legend, scale bar and graticule."""
