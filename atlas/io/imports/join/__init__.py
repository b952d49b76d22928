"""Join of a table that names places: its rows take the positions of the atlas's own objects.

A table of figures by commune has codes or names instead of positions. `detect` finds the column and the layer that it
names, `gazetteer` finds the object of each value, `join_table` makes the layer and says what was not found.
"""
