"""The writing plan: archetypes, trades, forms and textures, read from training_data/cards."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CARDS_FOLDER = Path(__file__).parents[3] / "training_data" / "cards"
PLANNED = 4000  # messages the counts of the plan add up to
CHANNELS = {"E": "email", "M": "linkedin_message", "N": "linkedin_note", "I": "inmail"}
STAGES = {
    "F": "first_touch",
    "U": "follow_up",
    "B": "follow_up",
    "C": "reply",
    "O": "reply",
    "A": "after_meeting",
}
STAGE_WORDS = {
    "F": "first touch",
    "U": "follow-up",
    "B": "break-up: the last message of the sequence",
    "C": "chat under way",
    "O": "answer to what the prospect said last",
    "A": "after a meeting, or late in the sale",
}

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Trade:
    """An ordinary trade, with its names and the offers it typically makes, by language."""

    id: str
    names: dict[str, str]
    offers: dict[str, tuple[str, ...]]
    sells: str


@dataclass(frozen=True, slots=True)
class Archetype:
    """A kind of sender: how many messages it writes a language, and in what mix."""

    id: str
    title: str
    counts: dict[str, int]
    channel: Weights
    stage: Weights
    quality: Weights
    skill: Weights
    words: float
    sells: str | None
    roles: dict[str, list[str]]
    offers: dict[str, list[str]]
    traits: str


@dataclass(frozen=True, slots=True)
class Negative:
    """A kind of message that is not outreach, with the words that make it look like it."""

    id: str
    title: str
    counts: dict[str, int]
    channel: Weights
    slots: float
    signals: Weights
    thread: float
    roles: list[str]
    situations: list[str]
    cues: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Form:
    """One way a signal is put, with its share among the sentences of the signal."""

    id: str
    signal: str
    share: float
    line: str


@dataclass(frozen=True, slots=True)
class FormPlan:
    """The forms of a signal, how many sentences it needs, and where a rare one fits."""

    signal: str
    least: int
    forms: tuple[Form, ...]
    cards: int = 0
    stages: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    prefer: dict[str, list[str]] = field(default_factory=dict)  # form → stages or channels that take it first
    always: dict[str, str] = field(default_factory=dict)  # channel → the only form there
    suits: dict[str, list[str]] = field(default_factory=dict)  # commitment → the forms that ask for it


@dataclass(frozen=True, slots=True)
class Flip:
    """A change to one sentence that turns one label."""

    label: str
    weight: float
    heads: tuple[str, ...]
    line: str
    stages: tuple[str, ...] = ()
    words: int = 10_000

    def fits(self, heads: str, stage: str, words: int) -> bool:
        """Whether a message of this outcome, stage and length can be the partner."""
        return heads in self.heads and (not self.stages or stage in self.stages) and words <= self.words


@dataclass(frozen=True)
class Plan:
    """All of training_data/cards."""

    trades: tuple[Trade, ...]
    archetypes: dict[str, Archetype]
    negatives: dict[str, Negative]
    countries: dict[str, list[dict[str, Any]]]
    forms: dict[str, FormPlan]
    threads: dict[str, Any]
    texture: dict[str, Any]
    flips: tuple[Flip, ...]
    pair_share: float

    def form(self, id: str) -> Form:
        """Return the form with this id; KeyError where no signal has it."""
        return next((form for form in self.all_forms() if form.id == id), None) or _missing(id)

    def all_forms(self) -> Iterator[Form]:
        """Yield every form of every signal."""
        for plan in self.forms.values():
            yield from plan.forms

    def archetype_weights(self, language: str) -> dict[str, float]:
        """Return how many messages of the plan each archetype and negative kind has in the language."""
        kinds: list[Archetype | Negative] = [*self.archetypes.values(), *self.negatives.values()]
        return {kind.id: kind.counts[language] for kind in kinds}


def read_plan(folder: Path = CARDS_FOLDER) -> Plan:
    """Return the plan of the folder; FileNotFoundError, KeyError or TOMLDecodeError where it is incomplete."""
    pairs = _toml(folder, "pairs")
    return Plan(
        trades=tuple(_trades(folder / "trades.csv")),
        archetypes={id: _archetype(id, entry) for id, entry in _toml(folder, "archetypes").items()},
        negatives={id: _negative(id, entry) for id, entry in _toml(folder, "negatives").items()},
        countries=_toml(folder, "countries"),
        forms={id: _form_plan(id, entry) for id, entry in _toml(folder, "forms").items()},
        threads=_toml(folder, "threads"),
        texture=_toml(folder, "texture"),
        flips=tuple(_flip(entry) for entry in pairs["flip"]),
        pair_share=pairs["share"] / 100,
    )


def _missing(id: str) -> Form:
    raise KeyError(f"{id} is no form of forms.toml")


def _toml(folder: Path, name: str) -> dict[str, Any]:
    return tomllib.loads((folder / f"{name}.toml").read_text("utf-8"))


def _trades(path: Path) -> Iterator[Trade]:
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            offers = {language: tuple(row[f"offers_{language}"].split("; ")) for language in ("en", "es")}
            yield Trade(row["id"], {"en": row["en"], "es": row["es"]}, offers, row["sells"])


def _by_language(entry: dict[str, Any], key: str) -> dict[str, list[str]]:
    english = entry.get(key, entry.get(f"{key}_en", []))
    return {"en": english, "es": entry.get(f"{key}_es", english)}


def _archetype(id: str, entry: dict[str, Any]) -> Archetype:
    return Archetype(
        id=id,
        title=entry["title"],
        counts={"en": entry["en"], "es": entry["es"]},
        channel=entry["channel"],
        stage=entry["stage"],
        quality=entry["quality"],
        skill=entry["skill"],
        words=entry["words"],
        sells=entry.get("sells"),
        roles=_by_language(entry, "roles"),
        offers=_by_language(entry, "offers"),
        traits=entry["traits"],
    )


def _negative(id: str, entry: dict[str, Any]) -> Negative:
    return Negative(
        id=id,
        title=entry["title"],
        counts={"en": entry["en"], "es": entry["es"]},
        channel=entry["channel"],
        slots=entry["slots"],
        signals=entry["signals"],
        thread=entry["thread"],
        roles=entry["roles"],
        situations=entry["situations"],
        cues=_by_language(entry, "cues"),
    )


def _form_plan(id: str, entry: dict[str, Any]) -> FormPlan:
    return FormPlan(
        signal=id,
        least=entry["least"],
        forms=tuple(Form(form, id, share, line) for form, (share, line) in entry["forms"].items()),
        cards=entry.get("cards", 0),
        stages=tuple(entry.get("stage", ())),
        heads=tuple(entry.get("heads", ())),
        after=tuple(entry.get("after", ())),
        prefer=entry.get("prefer", {}),
        always=entry.get("always", {}),
        suits=entry.get("suits", {}),
    )


def _flip(entry: dict[str, Any]) -> Flip:
    stages = tuple(entry.get("stage", ()))
    return Flip(
        entry["label"], entry["weight"], tuple(entry["heads"]), entry["line"], stages, entry.get("words", 10_000)
    )
