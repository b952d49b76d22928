"""What accompanies a published view: caption, citation, portrait, metadata."""
