"""English and Spanish are told apart; other languages are left alone."""

from __future__ import annotations

import pytest
from tellcheck_model.language import language_of

TEXTS = [
    ("Hi {{first_name}}, are you the right person to talk to about payroll?", "en"),
    ("Hola [First Name], ¿eres la persona indicada para hablar de nóminas?", "es"),
    ("no me interesa", "es"),
    ("not interested", "en"),
    ("Estimado Ing. Rojas: le envío la demo y el link de Calendly para un call.", "es"),
    ("Bonjour Claire, je vous contacte au sujet de votre standard téléphonique actuel.", None),
    ("Guten Tag Herr Maier, ich melde mich wegen Ihrer Telefonanlage in der Zentrale.", None),
    ("Olá Paula, gostaria de apresentar a nossa solução de gestão para sua empresa.", None),
    ("こんにちは、弊社のサービスについてご紹介させてください。", None),
]


@pytest.mark.parametrize(("text", "language"), TEXTS, ids=[text[:20] for text, _ in TEXTS])
def test_the_language_is_named_or_nothing_is(text: str, language: str | None) -> None:
    assert language_of(text) == language
