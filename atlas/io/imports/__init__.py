"""Import of a user's own file: it becomes a declared layer, or is rejected with one sentence.

What the file holds is read in a process of its own, under limits; this package's other half keeps the result.
"""
