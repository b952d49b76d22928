"""One way to mount a map: in the app of the atlas, and in any other."""

from atlas.streamlit.mounting import mount_map


def test_a_map_is_handed_what_it_shows_and_tells_what_is_done():
    handed = {}

    def component(**given):
        handed.update(given)
        return {"seen": 1}

    shown = {"page": "/atlas/map", "title": "Map", "state": {"layers": []}}
    assert mount_map(component, "map", shown, beside={"done": 3}, told={"seen": print}) == {"seen": 1}
    assert handed == {"key": "map", "data": {**shown, "done": 3}, "height": "content", "on_seen_change": print}
