"""Files to frames and frames to files. Importing this package reads nothing; see the modules."""
