"""The distributed extra: indicators of many territories on many machines, layers as parts."""
