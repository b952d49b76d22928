"""The import gate: a file of a reader's own becomes a declared layer, or is refused in one sentence.

What the file holds is read in a process of its own, under limits; this package's other half keeps the result.
"""
