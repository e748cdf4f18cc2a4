"""Shown: a review as the page shows it, every reference turned into the words and the place it points to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tellcheck_server.pages.form import Typed
from tellcheck_server.pages.marks import Finding, Piece, in_reading_order, pieces

VALUE_GIVEN = "value_given"  # the strength that trades something for what is asked


@dataclass(frozen=True)
class Passage:
    """Words that a verdict rests on, and the cards that speak about them."""

    text: str
    where: str
    numbers: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Sentence:
    """Words that were found to carry something, with every finding about them."""

    text: str
    where: str
    findings: tuple[Finding, ...]

    @property
    def score_without(self) -> int | None:
        """What the score would be without these words; the same for every finding about them."""
        score: int | None = self.findings[0]["score_without"]
        return score


@dataclass(frozen=True)
class Shown:
    """One review beside the text it speaks about; the templates read it and decide nothing."""

    review: Mapping[str, Any]
    findings: Sequence[Finding]
    subject: Sequence[Piece]
    draft: Sequence[Piece]
    said: Sequence[str]
    numbers: Mapping[str, int] = field(default_factory=dict)

    @property
    def state(self) -> str:
        """Returns `scored`, `not_outreach`, or why the reviewer abstained: `too_short`, `language`, `unsure`."""
        if self.review["abstained"]:
            return str(self.review["abstained"])
        return "scored" if self.review["score"] is not None else "not_outreach"

    @property
    def tells(self) -> list[Finding]:
        """The findings that are tells."""
        return [finding for finding in self.findings if finding["kind"] == "tell"]

    @property
    def strengths(self) -> list[Finding]:
        """The findings that are strengths."""
        return [finding for finding in self.findings if finding["kind"] == "strength"]

    @property
    def headlines(self) -> list[tuple[str, Mapping[str, Any]]]:
        """The verdicts on the whole message, those that are present and likeliest first."""
        return sorted(
            self.review["headlines"].items(), key=lambda item: (not item[1]["present"], -item[1]["probability"])
        )

    @property
    def sentences(self) -> list[Sentence]:
        """The findings by the words they speak about, in reading order."""
        found: dict[tuple[str, int, int], Sentence] = {}
        for finding in self.findings:
            place = (finding["in"], finding["start"], finding["end"])
            before = found[place].findings if place in found else ()
            found[place] = Sentence(finding["text"], finding["in"], (*before, finding))
        return list(found.values())

    @property
    def given(self) -> list[Passage]:
        """The passages that give the reader something."""
        return self.passages([finding["ref"] for finding in self.findings if finding["id"] == VALUE_GIVEN])

    def passages(self, refs: Sequence[str]) -> list[Passage]:
        """Returns each passage behind these references once, the prospect's words first, with its card numbers."""
        said = [Passage(self.said[int(ref[1:])], "thread", ()) for ref in refs if ref.startswith("t")]
        found = []
        for sentence in self.sentences:
            links = [
                (self.numbers[finding["ref"]], finding["ref"])
                for finding in sentence.findings
                if finding["ref"] in refs
            ]
            if links:
                found.append(Passage(sentence.text, sentence.where, tuple(links)))
        return [*said, *found]


def show(review: Mapping[str, Any], typed: Typed) -> Shown:
    """Returns the review of what was typed, ready to be rendered."""
    findings = in_reading_order(review["findings"])
    return Shown(
        review=review,
        findings=findings,
        subject=pieces(typed.subject, [finding for finding in findings if finding["in"] == "subject"]),
        draft=pieces(typed.draft, [finding for finding in findings if finding["in"] == "draft"]),
        said=[typed.thread],
        numbers={finding["ref"]: number for number, finding in enumerate(findings, start=1)},
    )
