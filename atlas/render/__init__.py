"""One module an output. A renderer knows a Scene and nothing below it."""
