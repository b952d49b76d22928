"""The map as plain values: scene, legend, classes, extent, levels of detail."""
