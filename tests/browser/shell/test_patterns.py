"""The components that several modes use: roles, keys and focus as the ARIA Authoring Practices write them."""

import pytest

from tests.browser.modules import open_modules
from tests.browser.shell.pattern_pages import (
    COMBOBOX,
    DIALOG,
    DISCLOSURE,
    FOCUS,
    LISTBOX,
    LIVE,
    OWN_DISCLOSURE,
    SLIDER,
    SPLITTER,
    TABS,
)


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
        # The panel is named by its tab, which leads to it.
        assert page.get_by_role("tabpanel", name=chosen).get_attribute("id") == "list"
        assert page.locator("[aria-controls=list]").all_inner_texts() == [chosen]
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


def test_a_disclosure_that_its_owner_holds_names_what_it_controls(page):
    page.evaluate(OWN_DISCLOSURE)
    assert page.get_by_role("button", name="Filters", expanded=False).get_attribute("aria-controls") == "filters"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.get_by_role("button", name="Filters", expanded=True).evaluate("(n) => n === document.activeElement")


def test_a_live_region_reads_the_same_text_again_and_how_things_stand_once(page):
    page.evaluate(LIVE)
    assert page.get_by_role("status").get_attribute("aria-live") == "polite"
    assert page.get_by_role("alert").get_attribute("aria-live") == "assertive"
    for call, read in (
        ("counts.announce('North')", ["North"]),
        ("counts.announce('North')", ["North\u00a0"]),
        ("counts.announce('North')", ["North"]),
        ("counts.show('North')", []),
        ("counts.show('3 layers')", ["3 layers"]),
        ("counts.show('3 layers')", []),
        ("counts.clear()", [""]),
        ("problems.announce('No answer')", ["No answer"]),
    ):
        assert page.evaluate(f"async () => {{ news.length = 0; {call}; await null; return [...news]; }}") == read
    assert page.evaluate("(problems.setAssertive(false), problems.text)") == "No answer"
    assert page.get_by_role("alert").count() == 0
    assert page.get_by_role("status").count() == 2


def test_a_slider_says_its_value_in_words(page):
    page.evaluate(SLIDER)
    years = page.get_by_role("slider", name="Years")
    assert years.get_attribute("aria-valuetext") == "20 years"
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert years.get_attribute("aria-valuetext") == "21 years"
    page.keyboard.press("Home")
    assert page.evaluate("[window.moved, window.rested]") == [[21, 0], [21, 0]]
    page.evaluate("window.set(12)")
    assert (years.input_value(), years.get_attribute("aria-valuetext")) == ("12", "12 years")
    assert page.evaluate("window.moved") == [21, 0]


def test_a_splitter_is_moved_by_keys_and_says_where_it_is(page):
    page.evaluate(SPLITTER)
    edge = page.get_by_role("separator", name="Edge")
    about = ("aria-orientation", "aria-valuemin", "aria-valuemax", "aria-valuenow", "aria-valuetext")
    assert [edge.get_attribute(name) for name in about] == ["vertical", "0", "100", "50", "50 %"]
    page.keyboard.press("Tab")
    assert edge.evaluate("(node) => node === document.activeElement")
    for key, value in (
        ("ArrowRight", 51),
        ("ArrowLeft", 50),
        ("PageUp", 60),
        ("PageDown", 50),
        ("End", 100),
        ("Home", 0),
        ("PageUp", 10),
        ("Enter", 0),
        ("Enter", 10),
    ):
        page.keyboard.press(key)
        assert edge.get_attribute("aria-valuenow") == str(value)
        assert edge.get_attribute("aria-valuetext") == f"{value} %"
    assert page.evaluate("window.moved") == page.evaluate("window.rested") == [51, 50, 60, 50, 100, 0, 10, 0, 10]
    page.evaluate("splitter.set(30)")
    assert edge.get_attribute("aria-valuenow") == "30"
    assert page.evaluate("window.moved.length") == 9


def test_a_splitter_is_dragged_and_stays_between_its_panes(page):
    page.evaluate(SPLITTER)
    page.mouse.move(300, 100)
    page.mouse.down()
    for x in (340, 800, 200):
        page.mouse.move(x, 100)
    assert page.evaluate("window.moved") == [60, 100, 25]
    assert page.evaluate("window.rested") == []
    page.mouse.up()
    page.mouse.move(400, 100)
    assert page.evaluate("window.rested") == [25]
    assert page.evaluate("window.moved.length") == 3


def test_a_listbox_marks_its_active_option(page):
    page.evaluate(LISTBOX)
    page.evaluate("list.show([['Lens'], ['Loos']], 'nothing')")
    active = "[list.activeId, document.querySelector('[aria-selected=true]')?.id ?? null]"
    for key, position in (("", 0), ("ArrowDown", 1), ("ArrowDown", 0), ("ArrowUp", 1), ("x", 1)):
        assert page.evaluate(f"list.move({key!r})") is key.startswith("Arrow")
        assert page.evaluate(active) == [f"places-{position}"] * 2
    page.get_by_role("listbox", name="Places").get_by_role("option", name="Lens").click()
    assert page.evaluate("window.chosen") == [0]
    page.evaluate("list.show([], 'nothing')")
    assert page.evaluate("[list.activeId, list.move('ArrowDown'), list.node.innerText]") == [None, False, "nothing"]


HELD = "(({ activeElement: node }) => node.dataset.key ?? node.ariaLabel ?? node.textContent)(document)"


def test_the_focus_goes_to_what_takes_the_place_of_what_had_it(page):
    page.evaluate(FOCUS)
    page.get_by_role("button", name="b").focus()
    for change, held in (
        ("draw('b', 'c')", "b"),
        # Nothing takes its place: what it lay in has the focus, until it is there again.
        ("draw('c')", "box"),
        ("draw('c', 'b')", "b"),
        ("document.activeElement.disabled = true", "box"),
        ("draw('b')", "b"),
        ("box.hidden = true", "last"),
        ("box.hidden = false", "b"),
        # After a dialog it is where it was before.
        ("ask()", "yes"),
        ("dialog.remove()", "b"),
        # Or, where that is drawn anew meanwhile, its place.
        ("ask()", "yes"),
        ("draw('a', 'b'), dialog.remove()", "b"),
        # What is folded has a place that nobody sees.
        ("nest('b')", "b"),
        ("box.firstChild.open = false", "folded"),
        ("box.firstChild.open = true", "b"),
        # Where nothing is shown, the whole has it.
        ("box.hidden = last.hidden = true", "root"),
    ):
        page.evaluate(change)
        page.wait_for_function(f"(held) => {HELD} === held", arg=held)


def test_who_clicks_beside_everything_wants_no_focus(page):
    page.evaluate(FOCUS)
    page.get_by_role("button", name="b").focus()
    page.get_by_text("Beside").click()
    page.evaluate("rest()")
    assert page.evaluate("draw('b'), rest().then(() => document.activeElement === document.body)")
