"""From what a reader asks to what is to be drawn. See the modules."""
