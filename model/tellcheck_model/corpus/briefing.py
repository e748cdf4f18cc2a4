"""The card as a writer reads it: a few plain lines."""

from __future__ import annotations

from collections.abc import Iterator

from tellcheck_model.corpus.cards import HEADLINES, Card
from tellcheck_model.corpus.plan import STAGE_WORDS, Plan

QUALITIES = {
    "T": "translated or non-native",
    "S": "smooth and even",
    "C": "plain corporate",
    "K": "chatty",
    "H": "trained and terse",
}
PLAIN = "a sentence without signal"
SKILLS = {"W": "weak", "M": "middling", "S": "strong"}
HEADLINE_WORDS = {
    "straight_pitch": ("asks to pitch, or the offer is its centre", "no pitch: the offer is half a line at most"),
    "weak_value_proposition": (
        "no reason that a rival could not give too",
        "one credible, specific reason, or next to nothing is promoted and asked",
    ),
    "missing_value_exchange": (
        "asks, and gives nothing definite",
        "the reader keeps something definite, or next to nothing is asked",
    ),
}


def briefing(card: Card, plan: Plan) -> str:
    """Return the card in a few lines for the writer."""
    return "\n".join(_lines(card, plan))


def _lines(card: Card, plan: Plan) -> Iterator[str]:
    details = card.details
    kind = plan.archetypes.get(card.archetype) or plan.negatives[card.archetype]
    yield f"{card.id} · {card.language} · {card.channel} · {card.stage} · about {card.words} words"
    if card.pair:
        label, change = card.pair.label, card.pair.line
        yield f"TWIN of {card.pair.partner}: change one sentence so that only {label} flips: {change}. Keep the rest."
        yield f"  headlines {_digits(card)}; stage {card.stage}"
        return
    if card.family:
        part = f"{card.family.part} of {card.family.of}"
        yield f"  sequence {card.family.id}, message {part}: same sender, signature, slots"
    who = f"{details.sender}, {details.sender_age}, {details.country}"
    names = f"initials {details.sender_initials} firm {details.firm_onset}…"
    yield f"  {kind.title}: {who}; {names}; {', '.join(details.habits)}"
    yield f"  to: {details.reader}, {details.reader_trade}; initials {details.reader_initials}"
    yield from _outreach(card, plan) if card.moment else _negative(card, plan)
    yield from _look(card)


def _outreach(card: Card, plan: Plan) -> Iterator[str]:
    details = card.details
    quality, skill = QUALITIES[card.quality], SKILLS[card.skill]
    trade = f" ({details.trade_name})" if details.trade_of == "sender" else ""
    yield f"  offer: {details.offer}{trade}; {STAGE_WORDS[card.moment]}; {quality}; {skill}"
    words = "; ".join(HEADLINE_WORDS[name][0 if card.headlines[name] else 1] for name in HEADLINES)
    yield f"  headlines {_digits(card)}: {words}"
    for id in card.forms:
        form = plan.form(id)
        yield f"  {id} {form.signal}: {form.line}"
    asks = f", commitment {card.commitment}" if card.commitment else ""
    opener, closer = (PLAIN if each == "none" else each for each in (card.opener, card.closer))
    yield f"  opens with {opener}, ends with {closer}{asks}; lines about the seller: {details.seller_lines}"
    if details.filler:
        yield f"  every fourth or fifth sentence carries no signal; one is: {details.filler}"
    if card.resistances:
        answers = zip(card.resistances, details.answer_habits, strict=True)
        said = (f"{id}: {plan.threads['resistance'][id]['line']} ({habit})" for id, habit in answers)
        yield "  thread, the prospect in turn: " + " | ".join(said)
    elif card.moment in "UB":
        yield "  thread: the sender's earlier message, no answer"


def _negative(card: Card, plan: Plan) -> Iterator[str]:
    details = card.details
    yield f"  NOT outreach: {details.situation} ({details.trade_name}); headlines 0/0/0"
    if details.cues:
        yield f"  looks like outreach by: {', '.join(details.cues)} (inflect freely)"
    for id in card.forms:
        form = plan.form(id)
        yield f"  {id} {form.signal}: {form.line}"
    yield f"  signals: {', '.join(card.signals) or 'none'}" + ("; answers a message" if details.thread else "")


def _look(card: Card) -> Iterator[str]:
    details = card.details
    parts = [f"greeting {details.greeting}", f"signature {details.signature}"]
    parts += [f"after the ask {details.after_ask}"] if details.after_ask != "nothing" else []
    parts += [f"subject {details.subject}, {details.subject_words} words"] if details.subject else ["no subject"]
    parts += ["a link"] if details.link else []
    parts += ["one number at most" if details.number else "no number"]
    parts += ["a day or an hour is named"] if details.day_named else []
    parts += [f"address {details.address}"] if details.address else []
    parts += ["loan words"] if details.loan_words else []
    parts += ["a phrase copied from English habits"] if details.calque else []
    yield "  " + "; ".join(parts)
    if details.slots:
        slots = details.slots
        holds = ", ".join(slots.holds)
        extra = f"; {slots.extra}" if slots.extra != "none" else ""
        yield f"  {slots.count} slots like {slots.style} ({slots.naming}): {holds}{extra}"


def _digits(card: Card) -> str:
    return "/".join(str(card.headlines[name]) for name in HEADLINES)
