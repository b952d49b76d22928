"""Commands that draw on paper, or write what stands alone: maps, portraits, series."""
