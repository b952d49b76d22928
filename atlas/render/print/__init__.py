"""The sheet: a scene on paper, drawn by matplotlib in the faces, colours and symbols of the page."""
