"""The components that several modes use: roles, keys and focus as the ARIA Authoring Practices write them."""

import pytest

from tests.browser.modules import open_modules

TABS = """
async () => {
  const { tabList, tabButton } = await import("/shell/patterns/tabs.js");
  const list = tabList({ class: "tabs", label: "Lists" });
  window.chosen = [];
  const draw = (chosen) => list.replaceChildren(...["a", "b", "c"].map((name) => tabButton({
    key: name, chosen: name === chosen, content: [name],
    choose: () => {
      window.chosen.push(name);
      for (const tab of list.children) {
        tab.tabIndex = tab.textContent === name ? 0 : -1;
        tab.setAttribute("aria-selected", String(tab.textContent === name));
      }
    },
  })));
  draw("a");
  document.body.append(list);
}
"""
DIALOG = """
async (options) => {
  const { element } = await import("/shell/dom.js");
  const { openDialog } = await import("/shell/patterns/dialog.js");
  const dialog = element("dialog", { "aria-label": "Keys" },
    element("button", { text: "First" }), element("button", { text: "Last" }));
  window.dialog = dialog;
  const other = element("input", { "aria-label": "Other" });
  const back = options.back ? () => other.focus() : undefined;
  const open = () => openDialog(document.body, dialog, { kept: options.kept, back });
  document.body.append(element("button", { text: "Open", onclick: open }), other);
}
"""
COMBOBOX = """
async () => {
  const { Combobox } = await import("/shell/patterns/combobox.js");
  window.chosen = [];
  const box = new Combobox({
    id: "found", key: "search", choose: (position) => window.chosen.push(position),
    type: () => {
      if (!box.input.value) box.clear();
      else box.suggest(box.input.value === "none" ? [] : [["Lens"], ["Loos"], ["Liévin"]], "nothing");
    },
  });
  box.name("Search", "Results");
  document.body.append(box.input, box.list);
}
"""
DISCLOSURE = """
async () => {
  const { element } = await import("/shell/dom.js");
  const { disclosure } = await import("/shell/patterns/disclosure.js");
  const about = element("p", { hidden: "", text: "About" });
  document.body.append(disclosure({ class: "why", title: "Why", text: "Area" }, about), about);
}
"""


@pytest.fixture
def page(reader):
    return open_modules(reader())


def focused(page):
    return page.evaluate("document.activeElement.textContent || document.activeElement.ariaLabel")


def test_tabs_are_one_stop_of_the_tab_key_and_arrows_choose(page):
    page.evaluate(TABS)
    assert page.get_by_role("tablist", name="Lists").get_by_role("tab").count() == 3
    page.keyboard.press("Tab")
    assert focused(page) == "a"
    for key, chosen in (("ArrowRight", "b"), ("End", "c"), ("ArrowRight", "a"), ("ArrowLeft", "c"), ("Home", "a")):
        page.keyboard.press(key)
        assert focused(page) == chosen
        assert page.get_by_role("tab", selected=True).all_inner_texts() == [chosen]
    assert page.evaluate("window.chosen") == ["b", "c", "a", "c", "a"]
    page.keyboard.press("Tab")
    assert page.locator("[role=tab]:focus").count() == 0


@pytest.mark.parametrize("kept", [False, True])
def test_a_dialog_holds_the_focus_and_gives_it_back(page, kept):
    page.evaluate(DIALOG, {"kept": kept})
    page.get_by_role("button", name="Open").click()
    assert page.get_by_role("dialog", name="Keys").is_visible()
    assert focused(page) == "First"
    page.keyboard.press("Tab")
    assert focused(page) == "Last"
    assert page.evaluate("dialog.matches(':modal')")
    page.keyboard.press("Escape")
    page.wait_for_function("!dialog.open")
    page.wait_for_function("document.activeElement.textContent === 'Open'")
    assert page.evaluate("dialog.isConnected") is kept
    page.get_by_role("button", name="Open").click()
    assert page.get_by_role("dialog", name="Keys").is_visible()


def test_a_dialog_puts_the_focus_where_it_is_told(page):
    page.evaluate(DIALOG, {"back": True})
    page.get_by_role("button", name="Open").click()
    page.keyboard.press("Escape")
    page.wait_for_function("document.activeElement.ariaLabel === 'Other'")


def test_a_combobox_names_its_active_option_and_keeps_the_focus(page):
    page.evaluate(COMBOBOX)
    box = page.get_by_role("combobox", name="Search")
    assert box.get_attribute("aria-expanded") == "false"
    box.press_sequentially("l")
    assert box.get_attribute("aria-expanded") == "true"
    assert page.get_by_role("listbox", name="Results").get_by_role("option").count() == 3
    for key, active in (("ArrowDown", 1), ("ArrowDown", 2), ("ArrowDown", 0), ("ArrowUp", 2)):
        box.press(key)
        assert box.get_attribute("aria-activedescendant") == f"found-{active}"
        assert page.get_by_role("option", selected=True).get_attribute("id") == f"found-{active}"
    assert page.evaluate("document.activeElement.role") == "combobox"
    box.press("Enter")
    assert page.evaluate("window.chosen") == [2]
    assert box.get_attribute("aria-expanded") == "false"


def test_a_combobox_closes_with_escape_and_says_when_nothing_is_found(page):
    page.evaluate(COMBOBOX)
    box = page.get_by_role("combobox", name="Search")
    box.press_sequentially("l")
    box.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert box.get_attribute("aria-activedescendant") is None
    box.fill("none")
    assert page.locator("#found").inner_text() == "nothing"
    assert page.get_by_role("option").count() == 0
    assert box.get_attribute("aria-activedescendant") is None


def test_an_option_is_chosen_with_the_pointer(page):
    page.evaluate(COMBOBOX)
    page.get_by_role("combobox", name="Search").press_sequentially("l")
    page.get_by_role("option", name="Loos").click()
    assert page.evaluate("window.chosen") == [1]


def test_a_disclosure_says_whether_it_is_open(page):
    page.evaluate(DISCLOSURE)
    button = page.get_by_role("button", name="Area", expanded=False)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.get_by_text("About").is_visible()
    button = page.get_by_role("button", name="Area", expanded=True)
    button.press("Space")
    assert page.get_by_text("About").is_hidden()
