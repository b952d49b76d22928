"""Compile the shipped layers from source extracts: one function a layer, named after it."""
