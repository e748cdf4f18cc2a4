"""What each message must hold: the prospect's answers before it, its signals in their forms, and what it asks for."""

from __future__ import annotations

from collections import defaultdict
from random import Random

from tellcheck_model.corpus.draws import pick, spread, whole
from tellcheck_model.corpus.plan import PLANNED, Archetype, FormPlan, Negative, Plan, Weights
from tellcheck_model.corpus.skeletons import NO_HEADS, Skeleton
from tellcheck_model.corpus.threads import set_threads

LATE_CLOSERS = {"ask": 2.4, "passive_close": 0.7, "diagnostic_question": 0.5}  # late in a sale a step is asked for
PITCH_COMMITMENTS = {"time": 86, "review": 6, "micro": 4, "invest": 4}
FALLBACK_COMMITMENTS = {"invest": 30, "time": 25, "micro": 25, "review": 20}
ASKS = ("ask", "pitch_ask", "fallback_ask")
LONG_MESSAGE = 60  # words from which a message has room for a third signal
LONG_ANSWER = 30
SHORT = ("pretext", "about_us", "empty_claim", "specific_relevance", "diagnostic_question")  # room for them in a note


def assign(rng: Random, plan: Plan, skeletons: list[Skeleton], count: int) -> None:
    """Fill in threads, signals, closers, commitments and forms; `count` is the size of the whole batch."""
    outreach = [skeleton for skeleton in skeletons if skeleton.outreach]
    set_threads(rng, plan, outreach)
    _set_rare_signals(rng, plan, outreach, count)
    for skeleton in skeletons:
        if isinstance(skeleton.kind, Negative):
            skeleton.signals = [id for id, chance in skeleton.kind.signals.items() if rng.random() * 100 < chance]
            continue
        _set_opener_and_closer(rng, plan, skeleton)
        _fill_signals(rng, plan, skeleton)
    _set_commitments(rng, plan, outreach, count)
    _set_forms(rng, plan, skeletons)


def _room(skeleton: Skeleton) -> int:
    """How many signals a message can be asked for beside its opener and closer."""
    if skeleton.channel == "N":
        return 1
    long = LONG_ANSWER if skeleton.resistances else LONG_MESSAGE
    return 3 if skeleton.words >= long else 2


def _set_rare_signals(rng: Random, plan: Plan, outreach: list[Skeleton], count: int) -> None:
    """Give the rare signals their cards first, turn by turn, so that a shortage hits none of them alone."""
    units = [each for each in plan.forms.values() for _ in range(whole(rng, each.cards * count / PLANNED))]
    rng.shuffle(units)
    for unit in units:
        fitting = [skeleton for skeleton in outreach if _fits(unit, skeleton)]
        if fitting:
            room = [(_room(skeleton) - len(skeleton.signals)) ** 2 for skeleton in fitting]
            rng.choices(fitting, room)[0].signals.append(unit.signal)


def _fits(unit: FormPlan, skeleton: Skeleton) -> bool:
    """Whether a message of this stage, outcome and thread can hold the rare signal."""
    last = skeleton.resistances[-1] if skeleton.resistances else None
    return (
        skeleton.stage in unit.stages
        and skeleton.heads in unit.heads
        and skeleton.channel != "N"
        and unit.signal not in skeleton.signals
        and len(skeleton.signals) < _room(skeleton)
        and (not unit.after or last in unit.after)
        and (unit.signal != "tie_back" or last is not None)
        and not {unit.signal, *skeleton.signals} >= {"pressure", "deference"}
        and not {unit.signal, *skeleton.signals} >= {"open_door", "argues"}
    )


def _set_opener_and_closer(rng: Random, plan: Plan, skeleton: Skeleton) -> None:
    texture = plan.texture
    if skeleton.stage in "FU" and skeleton.channel != "N":
        skeleton.opener = pick(rng, texture["opener"][skeleton.heads])
    closers = dict(texture["note_closer" if skeleton.channel == "N" else "closer"][skeleton.heads])
    if skeleton.stage in "COA":
        closers = {id: share * LATE_CLOSERS.get(id, 1.0) for id, share in closers.items()}
    if skeleton.stage == "B" and skeleton.heads == NO_HEADS:
        closers["passive_close"] = 40.0  # a courteous last word
    ends = [signal for signal in ("open_door", "fallback_ask") if signal in skeleton.signals]
    if ends and skeleton.heads == NO_HEADS:
        closers = {ends[0]: 1.0}  # the answer to a no ends with it
    skeleton.closer = pick(rng, closers)
    if skeleton.closer == "none" and skeleton.heads.endswith("1"):
        skeleton.signals.append("pitch_ask" if skeleton.heads.startswith("1") else "ask")  # asked for before the end


def _fill_signals(rng: Random, plan: Plan, skeleton: Skeleton) -> None:
    """Ask for two signals, three in a long message, one in a note, of those that go with the intended headlines."""
    common: Weights = plan.texture["common"][skeleton.heads]
    taken = {*skeleton.signals, skeleton.closer}
    weights = {id: share for id, share in common.items() if id not in taken}
    if skeleton.channel == "N":
        weights = {id: share for id, share in weights.items() if id in SHORT}
    wanted = min(_room(skeleton), 3 if skeleton.words >= LONG_MESSAGE else 2)
    while len(skeleton.signals) < wanted and weights:
        skeleton.signals.append(pick(rng, weights))
        weights.pop(skeleton.signals[-1])


def _set_commitments(rng: Random, plan: Plan, outreach: list[Skeleton], count: int) -> None:
    """Give the rare commitments their messages first, where the stage suits them, and the others by stage."""
    asking = [skeleton for skeleton in outreach if _asked(skeleton)]
    free = [skeleton for skeleton in asking if _asked(skeleton) == "ask" and skeleton.channel != "N"]
    rare = plan.threads["commitment_cards"]
    units = [id for id, cards in rare.items() for _ in range(whole(rng, cards * count / PLANNED))]
    for id in rng.sample(units, len(units)):
        chances = [_commitments_at(plan, skeleton).get(id, 0.0) for skeleton in free]
        if sum(chances) > 0:
            number = rng.choices(range(len(free)), chances)[0]
            free.pop(number).commitment = id
    for skeleton in asking:
        skeleton.commitment = skeleton.commitment or _common_commitment(rng, plan, skeleton)


def _asked(skeleton: Skeleton) -> str | None:
    return next((signal for signal in (skeleton.closer, *skeleton.signals) if signal in ASKS), None)


def _commitments_at(plan: Plan, skeleton: Skeleton) -> dict[str, float]:
    weights = dict(plan.threads["commitment"][skeleton.stage])
    for id, more in plan.threads["commitment_of"].get(skeleton.kind.id, {}).items():
        weights[id] = weights.get(id, 0) + more
    return weights


def _common_commitment(rng: Random, plan: Plan, skeleton: Skeleton) -> str:
    asked = _asked(skeleton)
    if skeleton.channel == "N":
        return "micro" if asked == "ask" else "time"
    if asked != "ask":
        return pick(rng, PITCH_COMMITMENTS if asked == "pitch_ask" else FALLBACK_COMMITMENTS)
    rare = plan.threads["commitment_cards"]
    weights = {id: share for id, share in _commitments_at(plan, skeleton).items() if id not in rare}
    if skeleton.heads.endswith("0") and skeleton.stage in "FUB":
        weights["micro"] = weights["time"] * 1.6  # nothing is traded for a small request
        weights["time"] *= 0.5
    return pick(rng, weights)


def _set_forms(rng: Random, plan: Plan, skeletons: list[Skeleton]) -> None:
    """Share the forms of each signal out over the batch by their quotas, first to the messages that prefer them."""
    users: dict[str, list[Skeleton]] = defaultdict(list)
    for skeleton in skeletons:
        signals = [signal for signal in skeleton.signals if isinstance(skeleton.kind, Archetype) or signal != "ask"]
        for signal in dict.fromkeys((*signals, skeleton.closer)):
            if signal in plan.forms:
                users[signal].append(skeleton)
    for signal, group in users.items():
        _share_forms(rng, plan.forms[signal], group)


def _share_forms(rng: Random, plan: FormPlan, group: list[Skeleton]) -> None:
    forced = [skeleton for skeleton in group if skeleton.channel in plan.always]
    for skeleton in forced:
        skeleton.forms[plan.signal] = plan.always[skeleton.channel]
    free = [(skeleton, _suiting(plan, skeleton)) for skeleton in group if skeleton.channel not in plan.always]
    free = [(skeleton, suiting) for skeleton, suiting in free if suiting]
    weights = {form.id: form.share for form in plan.forms if not forced or form.id not in plan.always.values()}
    pool = spread(rng, weights, len(free))
    rng.shuffle(free)
    for skeleton, suiting in sorted(free, key=lambda each: len(each[1])):  # who has least choice chooses first
        fitting = [form for form in pool if form in suiting]
        liked = [form for form in fitting if {skeleton.stage, skeleton.channel} & set(plan.prefer.get(form, ()))]
        form = next(iter(liked or fitting), None)
        if form is None:
            form = pick(rng, {id: share for id, share in weights.items() if id in suiting})
        else:
            pool.remove(form)
        skeleton.forms[plan.signal] = form


def _suiting(plan: FormPlan, skeleton: Skeleton) -> set[str]:
    """Return the forms in which the message can ask for its commitment, or all where the signal asks for none."""
    if plan.suits and _asked(skeleton) == plan.signal:
        return set(plan.suits.get(skeleton.commitment or "", ()))
    return {form.id for form in plan.forms}
