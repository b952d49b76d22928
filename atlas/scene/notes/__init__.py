"""Notes that a reader puts on the map: in a link, and as rows."""
