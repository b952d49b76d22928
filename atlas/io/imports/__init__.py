"""Import of a user's own file: it becomes a declared layer, or is rejected with one sentence.

The file is read in a worker process under limits; the parent process saves the result.
"""
