"""The atlas for other programs: OGC API - Features and vector tiles, below ``/ogc``.

Own routes, not pygeoapi: its parser refuses an apostrophe in a text and lets OR bind before AND, it answers without
ETag, its pages load scripts from another site, and its layers are those of its start. Measured in
``tests/benchmarks/RESULTS.md``.
"""
