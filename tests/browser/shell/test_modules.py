"""The modules of the map page as a browser loads them: as they are, each once, all of them at once."""

LOADED = "performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => name.includes('/web/'))"
HINTED = """[...document.querySelectorAll("link[rel=modulepreload], script[type=module]")].map(
  (node) => node.href || node.src
)"""


def test_the_first_map_loads_the_modules_that_its_page_names_each_once(visit):
    visit.open("?layers=slag_heaps")
    assert sorted(visit.map.evaluate(LOADED)) == sorted(visit.map.evaluate(HINTED))
