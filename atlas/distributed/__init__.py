"""The distributed extra: indicators measured on many machines, layers written as parts that they read."""
