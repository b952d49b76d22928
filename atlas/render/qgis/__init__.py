"""Project files, styles and layouts of QGIS (3.22 and later), from a view; SLD for map servers."""
