"""Writers' cards: each says what one message of a batch is to be, drawn by the plan, the same for the same seed."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from random import Random
from typing import Any

from tellcheck_model.corpus.assign import assign
from tellcheck_model.corpus.details import Details, details_of
from tellcheck_model.corpus.draws import generator, pick, whole
from tellcheck_model.corpus.plan import CHANNELS, STAGES, Flip, Plan, read_plan
from tellcheck_model.corpus.records import record_of
from tellcheck_model.corpus.skeletons import Skeleton, draw_skeletons

HEADLINES = ("straight_pitch", "weak_value_proposition", "missing_value_exchange")
OUTREACH = "outreach"  # the flip that takes the offer out of a message


@dataclass(frozen=True, slots=True)
class Family:
    """A sequence by one sender: its messages share signature, slots and opt-out."""

    id: str
    part: int
    of: int


@dataclass(frozen=True, slots=True)
class Pair:
    """The twin keeps the partner's sentences but one, and the label flips."""

    partner: str
    label: str
    line: str


@dataclass(frozen=True, slots=True)
class Card:
    """What one message is to be. A message records its card's id and main fields."""

    id: str
    batch: str
    language: str
    author: str
    archetype: str
    outreach: bool
    channel: str
    stage: str  # as a message records it
    moment: str  # F, U, B, C, O, A; empty where nothing is sold
    quality: str
    skill: str
    headlines: dict[str, int]
    words: int
    opener: str
    closer: str
    commitment: str | None
    signals: tuple[str, ...]
    forms: tuple[str, ...]
    resistances: tuple[str, ...]  # of the prospect's messages in the thread, oldest first
    details: Details
    family: Family | None = None
    pair: Pair | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the card as JSON-ready data, with the record that its message carries."""
        card = asdict(self)
        return {**card, "record": record_of(card)}


def draw_cards(batch: str, language: str, count: int, seed: int, plan: Plan | None = None) -> list[Card]:
    """Return `count` cards for a batch, always the same ones for the same arguments.

    Sequences stand together in order, and the twin of a minimal pair follows its partner.
    """
    plan = plan or read_plan()
    rng = generator(batch, language, count, seed)
    twins = min(whole(rng, count * plan.pair_share), count // 3)
    skeletons = draw_skeletons(rng, plan, language, count - twins)
    flips = _flips(rng, plan, skeletons, twins)
    assign(rng, plan, skeletons, count)
    cards: list[Card] = []
    families: dict[int, Card] = {}
    for number, skeleton in enumerate(skeletons):
        card = _card(rng, plan, skeleton, (batch, language, len(cards) + 1), families)
        flip = flips.get(number)
        if flip:
            card = _with_label(rng, plan, card, flip)
        cards.append(card)
        if flip:
            cards.append(_twin(card, flip, f"{batch}-{language}-{len(cards) + 1:03d}"))
    return cards


def _flips(rng: Random, plan: Plan, skeletons: list[Skeleton], count: int) -> dict[int, Flip]:
    """Return which messages get a twin, and which label it turns."""
    flips: dict[int, Flip] = {}
    chances = {number: flip.weight for number, flip in enumerate(plan.flips)}
    for _ in range(count * 40):
        if len(flips) == count:
            break
        flip = plan.flips[pick(rng, chances)]
        fitting = [
            number
            for number, skeleton in enumerate(skeletons)
            if number not in flips
            and skeleton.outreach
            and skeleton.family is None
            and flip.fits(skeleton.heads, skeleton.stage, skeleton.words)
            and (skeleton.channel != "N" or flip.label in ("outreach", "pretext", "specific_relevance"))
        ]
        if fitting:
            flips[rng.choice(fitting)] = flip
    return flips


def _card(rng: Random, plan: Plan, skeleton: Skeleton, place: tuple[str, str, int], families: dict[int, Card]) -> Card:
    batch, language, number = place
    id = f"{batch}-{language}-{number:03d}"
    first = families.get(skeleton.family[0]) if skeleton.family else None
    card = Card(
        id=id,
        batch=batch,
        language=language,
        author=first.author if first else f"{batch}-{language}-a{number:03d}",
        archetype=skeleton.kind.id,
        outreach=skeleton.outreach,
        channel=CHANNELS[skeleton.channel],
        stage=STAGES.get(skeleton.stage, "not_outreach"),
        moment=skeleton.stage,
        quality=skeleton.quality,
        skill=skeleton.skill,
        headlines={name: int(digit) for name, digit in zip(HEADLINES, skeleton.heads, strict=True)},
        words=skeleton.words,
        opener=skeleton.opener,
        closer=skeleton.closer,
        commitment=skeleton.commitment,
        signals=tuple(skeleton.signals),
        forms=tuple(skeleton.forms.values()),
        resistances=tuple(skeleton.resistances),
        details=details_of(rng, plan, skeleton, language, first.details if first else None),
    )
    if skeleton.family:
        family, part, of = skeleton.family
        card = replace(card, family=Family(f"{batch}-{language}-s{family + 1}", part, of))
        families.setdefault(family, card)
    return card


def _with_label(rng: Random, plan: Plan, card: Card, flip: Flip) -> Card:
    """Return the card with the signal that its twin will lack, where the flip is about a signal."""
    if flip.label not in plan.forms or flip.label in (*card.signals, card.closer):
        return card
    form = pick(rng, {form.id: form.share for form in plan.forms[flip.label].forms})
    return replace(card, signals=(*card.signals, flip.label), forms=(*card.forms, form))


def _twin(card: Card, flip: Flip, id: str) -> Card:
    pair = Pair(card.id, flip.label, flip.line)
    if flip.label == OUTREACH:
        return replace(
            card, id=id, pair=pair, outreach=False, stage="not_outreach", headlines=dict.fromkeys(HEADLINES, 0)
        )
    if flip.label in card.headlines:
        return replace(card, id=id, pair=pair, headlines={**card.headlines, flip.label: 1 - card.headlines[flip.label]})
    return replace(card, id=id, pair=pair)
