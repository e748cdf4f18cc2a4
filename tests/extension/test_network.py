"""A draft goes from the background to the paired server and nowhere else, and only once the person has said yes."""

import pytest
from rig import hosts
from rig.chromium import Chromium
from rig.composer import MarksOf, Open, eventually
from rig.drafts import LINE

pytestmark = pytest.mark.browser


def test_before_the_person_says_yes_nothing_is_read_sent_or_shown(
    messaging: Open, mail: Open, chromium: Chromium
) -> None:
    chromium.sites("off", "off")
    for composer in (messaging(), mail(popup=1)):
        composer.put(LINE)
        composer.page.wait_for_timeout(600)
        assert composer.root.count() == 0
        assert composer.page.evaluate("CSS.highlights.size") == 0
    assert chromium.tap.heard == []


def test_a_site_that_was_never_named_gets_no_content_script(open_composer: Open, chromium: Chromium) -> None:
    composer = open_composer(hosts.EXAMPLE, "")
    composer.put(LINE)
    composer.page.wait_for_timeout(600)
    assert composer.root.count() == 0
    assert composer.page.evaluate("CSS.highlights.size") == 0
    assert chromium.tap.heard == []


def test_events_that_a_page_made_up_cause_no_request(messaging: Open, chromium: Chromium) -> None:
    composer = messaging(draft=LINE)
    composer.editor.evaluate(
        """(editor) => {
             for (const type of ["focusin", "focus", "click", "beforeinput", "input", "keydown", "keyup", "paste"])
               editor.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
           }"""
    )
    composer.page.wait_for_timeout(600)
    assert chromium.tap.heard == []
    assert composer.root.count() == 0
    composer.page.evaluate("host.untrusted.length = 0")


def test_only_the_background_asks_with_its_token_and_its_own_origin(messaging: Open, chromium: Chromium) -> None:
    composer = messaging()
    composer.put(LINE)
    composer.wait_for_review()
    for heard in chromium.tap.heard:
        assert (heard.method, heard.path) == ("POST", "/v1/reviews")
        assert heard.headers["origin"] == f"chrome-extension://{chromium.extension_id}"
        assert heard.headers["authorization"] == f"Bearer {chromium.token()}"
        assert "cookie" not in heard.headers


def test_the_page_cannot_reach_a_file_or_a_worker_of_the_extension(open_composer: Open, chromium: Chromium) -> None:
    composer = open_composer(hosts.LINKEDIN, "messaging/thread/2-abc/", lax="1")
    names = [
        "manifest.json",
        "content.js",
        "content.css",
        "background.js",
        "options.html",
        "panel.html",
        "icons/16.png",
    ]
    reached = composer.page.evaluate(
        """async ([id, names]) => {
             const all = await Promise.allSettled(names.map((name) => fetch(`chrome-extension://${id}/${name}`)));
             return names.filter((_, index) => all[index].status === "fulfilled");
           }""",
        [chromium.extension_id, names],
    )
    assert reached == []
    assert composer.page.evaluate("globalThis.chrome?.runtime === undefined")
    assert {line.split(":")[0] for line in chromium.said} <= {"error"}
    chromium.said.clear()  # the browser's own words about the fetches this test made


def test_the_page_cannot_read_the_token(messaging: Open, chromium: Chromium) -> None:
    composer = messaging()
    composer.put(LINE)
    composer.wait_for_review()
    everything = composer.page.content() + composer.root.evaluate("(root) => root.shadowRoot.innerHTML")
    assert chromium.token() not in everything


def test_a_killed_background_wakes_with_the_next_key(messaging: Open, chromium: Chromium, marks_of: MarksOf) -> None:
    composer = messaging()
    composer.put(LINE)
    composer.wait_for_marks(marks_of(LINE))
    chromium.kill_worker()
    composer.type(" We also offer dashboards, alerts and an API.")
    composer.wait_for_marks(marks_of(f"{LINE} We also offer dashboards, alerts and an API."))


def test_a_background_killed_while_it_waits_for_an_answer_is_asked_again(
    messaging: Open, chromium: Chromium, marks_of: MarksOf
) -> None:
    composer = messaging()
    chromium.tap.flowing.clear()
    composer.put(LINE)
    eventually(composer.page, lambda: len(chromium.tap.to("/v1/reviews")) > 0, True)
    chromium.kill_worker()
    chromium.tap.flowing.set()
    composer.wait_for_marks(marks_of(LINE))
