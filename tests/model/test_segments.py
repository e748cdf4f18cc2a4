"""Segments are what a reader would call sentences, bullets and lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tellcheck_model.segments import segments_of

TRICKY = [
    ("Hi Ana,\n\nWorth a chat?", ["Hi Ana,", "Worth a chat?"]),
    ("Mr. Ortiz asked. We came.", ["Mr. Ortiz asked.", "We came."]),
    ("The Sra. Gil no vino. Volverá el lunes.", ["The Sra. Gil no vino.", "Volverá el lunes."]),
    ("See e.g. the 2nd page. It helps.", ["See e.g. the 2nd page.", "It helps."]),
    ("It grew 3.5 % in May. Why?", ["It grew 3.5 % in May.", "Why?"]),
    ("We sell pens, mugs, etc. Call us.", ["We sell pens, mugs, etc.", "Call us."]),
    ("We met at 3 p.m. on Monday. Fine?", ["We met at 3 p.m. on Monday.", "Fine?"]),
    ("Three years ago. Fancy a call?", ["Three years ago.", "Fancy a call?"]),
    ("Ref. no. 14 is open. Thanks.", ["Ref. no. 14 is open.", "Thanks."]),
    ("No. We have one.", ["No.", "We have one."]),
    ("¿Te va bien? ¡Genial! Nos vemos.", ["¿Te va bien?", "¡Genial!", "Nos vemos."]),
    ("¿Cómo?¿Cuándo?", ["¿Cómo?", "¿Cuándo?"]),
    ("Visit acme.com. Or www.acme.es/a.b today.", ["Visit acme.com.", "Or www.acme.es/a.b today."]),
    ("Mail me at jo.r@acme.com. Thanks!", ["Mail me at jo.r@acme.com.", "Thanks!"]),
    ("Hi {{first.name}}. I saw {{company}}.", ["Hi {{first.name}}.", "I saw {{company}}."]),
    ("Hi [Mr. or Ms. Name]. Hello.", ["Hi [Mr. or Ms. Name].", "Hello."]),
    ("We offer:\n- audits\n- repairs. And more.", ["We offer:", "- audits", "- repairs.", "And more."]),
    ("1. Fast setup\n2. Low cost", ["1. Fast setup", "2. Low cost"]),
    ("✓ Ahorra tiempo\n✓ Sin coste", ["✓ Ahorra tiempo", "✓ Sin coste"]),
    ("Well... maybe later. Ok", ["Well... maybe later.", "Ok"]),
    ("I thought… Then I wrote.", ["I thought…", "Then I wrote."]),
    ("Great news! 🎉 We won.", ["Great news! 🎉", "We won."]),
    ("Really?! Yes.", ["Really?!", "Yes."]),
    ('He said "Stop." Then left.', ['He said "Stop."', "Then left."]),
    ("J. Smith wrote. I read.", ["J. Smith wrote.", "I read."]),
    ("The U.S. market grew. Asia too.", ["The U.S. market grew.", "Asia too."]),
    (
        "We help companies of every size to keep their payroll in order and\nsave time every month. Interested?",
        ["We help companies of every size to keep their payroll in order and\nsave time every month.", "Interested?"],
    ),
    ("Saludos,\nIng. Rogelio Ibarra\nVentas Zona Bajío", ["Saludos,", "Ing. Rogelio Ibarra", "Ventas Zona Bajío"]),
    ("P.D. Tenemos cupo. Avísame.", ["P.D. Tenemos cupo.", "Avísame."]),
    ("Acme Inc. makes pumps. Ask Acme Inc. Thanks.", ["Acme Inc. makes pumps.", "Ask Acme Inc.", "Thanks."]),
    ("---", []),
    ("  \n\n ", []),
    ("ok", ["ok"]),
]


@pytest.mark.parametrize(("text", "expected"), TRICKY, ids=[text[:28] for text, _ in TRICKY])
def test_a_tricky_text_falls_into_the_segments_a_reader_sees(text: str, expected: list[str]) -> None:
    assert [segment.text for segment in segments_of(text)] == expected


@given(st.text(max_size=300))
def test_segments_are_slices_in_order_and_hold_every_letter(text: str) -> None:
    segments = segments_of(text)
    at, outside = 0, []
    for segment in segments:
        assert at <= segment.start < segment.end
        assert text[segment.start : segment.end] == segment.text
        outside.append(text[at : segment.start])
        at = segment.end
    outside.append(text[at:])
    assert not any(c.isalnum() for part in outside for c in part)


@pytest.mark.parametrize("unit", ["a", ". ", "\n", "{{", "[", "a.", "http://", "é", "!? ", "<", "@", "1."])
def test_no_text_of_twenty_thousand_characters_takes_long(unit: str) -> None:
    import time

    text = (unit * 20_000)[:20_000]
    began = time.process_time()
    segments_of.__wrapped__(text)
    assert time.process_time() - began < 2.0
