"""Skeletons: for each message of a batch who writes it, where, when, how well and to what effect."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import log
from random import Random
from typing import Any

from tellcheck_model.corpus.draws import pick, quantile, spread, whole
from tellcheck_model.corpus.plan import Archetype, Negative, Plan, Weights

FAMILY_SHARE = 0.12
FAMILY_SIZE = 5
LATE = ("B", "C", "O", "A")
ORDER = "FUB"  # the stages a sequence goes through
NO_HEADS = "000"


@dataclass
class Skeleton:
    """A message to be written, as far as the plan's shares settle it."""

    kind: Archetype | Negative
    channel: str
    stage: str  # F, U, B, C, O or A; empty where nothing is sold
    quality: str
    skill: str
    heads: str  # straight_pitch, weak_value_proposition, missing_value_exchange as 0 or 1
    words: int = 0
    family: tuple[int, int, int] | None = None  # which sequence, which part, of how many
    resistances: list[str] = field(default_factory=list)
    signals: list[str] = field(default_factory=list)
    closer: str = "none"
    opener: str = "none"
    commitment: str | None = None
    forms: dict[str, str] = field(default_factory=dict)  # signal → form id, the closer's too

    @property
    def outreach(self) -> bool:
        """Whether the message pursues business."""
        return isinstance(self.kind, Archetype)


def draw_skeletons(rng: Random, plan: Plan, language: str, count: int) -> list[Skeleton]:
    """Return `count` skeletons whose shares are those of the plan; sequences stand together, in order."""
    skeletons: list[Skeleton] = []
    for id, share in _counted(spread(rng, plan.archetype_weights(language), count)).items():
        if id in plan.archetypes:
            skeletons += _outreach(rng, plan, plan.archetypes[id], share)
        else:
            kind = plan.negatives[id]
            skeletons += [Skeleton(kind, channel, "", "", "", NO_HEADS) for channel in spread(rng, kind.channel, share)]
    rng.shuffle(skeletons)
    _join_families(rng, plan, skeletons, whole(rng, count * FAMILY_SHARE))
    _set_lengths(rng, plan.texture, skeletons)
    skeletons.sort(key=lambda skeleton: skeleton.family or (len(skeletons), 0, 0))
    return skeletons


def _counted(ids: list[str]) -> dict[str, int]:
    return {id: ids.count(id) for id in dict.fromkeys(ids)}


def _outreach(rng: Random, plan: Plan, kind: Archetype, count: int) -> Iterable[Skeleton]:
    qualities = spread(rng, kind.quality, count)
    for stage, quality in zip(spread(rng, kind.stage, count), qualities, strict=True):
        channel = pick(rng, _channels_at(kind, stage))
        skill = pick(rng, _skills_at(kind, stage))
        yield Skeleton(kind, channel, stage, quality, skill, _heads(rng, plan, channel, stage, skill))


def _channels_at(kind: Archetype, stage: str) -> dict[str, float]:
    """A note opens a contact, so all of its share falls on first touches; a chat leans to LinkedIn messages."""
    first = kind.stage["F"] / 100
    notes = min(kind.channel.get("N", 0) / first, 100.0) if stage == "F" else 0.0
    others = {channel: share for channel, share in kind.channel.items() if channel != "N"}
    if stage == "C" and "M" in others:
        others["M"] *= 6
    whole_share = sum(others.values()) or 1.0
    return {**{channel: share / whole_share * (100 - notes) for channel, share in others.items()}, "N": notes}


def _skills_at(kind: Archetype, stage: str) -> dict[str, float]:
    """Late messages are more often strong, and the others less, so that the archetype keeps its shares."""
    strong, rest = kind.skill["S"], kind.skill["W"] + kind.skill["M"]
    late = sum(kind.stage.get(code, 0) for code in LATE) / 100
    lift = min(1.7, 85 / strong, 0.9 / late if late else 1.7)
    factor = lift if stage in LATE else (1 - late * lift) / (1 - late)
    return {"S": strong * factor, **{code: kind.skill[code] / rest * (100 - strong * factor) for code in "WM"}}


def _heads(rng: Random, plan: Plan, channel: str, stage: str, skill: str) -> str:
    table = "note_" if channel == "N" else "late_" if stage in LATE else ""
    return str(pick(rng, plan.texture["heads"][table + skill]))


def _join_families(rng: Random, plan: Plan, skeletons: list[Skeleton], wanted: int) -> None:
    """Join messages of one archetype and channel into sequences by one sender, until enough belong to one."""
    groups: dict[tuple[str, str], list[Skeleton]] = defaultdict(list)
    for skeleton in skeletons:
        if skeleton.outreach and skeleton.stage in ORDER:
            groups[skeleton.kind.id, skeleton.channel].append(skeleton)
    number = joined = 0
    for key in rng.sample(sorted(groups), len(groups)):
        while joined < wanted:
            family = _next_family(groups[key], rng.randint(2, FAMILY_SIZE))
            if len(family) < 2:
                break
            _share_sender(rng, plan, family, number)
            groups[key] = [skeleton for skeleton in groups[key] if skeleton.family is None]
            number, joined = number + 1, joined + len(family)


def _next_family(free: list[Skeleton], size: int) -> list[Skeleton]:
    """Return a first touch, follow-ups and a break-up, as far as there are such."""
    first = [skeleton for skeleton in free if skeleton.stage == "F"][:1]
    last = [skeleton for skeleton in free if skeleton.stage == "B"][:1]
    between = [skeleton for skeleton in free if skeleton.stage == "U"][: max(size - len(first) - len(last), 1)]
    return [*first, *between, *last] if between or last else []


def _share_sender(rng: Random, plan: Plan, family: list[Skeleton], number: int) -> None:
    for part, skeleton in enumerate(family, 1):
        if skeleton.skill != family[0].skill:
            skeleton.skill = family[0].skill
            skeleton.heads = _heads(rng, plan, skeleton.channel, skeleton.stage, skeleton.skill)
        skeleton.quality = family[0].quality
        skeleton.family = (number, part, len(family))


def _set_lengths(rng: Random, texture: dict[str, Any], skeletons: list[Skeleton]) -> None:
    """Set lengths whose quantiles are those of the channel, longer where the kind of message runs long."""
    by_channel: dict[str, list[tuple[float, Skeleton]]] = defaultdict(list)
    for skeleton in skeletons:
        by_channel[skeleton.channel].append((rng.gauss(_expected_length(texture["length"], skeleton), 0.5), skeleton))
    for channel, drawn in by_channel.items():
        for group in (True, False):  # what is not outreach has a length of its own
            ranked = sorted((each for each in drawn if each[1].outreach is group), key=lambda each: each[0])
            for rank, (_, skeleton) in enumerate(ranked):
                share = (rank + rng.random()) / len(ranked)
                skeleton.words = max(quantile(texture["words"][channel], share), 8)


def _expected_length(shifts: dict[str, Weights], skeleton: Skeleton) -> float:
    if not isinstance(skeleton.kind, Archetype):
        return 0.0
    parts = shifts["heads"][skeleton.heads], shifts["quality"][skeleton.quality], shifts["stage"][skeleton.stage]
    return sum(parts) + 0.6 * log(skeleton.kind.words / 62)
