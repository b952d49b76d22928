"""The Tab key: a question that is offered leads to its answer, and what opens comes after its button."""

import pytest

FOCUS = """
() => {
  let node = document.activeElement;
  while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  if (node?.tagName === "IFRAME") node = node.contentDocument.activeElement;
  return node && (node.dataset.key || node.className || node.tagName);
}
"""


@pytest.mark.parametrize(
    ("question", "there"),
    [
        ("heaps", "H2"),
        pytest.param("shafts", "tab time", marks=pytest.mark.slow),
        pytest.param("network", "panel network", marks=pytest.mark.slow),
    ],
)
@pytest.mark.journey
def test_a_question_that_is_offered_moves_the_focus_to_its_answer(visit, question, there):
    visit.open("?mode=explore&lang=fr")
    visit.page.locator(f"[data-key='start.{question}']").press("Enter")
    visit.wait_until(lambda: visit.page.evaluate(FOCUS) == there)


@pytest.mark.slow
@pytest.mark.parametrize("tab", ["table", "charts", "time", "take"])
def test_a_tab_opens_after_its_button(visit, tab):
    visit.open("?mode=explore&lang=fr&layers=mine_shafts")
    button = visit.page.locator(f"[data-key='tab.{tab}']")
    button.press("Enter")
    visit.page.locator(f".shelf .tab.{tab} :is(button, input, select, a)").first.wait_for()
    inside = f"""
    () => {{
      const root = [...document.querySelectorAll("*")].map((n) => n.shadowRoot).find((r) => r?.querySelector(".shelf"));
      return Boolean(root.activeElement?.closest(".tab.{tab}"));
    }}"""
    for _ in range(6):
        visit.page.keyboard.press("Tab")
        if visit.page.evaluate(inside):
            break
    assert visit.page.evaluate(inside)
    visit.page.keyboard.press("Shift+Tab")
    assert not visit.page.evaluate(inside)
