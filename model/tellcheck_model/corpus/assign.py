"""What each message must hold: the prospect's answers before it, its signals in their forms, and what it asks for."""

from __future__ import annotations

from collections import defaultdict
from random import Random

from tellcheck_model.corpus.draws import pick, spread, whole
from tellcheck_model.corpus.plan import PLANNED, Archetype, FormPlan, Negative, Plan, Weights
from tellcheck_model.corpus.skeletons import NO_HEADS, Skeleton

LATE_CLOSERS = {"ask": 2.4, "passive_close": 0.7, "diagnostic_question": 0.5}  # late in a sale a step is asked for
PITCH_COMMITMENTS = {"time": 86, "review": 6, "micro": 4, "invest": 4}
ASKS = ("ask", "pitch_ask", "fallback_ask")
SHORT = ("pretext", "about_us", "empty_claim", "specific_relevance", "diagnostic_question")  # room for them in a note


def assign(rng: Random, plan: Plan, skeletons: list[Skeleton], count: int) -> None:
    """Fill in threads, signals, closers, commitments and forms; `count` is the size of the whole batch."""
    outreach = [skeleton for skeleton in skeletons if skeleton.outreach]
    for skeleton in outreach:
        _set_thread(rng, plan, skeleton)
    _set_rare_signals(rng, plan, outreach, count)
    for skeleton in skeletons:
        if isinstance(skeleton.kind, Negative):
            skeleton.signals = [id for id, chance in skeleton.kind.signals.items() if rng.random() * 100 < chance]
            continue
        _set_opener_and_closer(rng, plan, skeleton)
        _fill_signals(rng, plan, skeleton)
        skeleton.commitment = _commitment(rng, plan, skeleton)
    _set_forms(rng, plan, skeletons)


def _set_thread(rng: Random, plan: Plan, skeleton: Skeleton) -> None:
    answers = int(pick(rng, plan.threads["messages"][skeleton.stage]))
    for position in range(answers):
        stage = skeleton.stage if position == answers - 1 else "C" if skeleton.stage == "C" else "earlier"
        weights = {
            id: each["share"] * each["stage"].get(stage, 2.0 if id == "none" else 1.0)
            for id, each in plan.threads["resistance"].items()
            if id not in skeleton.resistances or id in ("positive", "none")
        }
        if position < answers - 1 and "hard_no" in weights:
            weights["hard_no"] *= 0.5  # who has said stop seldom goes on talking
        skeleton.resistances.append(pick(rng, weights))


def _room(skeleton: Skeleton) -> int:
    """How many signals a message can be asked for beside its opener and closer."""
    if skeleton.channel == "N":
        return 1
    return 3 if skeleton.resistances and skeleton.words >= 30 else 2


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


def _fill_signals(rng: Random, plan: Plan, skeleton: Skeleton) -> None:
    """Ask for two signals, one in a note, from those that go with the intended headlines."""
    common: Weights = plan.texture["common"][skeleton.heads]
    taken = {*skeleton.signals, skeleton.closer}
    weights = {id: share for id, share in common.items() if id not in taken}
    if skeleton.channel == "N":
        weights = {id: share for id, share in weights.items() if id in SHORT}
    while len(skeleton.signals) < min(2, _room(skeleton)) and weights:
        skeleton.signals.append(pick(rng, weights))
        weights.pop(skeleton.signals[-1])


def _commitment(rng: Random, plan: Plan, skeleton: Skeleton) -> str | None:
    asked = [signal for signal in (skeleton.closer, *skeleton.signals) if signal in ASKS]
    if not asked:
        return None
    if skeleton.channel == "N":
        return "micro" if asked[0] == "ask" else "time"
    if asked[0] == "pitch_ask":
        return pick(rng, PITCH_COMMITMENTS)
    weights = dict(plan.threads["commitment"][skeleton.stage])
    for id, more in plan.threads["commitment_of"].get(skeleton.kind.id, {}).items():
        weights[id] = weights.get(id, 0) + more
    if skeleton.heads.endswith("0") and skeleton.stage in "FUB":
        weights["micro"] = weights["time"] * 1.6  # nothing is traded for a small request
        weights["time"] *= 0.5
    return str(pick(rng, weights))


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
    forced = [(skeleton, plan.always[skeleton.channel]) for skeleton in group if skeleton.channel in plan.always]
    for skeleton, form in forced:
        skeleton.forms[plan.signal] = form
    free = [skeleton for skeleton in group if skeleton.channel not in plan.always]
    always = set(plan.always.values())
    weights = {form.id: form.share for form in plan.forms if form.id not in always or not forced}
    pool = spread(rng, weights, len(free))
    for skeleton in rng.sample(free, len(free)):
        liked = [form for form in pool if {skeleton.stage, skeleton.channel} & set(plan.prefer.get(form, ()))]
        form = liked[0] if liked else pool[0]
        pool.remove(form)
        skeleton.forms[plan.signal] = form
