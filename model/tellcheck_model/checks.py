"""The ten checks on a message in its thread (rubric, section 6). The only module that may name signals.

Each rule is a function of what was found; it returns the references that cause it, or None.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tellcheck_model.thread import Thread

_ASKS = ("ask", "pitch_ask")
_LINKEDIN = ("linkedin_note", "linkedin_message", "inmail")
_NON_COMMITMENTS = ("internal_discussion", "later", "send_information")
_QUIET_ANSWERS = ("positive", "none")
# The commitments that ask much at this point of the conversation (rubric, section 3: difficulty).
_HARD = {
    "first_touch": ("consensus", "resolve_concerns", "change", "invest", "execute", "decide"),
    "follow_up": ("consensus", "resolve_concerns", "change", "invest", "execute", "decide"),
    "reply": ("consensus", "change", "invest", "execute", "decide"),
    "after_meeting": ("consensus", "change"),
}
_CARRIES = ("value_given", "tie_back", "clarification")


@dataclass(frozen=True, slots=True)
class Asked:
    """A commitment that a sentence asks for; `fallback` in case the main one is declined."""

    segment: int
    id: str
    difficulty: int
    fallback: bool


@dataclass(frozen=True)
class Findings:
    """What the rules look at: the signals of each segment by number, what is asked, and the circumstances."""

    signals: Sequence[frozenset[str]]
    asked: Sequence[Asked]
    channel: str
    stage: str
    thread: Thread | None
    diagnosed: bool  # a message of ours in the thread has already asked about their situation

    def having(self, *signals: str) -> list[int]:
        """Return the numbers of the segments that carry one of the signals."""
        return [i for i, found in enumerate(self.signals) if not found.isdisjoint(signals)]

    def main(self) -> list[Asked]:
        """Return the commitments that are no fallback."""
        return [asked for asked in self.asked if not asked.fallback]

    def answered(self) -> str | None:
        """Return the resistance that the draft answers, or None."""
        return self.thread.last.resistance if self.thread and self.thread.last else None


Causes = list[int]  # numbers of segments; the last recipient message is added by `raised_checks` where the rule says so


def one_click_no(f: Findings) -> Causes | None:
    """A first touch on LinkedIn asks for time, where one click says no."""
    if f.stage != "first_touch" or f.channel not in _LINKEDIN:
        return None
    return [asked.segment for asked in f.main() if asked.id == "time"] or None


def no_ask(f: Findings) -> Causes | None:
    """No definite commitment is asked; after a meeting: no next step with them is."""
    if f.answered() == "hard_no" and f.having("acknowledgement", "open_door"):
        return None
    if f.thread and f.thread.refusals and f.having("open_door"):
        return None
    if f.stage == "after_meeting":
        stepped = any(asked.id != "micro" for asked in f.asked)
        return None if stepped else f.having("passive_close", "rep_commitment")
    return None if f.asked or f.having("diagnostic_question") else f.having("passive_close", "rep_commitment")


def competing_asks(f: Findings) -> Causes | None:
    """Two or more different commitments are asked that are not main and fallback."""
    main = f.main()
    return [asked.segment for asked in main] if len({asked.id for asked in main}) > 1 else None


def over_ask(f: Findings) -> Causes | None:
    """The commitment is a hard one for this point of the conversation and nothing carries it."""
    if f.having(*_CARRIES):
        return None
    return [asked.segment for asked in f.main() if asked.id in _HARD[f.stage]] or None


def accepts_non_commitment(f: Findings) -> Causes | None:
    """The prospect put it off and the draft settles for that."""
    if f.answered() not in _NON_COMMITMENTS or f.asked or f.having("diagnostic_question", "open_door"):
        return None
    return f.having("passive_close", "rep_commitment", "deference", "acknowledgement")


def concedes_needed_step(f: Findings) -> Causes | None:
    """The prospect keeps the others away from the table and the draft gives that step up."""
    if f.answered() != "sole_decider" or any(asked.id in ("consensus", "resolve_concerns") for asked in f.asked):
        return None
    if f.asked and not f.having("deference"):
        return None  # whoever asks for a definite step has not handed the process over
    return f.having("deference", "acknowledgement", "ask")


def proposes_before_discovery(f: Findings) -> Causes | None:
    """A proposal or price is offered or agreed to before anything was diagnosed."""
    if f.answered() != "proposal_request" or f.diagnosed or f.having("diagnostic_question"):
        return None
    if any(asked.id in ("explore", "collaborate") for asked in f.asked):
        return None
    agreeing = f.having("rep_commitment", "passive_close", "pitch_ask", "acknowledgement")
    return agreeing + [asked.segment for asked in f.asked if asked.segment not in agreeing]


def no_fallback(f: Findings) -> Causes | None:
    """After a refusal the draft asks again and offers nothing smaller."""
    if not f.thread or not f.thread.attempts_since_refusal or f.having("fallback_ask", "open_door"):
        return None
    return [asked.segment for asked in f.main() if asked.id != "micro"] or None


def too_many_attempts(f: Findings) -> Causes | None:
    """The third or later attempt after a refusal."""
    if not f.thread or f.thread.attempts_since_refusal < 3:
        return None
    if f.having("open_door") and not f.having("pitch_ask", "pressure", "argues"):
        return None
    return f.having(*_ASKS, "pressure", "argues", "passive_close")


def ignores_concern(f: Findings) -> Causes | None:
    """The prospect raised resistance and the draft takes none of it up."""
    if f.answered() in (None, *_QUIET_ANSWERS):
        return None
    taken_up = f.having("acknowledgement", "clarification", "tie_back", "open_door", "proof", "fallback_ask")
    return None if taken_up else f.having(*_ASKS, "argues", "pressure", "about_us")


RULES: dict[str, Callable[[Findings], Causes | None]] = {
    rule.__name__: rule
    for rule in (
        one_click_no,
        no_ask,
        competing_asks,
        over_ask,
        accepts_non_commitment,
        concedes_needed_step,
        proposes_before_discovery,
        no_fallback,
        too_many_attempts,
        ignores_concern,
    )
}
# These rest on what the recipient said, so their causes name that message too.
ON_THREAD = frozenset(
    {
        "accepts_non_commitment",
        "concedes_needed_step",
        "proposes_before_discovery",
        "no_fallback",
        "too_many_attempts",
        "ignores_concern",
    }
)


def raised_checks(findings: Findings) -> dict[str, Causes]:
    """Return the checks that are raised, each with the numbers of the segments that cause it (none for an omission)."""
    raised = {id: rule(findings) for id, rule in RULES.items()}
    return {id: causes for id, causes in raised.items() if causes is not None}


def exclusive(signals: frozenset[str], chance: Callable[[str], float]) -> frozenset[str]:
    """Return the signals of one segment by the rubric's exclusions: a fallback is no second ask (section 8)."""
    if "fallback_ask" in signals and "ask" in signals:
        return signals - {min(("ask", "fallback_ask"), key=chance)}
    return signals


def asks(signals: frozenset[str]) -> bool:
    """Whether a segment with these signals asks for a commitment."""
    return not signals.isdisjoint((*_ASKS, "fallback_ask"))


def is_fallback(signals: frozenset[str]) -> bool:
    """Whether what the segment asks is meant for the case of a no."""
    return "fallback_ask" in signals


def diagnoses(signals: frozenset[str]) -> bool:
    """Whether the segment asks about the recipient's situation."""
    return "diagnostic_question" in signals
