"""The map as plain values: scene, legend, classes, levels of detail."""
