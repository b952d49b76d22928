"""One way to mount a map: in the app of the atlas, and in any other."""

import gc

from atlas.streamlit.mounting import mount_map
from atlas.streamlit_seam import spare_loaded_objects


def test_a_map_is_handed_what_it_shows_and_tells_what_is_done():
    handed = {}

    def component(**given):
        handed.update(given)
        return {"seen": 1}

    shown = {"page": "/atlas/map", "title": "Map", "state": {"layers": []}}
    assert mount_map(component, "map", shown, beside={"done": 3}, callbacks={"seen": print}) == {"seen": 1}
    assert handed == {"key": "map", "data": {**shown, "done": 3}, "height": "content", "on_seen_change": print}


def test_what_is_loaded_is_looked_through_by_the_garbage_collector_once(monkeypatch):
    done = []
    monkeypatch.setattr(gc, "collect", lambda: done.append("collect"))
    monkeypatch.setattr(gc, "freeze", lambda: done.append("freeze"))
    spare_loaded_objects.cache_clear()
    spare_loaded_objects()
    spare_loaded_objects()
    spare_loaded_objects.cache_clear()
    assert done == ["collect", "freeze"]
