"""Marks stand at the words they speak about, whatever the letters, and a text stays the text it was."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tellcheck_server.pages.marks import in_reading_order, pieces

Case = tuple[str, list[dict[str, Any]]]
LETTERS = st.text(st.sampled_from("aé 👋🏽👨‍👩‍👧İß\u0301שלום\n<&"), max_size=30)
SEVERITIES = ["serious", "warn", "hint"]


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@st.composite
def marked_texts(draw: st.DrawFn) -> Case:
    """A text and findings at borders of its code points, which may touch, nest and overlap."""
    text = draw(LETTERS)
    findings = []
    for number in range(draw(st.integers(0, 6))):
        start, end = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        if start < end:
            kind = draw(st.sampled_from(["tell", "strength"]))
            severity = draw(st.sampled_from(SEVERITIES)) if kind == "tell" else "hint"
            span = {"start": units(text[:start]), "end": units(text[:end]), "text": text[start:end]}
            findings.append({"ref": f"f{number}", "kind": kind, "severity": severity, "in": "draft", **span})
    return text, findings


@given(marked_texts())
def test_the_pieces_are_the_text_and_each_finding_covers_exactly_its_words(case: Case) -> None:
    text, findings = case
    found = pieces(text, findings)
    assert "".join(piece.text for piece in found) == text
    assert all(piece.text for piece in found)
    for finding in findings:
        assert "".join(piece.text for piece in found if finding in piece.findings) == finding["text"]
        assert sum(finding in piece.begins for piece in found) == 1


@given(marked_texts())
def test_the_gravest_finding_gives_a_mark_its_look(case: Case) -> None:
    for piece in pieces(*case):
        ranks = [(f["kind"] != "tell", SEVERITIES.index(f["severity"])) for f in piece.findings]
        assert ranks == sorted(ranks)


def test_cards_are_numbered_as_the_text_is_read() -> None:
    def at(place: str, start: int, kind: str, severity: str) -> dict[str, Any]:
        return {"in": place, "start": start, "kind": kind, "severity": severity}

    strength, warn, serious = (
        at("draft", 5, *look) for look in (("strength", "hint"), ("tell", "warn"), ("tell", "serious"))
    )
    first, subject = at("draft", 0, "strength", "hint"), at("subject", 9, "tell", "hint")
    assert in_reading_order([strength, warn, serious, first, subject]) == [subject, first, serious, warn, strength]
