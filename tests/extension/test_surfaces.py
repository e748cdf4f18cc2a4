"""Every composer of a site is found wherever it stands, in every language, and its own words are read exactly."""

from typing import Any

import pytest
from rig import hosts
from rig.chromium import Chromium
from rig.composer import Composer, Mark, MarksOf, Open, eventually
from rig.drafts import LINE, PITCH

pytestmark = pytest.mark.browser


def reviewed(composer: Composer, marks: list[Mark], chromium: Chromium, draft: str = PITCH) -> dict[str, Any]:
    eventually(composer.page, lambda: last(chromium).get("draft"), draft)
    composer.wait_for_marks(marks)
    composer.wait_for_review()
    return last(chromium)


def last(chromium: Chromium) -> dict[str, Any]:
    asked = chromium.tap.to("/v1/reviews")
    return asked[-1].json if asked else {}


@pytest.mark.parametrize("root", ["shadow", "light", "iframe"])
def test_the_overlay_bubble_is_reviewed(root: str, open_composer: Open, chromium: Chromium, marks_of: MarksOf) -> None:
    composer = open_composer(hosts.LINKEDIN, "in/jordan-reyes/", root=root)
    composer.write(PITCH)
    sent = reviewed(composer, marks_of(PITCH), chromium)
    assert (sent["channel"], sent["subject"]) == ("linkedin_message", None)


def test_a_change_made_inside_the_shadow_root_is_reviewed_again(
    open_composer: Open, chromium: Chromium, marks_of: MarksOf
) -> None:
    composer = open_composer(hosts.LINKEDIN, "in/jordan-reyes/")
    composer.put(PITCH)
    reviewed(composer, marks_of(PITCH), chromium)
    composer.type(" Thanks!")
    reviewed(composer, marks_of(f"{PITCH} Thanks!"), chromium, f"{PITCH} Thanks!")


def test_a_bubble_with_a_subject_is_an_inmail(open_composer: Open, chromium: Chromium, marks_of: MarksOf) -> None:
    composer = open_composer(hosts.LINKEDIN, "in/jordan-reyes/", variant="inmail")
    composer.put(PITCH)
    sent = reviewed(composer, marks_of(PITCH, "inmail", subject="Quick question"), chromium)
    assert (sent["channel"], sent["subject"]) == ("inmail", "Quick question")


@pytest.mark.parametrize("language", ["es", "fr", "he"])
def test_the_language_of_the_site_changes_nothing(
    language: str, messaging: Open, chromium: Chromium, marks_of: MarksOf
) -> None:
    composer = messaging(lang=language)
    composer.put(PITCH)
    reviewed(composer, marks_of(PITCH), chromium)


def test_renamed_classes_change_nothing(messaging: Open, chromium: Chromium, marks_of: MarksOf) -> None:
    composer = messaging(renamed=1)
    composer.put(PITCH)
    reviewed(composer, marks_of(PITCH), chromium)


def test_enter_mode_without_a_send_button_is_reviewed(messaging: Open, chromium: Chromium, marks_of: MarksOf) -> None:
    composer = messaging(variant="enter")
    composer.put(LINE)
    reviewed(composer, marks_of(LINE), chromium, LINE)


def test_a_host_that_makes_its_nodes_anew_at_every_key_keeps_caret_and_marks(
    messaging: Open, chromium: Chromium, marks_of: MarksOf
) -> None:
    composer = messaging(recreates=1)
    composer.write(LINE)
    assert composer.read()["text"] == LINE
    reviewed(composer, marks_of(LINE), chromium, LINE)


def test_a_draft_that_the_site_restored_is_reviewed_when_it_gets_the_focus(
    messaging: Open, chromium: Chromium, marks_of: MarksOf
) -> None:
    composer = messaging(draft=PITCH)
    assert chromium.tap.heard == []
    composer.focus()
    reviewed(composer, marks_of(PITCH), chromium)


@pytest.mark.parametrize(
    "query", [{"popup": "1"}, {"popup": "fullscreen"}, {"variant": "window"}], ids=["pop-up", "full screen", "window"]
)
def test_a_new_mail_is_reviewed_with_its_subject(
    query: dict[str, str], mail: Open, chromium: Chromium, marks_of: MarksOf
) -> None:
    composer = mail(**query)
    composer.put(PITCH)
    sent = reviewed(composer, marks_of(PITCH, "email", subject="Idea for Q3"), chromium)
    assert (sent["channel"], sent["subject"], sent["thread"]) == ("email", "Idea for Q3", [])


def test_an_inline_reply_is_read_without_signature_and_quote(mail: Open, chromium: Chromium, marks_of: MarksOf) -> None:
    composer = mail()
    composer.put(PITCH)
    sent = reviewed(composer, marks_of(PITCH, "email"), chromium)
    assert (sent["channel"], sent["subject"]) == ("email", None)


def test_an_emoji_image_of_the_mail_is_read_as_its_emoji(mail: Open, chromium: Chromium) -> None:
    composer = mail(variant="typed")
    composer.focus()
    composer.type("Well, ")
    eventually(composer.page, lambda: last(chromium).get("draft"), "Well, Thanks Alice,\n\nHappy to 😊 help.")


def test_of_two_composers_only_the_one_with_the_focus_is_read(
    mail: Open, chromium: Chromium, marks_of: MarksOf
) -> None:
    composer = mail(popup=1, both=1)
    assert composer.frame.locator("[g_editable=true]").count() == 2
    composer.put(PITCH)
    sent = reviewed(composer, marks_of(PITCH, "email", subject="Idea for Q3"), chromium)
    assert "Thanks Alice" not in sent["draft"]


def test_fields_that_are_no_composer_are_left_alone(mail: Open, messaging: Open, chromium: Chromium) -> None:
    mail_page = mail(popup=1)
    mail_page.frame.locator("[role=combobox]").click()
    mail_page.page.keyboard.type("bob@example.com, we are a leading provider")
    mail_page.frame.locator("[name=subjectbox]").click()
    mail_page.page.keyboard.type("We are a leading provider")
    mail_page.page.wait_for_timeout(600)
    assert chromium.tap.heard == []
    assert mail_page.badge.count() == 0 or mail_page.badge.is_hidden()
