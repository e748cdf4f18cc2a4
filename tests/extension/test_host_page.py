"""The host page stays as it would be without Tellcheck: same nodes, same events, same message sent."""

import pytest
from rig.chromium import Chromium
from rig.composer import Ask, Open
from rig.drafts import LINE, PITCH

pytestmark = pytest.mark.browser

WHOLE = """() => {
  const outlet = document.querySelector("#interop-outlet")?.shadowRoot;
  const html = document.documentElement;
  return {
    attributes: [...html.attributes].map(({ name, value }) => `${name}=${value}`),
    nodes: [...html.children].filter((node) => node.localName !== "tc-root").map((node) => node.outerHTML),
    shadow: outlet?.innerHTML ?? null,
    ours: document.querySelectorAll("tc-root").length,
    sheets: [document.styleSheets.length, document.adoptedStyleSheets.length, outlet?.adoptedStyleSheets.length ?? 0],
    highlights: CSS.highlights.size,
  };
}"""


@pytest.mark.parametrize("query", [{}, {"variant": "enter"}], ids=["send button", "enter mode"])
def test_the_page_is_byte_for_byte_the_one_without_tellcheck(
    query: dict[str, str], messaging: Open, chromium: Chromium
) -> None:
    reviewed = messaging(**query)
    reviewed.write(PITCH, newline="Shift+Enter" if query else "Enter")
    reviewed.wait_for_review()
    with_tellcheck = reviewed.page.evaluate(WHOLE)
    chromium.sites("off", "off")
    alone = messaging(**query)
    alone.write(PITCH, newline="Shift+Enter" if query else "Enter")
    without = alone.page.evaluate(WHOLE)
    for part in ("attributes", "nodes", "shadow"):
        assert with_tellcheck[part] == without[part]
    assert (with_tellcheck["ours"], without["ours"]) == (1, 0)
    assert (without["highlights"], without["sheets"][1]) == (0, 0)


def test_reviewing_changes_no_node_in_the_editor(messaging: Open) -> None:
    composer = messaging()
    composer.write(PITCH)
    typed = composer.page.evaluate("host.changes()")
    before = composer.editor.evaluate("(editor) => editor.innerHTML")
    composer.wait_for_review()
    composer.point_at(composer.read()["marks"][0])
    composer.card.wait_for(state="visible")
    composer.page.mouse.move(300, 300)
    composer.card.wait_for(state="hidden")
    assert composer.page.evaluate("host.changes()") == typed
    assert composer.editor.evaluate("(editor) => editor.innerHTML") == before


@pytest.mark.parametrize("variant", ["", "enter"], ids=["send button", "enter mode"])
def test_the_message_that_is_sent_is_the_one_typed(variant: str, messaging: Open) -> None:
    composer = messaging(variant=variant)
    composer.write(LINE)
    composer.wait_for_review()
    if variant == "enter":
        composer.page.keyboard.press("Enter")
    else:
        box = composer.frame.locator("[type=submit]").bounding_box()
        assert box is not None
        composer.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert composer.page.evaluate("host.sent") == [
        {
            "text": LINE,
            "html": f"<p>{LINE}</p>",
            "trusted": True,
        }
    ]
    composer.wait_for_marks([])


def test_no_name_or_address_of_the_extension_stands_in_the_page(messaging: Open, chromium: Chromium) -> None:
    composer = messaging()
    composer.write(PITCH)
    composer.wait_for_review()
    page = composer.page.content() + composer.root.evaluate("(root) => root.shadowRoot.innerHTML")
    assert "chrome-extension" not in page
    assert chromium.extension_id not in page
    assert all(len(name) == 2 for name in composer.page.evaluate("[...CSS.highlights.keys()]"))


def test_the_panel_mode_shows_the_review_and_changes_nothing_in_the_page(
    messaging: Open, chromium: Chromium, ask: Ask
) -> None:
    chromium.sites("panel", "panel")
    panel = chromium.own_page("panel.html")
    composer = messaging()
    composer.page.bring_to_front()
    before = composer.page.evaluate(WHOLE)
    assert (before["ours"], before["highlights"]) == (0, 0)
    composer.write(LINE)
    typed = composer.page.evaluate(WHOLE)
    review = ask(LINE)
    panel.get_by_text(str(review["score"]), exact=True).wait_for(state="visible")
    assert all(finding["title"] in panel.locator("body").inner_text() for finding in review["findings"])
    after = composer.page.evaluate(WHOLE)
    assert after == typed
    assert (after["ours"], after["highlights"], after["sheets"]) == (0, 0, before["sheets"])


def test_a_panel_that_nobody_has_open_asks_for_no_review(messaging: Open, chromium: Chromium) -> None:
    chromium.sites("panel", "panel")
    composer = messaging()
    composer.write(LINE)
    composer.page.wait_for_timeout(600)
    assert chromium.tap.heard == []


def test_switching_a_site_off_takes_everything_back(messaging: Open, chromium: Chromium) -> None:
    composer = messaging()
    composer.write(PITCH)
    composer.wait_for_review()
    chromium.sites("off", "page")
    composer.root.wait_for(state="detached")
    assert composer.page.evaluate("[...CSS.highlights.values()].reduce((sum, layer) => sum + layer.size, 0)") == 0


def test_a_host_that_removes_our_element_gets_it_back_once_and_no_loop(messaging: Open) -> None:
    composer = messaging()
    composer.write(PITCH)
    composer.wait_for_review()
    composer.root.evaluate("(root) => root.remove()")
    composer.type(" Thanks.")
    composer.wait_for_review()
    assert composer.root.count() == 1
