"""The particulars of a card: trade, offer, sender, reader, country, and the look of the message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from tellcheck_model.corpus.draws import pick
from tellcheck_model.corpus.plan import Archetype, Negative, Plan, Trade
from tellcheck_model.corpus.skeletons import Skeleton

OWN_HABITS = 0.5  # of the answers to which habits of their own are known
FILLER_FROM = 40  # words; from there a message has sentences without any signal


@dataclass(frozen=True, slots=True)
class Slots:
    """The fields left to be filled in."""

    style: str
    naming: str
    count: int
    holds: tuple[str, ...]
    extra: str


@dataclass(frozen=True, slots=True)
class Details:
    """Who writes to whom about what, and how it looks."""

    trade: str
    trade_name: str
    trade_of: str  # sender or reader
    offer: str | None
    situation: str | None
    cues: tuple[str, ...]
    country: str
    sender: str
    sender_age: str
    sender_initials: str
    firm_onset: str
    habits: tuple[str, ...]
    reader: str
    reader_trade: str
    reader_initials: str
    address: str | None
    loan_words: bool
    calque: bool
    greeting: str
    signature: str
    after_ask: str
    link: bool
    subject: str | None
    subject_words: int
    slots: Slots | None
    filler: str | None
    seller_lines: int
    number: bool
    day_named: bool
    answer_habits: tuple[str, ...]
    thread: bool  # whether a message that is not outreach has one


def details_of(rng: Random, plan: Plan, skeleton: Skeleton, language: str, first: Details | None) -> Details:
    """Return the particulars of a message; one of a sequence keeps those of the `first`."""
    details = _details(rng, plan, skeleton, language)
    if first is None:
        return details
    shared = (
        "trade",
        "trade_name",
        "trade_of",
        "offer",
        "country",
        "sender",
        "sender_age",
        "sender_initials",
        "firm_onset",
    )
    looks = ("habits", "reader", "reader_trade", "reader_initials", "address", "signature", "after_ask")
    details = replace(details, **{name: getattr(first, name) for name in (*shared, *looks)})
    return replace(details, slots=_same_style(details.slots, first.slots))


def _same_style(slots: Slots | None, first: Slots | None) -> Slots | None:
    if first is None or slots is None:
        return first
    return replace(slots, style=first.style, naming=first.naming)


def _details(rng: Random, plan: Plan, skeleton: Skeleton, language: str) -> Details:
    texture = plan.texture
    kind = skeleton.kind
    trade, trade_of, offer = _offer(rng, plan, kind, language)
    country = _country(rng, plan, language, skeleton.quality)
    reader_trade = rng.choice([each for each in plan.trades if each.id != trade.id])
    subject = _subject(rng, texture, skeleton.channel)
    return Details(
        trade=trade.id,
        trade_name=trade.names[language],
        trade_of=trade_of,
        offer=offer,
        situation=rng.choice(kind.situations) if isinstance(kind, Negative) else None,
        cues=_cues(rng, kind, language),
        country=country["name"],
        sender=rng.choice(kind.roles[language] if isinstance(kind, Archetype) else kind.roles),
        sender_age=pick(rng, texture["age"]["bands"]),
        sender_initials=_initials(rng, texture),
        firm_onset=rng.choice(texture["names"]["onsets"]),
        habits=tuple(rng.sample(texture["habits"][language], 2)),
        reader=rng.choice(texture["reader_roles"][language]),
        reader_trade=(reader_trade if trade_of == "sender" else trade).names[language],
        reader_initials=_initials(rng, texture),
        address=pick(rng, country["address"]) if language == "es" else None,
        loan_words=language == "es" and rng.random() * 100 < texture["loan_words"]["share"],
        calque=language == "es" and rng.random() * 100 < texture["loan_words"]["calque"],
        greeting=pick(rng, texture["greeting"]["kinds"]),
        signature=_signature(rng, texture, skeleton.channel),
        after_ask=_after_ask(rng, texture, skeleton, language),
        link=skeleton.channel != "N" and rng.random() * 100 < texture["signature"]["link"],
        subject=subject,
        subject_words=int(pick(rng, texture["subject"]["words"])) if subject else 0,
        slots=_slots(rng, texture, skeleton, language),
        filler=pick(rng, texture["filler"]["kinds"]) if skeleton.outreach and skeleton.words >= FILLER_FROM else None,
        seller_lines=_seller_lines(rng, texture, skeleton),
        number=_has_number(rng, texture, skeleton),
        day_named=rng.random() * 100 < texture["numbers"]["day"],
        answer_habits=tuple(_answer_habit(rng, plan, resistance) for resistance in skeleton.resistances),
        thread=isinstance(kind, Negative) and rng.random() * 100 < kind.thread,
    )


def _offer(rng: Random, plan: Plan, kind: Archetype | Negative, language: str) -> tuple[Trade, str, str | None]:
    """Return the trade, whose it is, and the offer: the seller's own, or the archetype's for a reader's trade."""
    if isinstance(kind, Negative):
        return rng.choice(plan.trades), "sender", None
    if kind.sells:
        trade = rng.choice([each for each in plan.trades if each.sells == kind.sells])
        return trade, "sender", rng.choice(trade.offers[language])
    return rng.choice(plan.trades), "reader", rng.choice(kind.offers[language])


def _country(rng: Random, plan: Plan, language: str, quality: str) -> dict[str, Any]:
    countries = plan.countries[language]
    key = "foreign" if quality == "T" else "weight"
    return countries[pick(rng, {number: country[key] for number, country in enumerate(countries)})]


def _cues(rng: Random, kind: Archetype | Negative, language: str) -> tuple[str, ...]:
    if isinstance(kind, Archetype):
        return ()
    cues: Sequence[str] = kind.cues[language]
    return tuple(rng.sample(cues, pick(rng, {0: 22, 1: 17, 2: 19, 3: 42})))


def _initials(rng: Random, texture: dict[str, Any]) -> str:
    return " ".join(rng.choice(texture["names"]["onsets"]) + "…" for _ in range(2))


def _subject(rng: Random, texture: dict[str, Any], channel: str) -> str | None:
    if channel not in "EI" or rng.random() * 100 >= texture["subject"]["email"]:
        return None
    return str(pick(rng, texture["subject"]["kinds"]))


def _signature(rng: Random, texture: dict[str, Any], channel: str) -> str:
    if channel == "N":
        return "none"
    return str(pick(rng, texture["signature"]["chat" if channel == "M" else "kinds"]))


def _after_ask(rng: Random, texture: dict[str, Any], skeleton: Skeleton, language: str) -> str:
    if skeleton.channel not in "EI" or not skeleton.outreach:
        return "nothing"
    return str(pick(rng, texture["signature"]["after_ask_es" if language == "es" else "after_ask"]))


def _slots(rng: Random, texture: dict[str, Any], skeleton: Skeleton, language: str) -> Slots | None:
    slots, kind = texture["slots"], skeleton.kind
    share = kind.slots if isinstance(kind, Negative) else slots["share"][skeleton.quality]
    if rng.random() * 100 >= share:
        return None
    count = min(int(pick(rng, slots["count"])), max(skeleton.words // 8, 1))
    return Slots(
        style=pick(rng, slots["styles"]),
        naming=pick(rng, slots["naming_es" if language == "es" else "naming"]),
        count=count,
        holds=tuple(dict.fromkeys(pick(rng, slots["holds"]) for _ in range(count))),
        extra=pick(rng, slots["extras"]),
    )


def _seller_lines(rng: Random, texture: dict[str, Any], skeleton: Skeleton) -> int:
    if not skeleton.outreach:
        return 0
    level = skeleton.skill if skeleton.heads.startswith("1") else "S"
    return min(int(pick(rng, texture["seller_lines"][level])), max(skeleton.words // 14, 1))


def _answer_habit(rng: Random, plan: Plan, resistance: str) -> str:
    habits: dict[str, list[str]] = plan.threads["habits"]
    own = habits.get(resistance, [])
    return rng.choice(own) if own and rng.random() < OWN_HABITS else rng.choice(habits["any"])


def _has_number(rng: Random, texture: dict[str, Any], skeleton: Skeleton) -> bool:
    brought = not set(skeleton.forms.values()).isdisjoint(texture["numbers"]["forms"])
    share = texture["numbers"]["share"]["straight" if skeleton.heads.startswith("1") else "other"]
    return rng.random() * 100 < share or brought
