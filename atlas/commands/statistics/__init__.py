"""Statistics of all territories of a level."""
