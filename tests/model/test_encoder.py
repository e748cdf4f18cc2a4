"""The encoder reads each sentence by itself, the same everywhere, and what it learned from is kept from the figures."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from tellcheck_model.bundle import PACKAGED, Bundle, load_bundle
from tellcheck_model.encoder import FILES, LONGEST, RELEASED, Encoder, prepared
from tellcheck_model.errors import BundleError
from tellcheck_model.training_set import read_training_set

PITCH = "We are the leading provider of payroll software."
NAME = "Kind regards,"


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


def chance(encoder: Encoder, text: str, label: str) -> float:
    odds = encoder.odds([text])[0, encoder.labels.index(label)]
    return float(1 / (1 + np.exp(-odds)))


@pytest.mark.parametrize("pitch", [PITCH, "Somos el proveedor líder de programas de nóminas."])
def test_it_hears_a_seller_speak_of_himself_in_both_languages(encoder: Encoder, pitch: str) -> None:
    assert chance(encoder, pitch, "about_us") > 0.9
    assert chance(encoder, NAME, "about_us") < 0.1


def test_it_hears_the_same_in_words_it_has_not_learned(encoder: Encoder) -> None:
    words = " ".join(read_training_set(PACKAGED.parents[2] / "training_data").sentences).lower()
    assert "harpsichord" not in words
    assert chance(encoder, "Our workshop mends harpsichords and spinets.", "about_us") > 0.5


def test_a_sentence_means_the_same_alone_and_among_others(encoder: Encoder) -> None:
    among = encoder.odds([NAME, PITCH, "Could you spare ten minutes on Tuesday, so that I can walk you through it?"])
    assert np.allclose(among[1], encoder.odds([PITCH])[0], atol=1e-4)


def test_merge_fields_and_links_of_every_kind_read_alike(encoder: Encoder) -> None:
    assert encoder.tokens("Hi {{first_name}}, see https://a.example/b") == encoder.tokens("Hi [Name], see www.acme.com")


def test_hidden_characters_change_nothing(encoder: Encoder) -> None:
    assert prepared("Our plat\u200bform \u2013 the \u201cbest\u201d") == 'Our platform - the "best"'


def test_a_very_long_sentence_is_read_to_a_bound(encoder: Encoder) -> None:
    assert len(encoder.tokens("so " * 5000)) == LONGEST + 2


def test_a_label_it_does_not_know_keeps_the_odds_of_the_words(encoder: Encoder) -> None:
    words = np.array([[0.5, 2.0]], dtype=np.float32)
    joined = encoder.joined(words, [PITCH], ["no_such_tell", "about_us"])
    assert joined[0, 0] == 0.5
    own = encoder.odds([PITCH])[0, encoder.labels.index("about_us")]
    assert joined[0, 1] == pytest.approx((2.0 + own) / 2)


def test_no_text_gives_no_rows(encoder: Encoder) -> None:
    assert encoder.odds([]).shape == (0, len(encoder.labels))


def test_a_child_of_a_process_that_has_reviewed_reviews_too() -> None:
    program = (
        "import os, sys\n"
        "from tellcheck_model import Draft, load_reviewer\n"
        "reviewer = load_reviewer()\n"
        "first = reviewer.review(Draft('We are the leading provider of payroll software.', 'email')).to_json()\n"
        "child = os.fork()\n"
        "again = reviewer.review(Draft('We are a leading provider of fleet software.', 'email')).to_json()\n"
        "os._exit(7 if child == 0 else os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))"
    )
    done = subprocess.run([sys.executable, "-c", program], timeout=60, check=False)
    assert done.returncode == 7


@pytest.mark.parametrize("name", FILES)
def test_a_changed_file_of_the_encoder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    folder = Path(shutil.copytree(RELEASED, tmp_path / "encoder"))
    content = (folder / name).read_bytes()
    (folder / name).write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    monkeypatch.setattr("tellcheck_model.bundle.Encoder", lambda: Encoder(folder))
    with pytest.raises(BundleError, match=r"^encoder_hash: "):
        load_bundle()
    (folder / name).unlink()
    with pytest.raises(BundleError, match=r"^encoder_missing: "):
        load_bundle()


def test_figures_and_thresholds_come_from_messages_it_has_not_seen(bundle: Bundle, training_data: Path) -> None:
    data = read_training_set(training_data)
    unseen, rows = data.without(Encoder().learned)
    assert bundle.metrics["messages"] == len(unseen.messages)
    assert {m.id for m in unseen.messages}.isdisjoint(Encoder().learned)
    assert {m.author for m in unseen.messages}.isdisjoint(m.author for m in data.messages if m.id in Encoder().learned)
    assert [data.sentences[i] for i in rows] == list(unseen.sentences)


def test_serving_needs_no_pytorch() -> None:
    program = "import sys, tellcheck_model.encoder as e; e.Encoder().odds(['Hi']); print('torch' in sys.modules)"
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, env=environment, check=True)
    assert done.stdout.strip() == b"False"
