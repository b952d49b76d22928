"""The story that the tests tell, and how they come to one of its scenes."""

SHAFTS = "trois-siecles-de-charbon"
TOLD = f"?mode=present&story={SHAFTS}:"


def settled(frame, number):
    """Wait until a scene has come to rest."""
    frame.wait_for_function(f"window.atlas?.deck?.node.dataset.settled === '{number}'")


def told(visit, link):
    visit.open(link)
    settled(visit.map, int(link.rpartition(":")[2].partition("&")[0]))
    return visit
