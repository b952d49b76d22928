"""Spatial analysis on frames: measures, overlay, proximity, generalisation, viewport queries."""
