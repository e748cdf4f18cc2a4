"""Where the conversation stands: what the recipient said, the refusals, and the attempts made since."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from tellcheck_model.messages import ThreadMessage
from tellcheck_model.rubric import Rubric
from tellcheck_model.stack import Matrix


@dataclass(frozen=True, slots=True)
class Heard:
    """A message of the recipient and the resistance in it."""

    index: int
    resistance: str
    probability: float


@dataclass(frozen=True)
class Thread:
    """The conversation before the draft."""

    heard: tuple[Heard, ...]
    refusals: int
    attempts_since_refusal: int  # our messages since the refusal that still stands, the draft included
    last: Heard | None  # what the draft answers: set when the last message is the recipient's
    resistance: Matrix  # probabilities for the recipient's latest message, zeros without one
    has_ours: bool

    @property
    def has_theirs(self) -> bool:
        """Whether the recipient has written."""
        return bool(self.heard)


def read_thread(
    messages: Sequence[ThreadMessage], resistance_of: Callable[[str], Matrix], names: Sequence[str], rubric: Rubric
) -> Thread:
    """Return where the conversation stands; a positive answer ends the count of attempts."""
    heard: list[Heard] = []
    latest = np.zeros(len(names), dtype=np.float32)
    refusals, attempts, refused = 0, 0, False
    for index, message in enumerate(messages):
        if message.sender != "recipient":
            attempts += refused
            continue
        latest = resistance_of(message.text)
        number = int(latest.argmax())
        heard.append(Heard(index, names[number], float(latest[number])))
        label = rubric.resistances[names[number]]
        refusals += bool(label.refusal)
        if label.refusal and not refused:
            refused, attempts = True, 0
        elif label.id == "positive":
            refused, attempts = False, 0
    answers = bool(messages) and messages[-1].sender == "recipient"
    return Thread(
        heard=tuple(heard),
        refusals=refusals,
        attempts_since_refusal=attempts + 1 if refused else 0,
        last=heard[-1] if answers else None,
        resistance=latest,
        has_ours=any(m.sender == "sender" for m in messages),
    )
