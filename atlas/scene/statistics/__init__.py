"""Statistics of all territories of a level: spatial autocorrelation and a typology."""
