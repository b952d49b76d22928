"""Stories: parser, library, slides, figures in the text, checks."""
