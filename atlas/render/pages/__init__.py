"""Pages that stand alone, without a map to move: the portrait of a territory, the sheet of an object or an area."""
