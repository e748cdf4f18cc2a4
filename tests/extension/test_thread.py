"""The conversation is read only where the person allowed it, each message by its writer, and nothing of it is kept."""

from typing import Any

import pytest
from rig import hosts
from rig.chromium import Chromium
from rig.composer import Ask, Open, eventually
from rig.drafts import LINE, REPLY

pytestmark = pytest.mark.browser

MESSAGES = [
    {"from": "sender", "text": "Hi Jordan, thanks for connecting.\nWhat made you look at X?"},
    {"from": "recipient", "text": "We are short on time this quarter."},
    {"from": "recipient", "text": "Maybe later."},
]
MAILS = [
    {"from": "sender", "text": "Alice, did the outline help?"},
    {"from": "recipient", "text": "Could you send the final draft?"},
]


@pytest.fixture
def conversation(open_composer: Open) -> Open:
    return lambda **query: open_composer(hosts.LINKEDIN, "messaging/thread/2-abc/", **query)


def sent(chromium: Chromium) -> dict[str, Any]:
    request: dict[str, Any] = chromium.tap.to("/v1/reviews")[-1].json
    return request


def test_without_the_second_yes_no_message_leaves_the_page(conversation: Open, chromium: Chromium) -> None:
    composer = conversation()
    composer.put(REPLY)
    composer.wait_for_review()
    assert sent(chromium)["thread"] == []
    assert all(b"Maybe later" not in heard.body for heard in chromium.tap.heard)


def test_with_it_each_message_goes_under_its_writer(conversation: Open, chromium: Chromium) -> None:
    chromium.sites(thread=True)
    composer = conversation()
    composer.put(REPLY)
    composer.wait_for_review()
    assert sent(chromium) | {"stage": None, "language": None} == {
        "draft": REPLY,
        "channel": "linkedin_message",
        "subject": None,
        "stage": None,
        "language": None,
        "thread": MESSAGES,
    }


def test_the_review_is_the_apis_review_of_that_thread(conversation: Open, chromium: Chromium, ask: Ask) -> None:
    chromium.sites(thread=True)
    composer = conversation()
    composer.put(LINE)
    composer.wait_for_state("scored")
    assert str(ask(LINE, thread=MESSAGES)["score"]) in composer.badge.inner_text()


def test_names_tell_who_wrote_what_where_every_class_is_renamed(conversation: Open, chromium: Chromium) -> None:
    chromium.sites(thread=True)
    composer = conversation(renamed=1)
    composer.put(REPLY)
    composer.wait_for_review()
    assert sent(chromium)["thread"] in (MESSAGES, []), "whoever cannot be told apart is left out, never guessed"


@pytest.mark.parametrize("root", ["shadow", "light", "iframe"])
def test_the_bubbles_own_thread_is_read(root: str, open_composer: Open, chromium: Chromium) -> None:
    chromium.sites(thread=True)
    composer = open_composer(hosts.LINKEDIN, "in/jordan-reyes/", root=root)
    composer.put(REPLY)
    composer.wait_for_review()
    assert sent(chromium)["thread"] == MESSAGES


def test_a_mails_thread_goes_without_its_quotes_and_snippets(mail: Open, chromium: Chromium) -> None:
    chromium.sites(thread=True)
    composer = mail()
    composer.put(REPLY)
    composer.wait_for_review()
    assert sent(chromium)["thread"] == MAILS


def test_a_new_mail_has_no_thread_whatever_is_open_behind_it(mail: Open, chromium: Chromium) -> None:
    chromium.sites(thread=True)
    composer = mail(popup=1)
    composer.put(REPLY)
    composer.wait_for_review()
    assert sent(chromium)["thread"] == []


def test_withdrawing_the_yes_holds_for_the_next_key(conversation: Open, chromium: Chromium) -> None:
    chromium.sites(thread=True)
    composer = conversation()
    composer.put(REPLY)
    composer.wait_for_review()
    chromium.sites(thread=False)
    chromium.tap.heard.clear()
    composer.type(" Best, Sam")

    def threads() -> set[str]:
        return {str(heard.json["thread"]) for heard in chromium.tap.to("/v1/reviews")}

    eventually(composer.page, threads, {"[]"})
