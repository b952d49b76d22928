"""One object: the sentence that its values make, the figures that matter, pictures, disagreements, its card."""
