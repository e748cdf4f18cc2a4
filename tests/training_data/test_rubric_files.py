"""Every file of the rubric is complete in both languages, and nothing held out is learned from."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from tellcheck_model.checks import RULES
from tellcheck_model.errors import RubricError
from tellcheck_model.rubric import LANGUAGES, read_examples, read_rubric, rubric_files
from tellcheck_model.segments import segments_of

FOLDER = Path(__file__).parents[2] / "training_data"
FILES = [path for part in ("tells", "strengths", "checks") for path in rubric_files(FOLDER / part)]
TELLS, STRENGTHS, CHECKS, COMMITMENTS, RESISTANCES = 13, 10, 10, 11, 12


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def test_the_rubric_is_whole() -> None:
    rubric = read_rubric(FOLDER)
    assert (len(rubric.of_kind("tell")), len(rubric.of_kind("strength"))) == (TELLS, STRENGTHS)
    assert (len(rubric.checks), len(rubric.commitments), len(rubric.resistances)) == (CHECKS, COMMITMENTS, RESISTANCES)
    assert set(rubric.checks) == set(RULES)
    assert len(rubric.headlines) == 3
    for label in (*rubric.headlines.values(), *rubric.resistances.values()):
        for language in LANGUAGES:
            assert label.wording[language]["advice"]


@pytest.mark.parametrize("key", ["title", "what", "why", "advice", "before", "after"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_missing_word_is_named_by_file_language_and_remedy(tmp_path: Path, language: str, key: str) -> None:
    folder = tmp_path / "training_data"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("messages", "replies", "cards"))
    path = folder / "tells" / "about_us.toml"
    head, section, rest = path.read_text("utf-8").partition(f"[{language}]\n")
    path.write_text(head + section + re.sub(rf"(?m)^{key} *=.*\n", "", rest, count=1), "utf-8")
    with pytest.raises(RubricError, match=rf"about_us.toml: \[{language}\] lacks '{key}'; write it in"):
        read_rubric(folder)


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_file_has_examples_for_and_against_in_both_languages(path: Path) -> None:
    import tomllib

    entry = tomllib.loads(path.read_text("utf-8"))
    roles = (
        ("must_flag", "must_pass") if path.parent.name == "checks" else ("flagged", "allowed", "must_flag", "must_pass")
    )
    for role in roles:
        for language in LANGUAGES:
            assert sum(example["lang"] == language for example in entry[role]) >= 3, (role, language)
    assert "…" not in {entry[language][key] for language in LANGUAGES for key in ("what", "why", "advice")}


def test_each_mark_is_one_segment() -> None:
    for example in read_examples(FOLDER):
        touched = [s for s in segments_of(example.text) if s.start < example.end and s.end > example.start]
        assert len(touched) == 1, example


def test_held_out_examples_are_never_learned_from() -> None:
    learned: set[tuple[str, ...]] = set()
    for example in read_examples(FOLDER):
        if not example.role.startswith("must_"):
            words = words_of(example.text[example.start : example.end])
            learned |= {tuple(words[i : i + 6]) for i in range(len(words) - 5)}
    for example in read_examples(FOLDER):
        if example.role.startswith("must_"):
            words = words_of(example.text[example.start : example.end])
            assert learned.isdisjoint(tuple(words[i : i + 6]) for i in range(len(words) - 5)), example
