"""Readers of the import: one module a family of formats."""
