"""What the prospects said before: every resistance as often as the plan wants it, where the stage suits it."""

from __future__ import annotations

from collections import Counter
from random import Random

from tellcheck_model.corpus.draws import pick, spread
from tellcheck_model.corpus.plan import Plan
from tellcheck_model.corpus.skeletons import Skeleton

OFTEN = ("positive", "none")  # the two that may come twice in one thread
FIRST = "OABUC"  # whose last answer is chosen first, as it decides what the message must deal with
EARLIER = 0.5  # weight of a refusal before the last answer; who has refused seldom goes on talking


def set_threads(rng: Random, plan: Plan, outreach: list[Skeleton]) -> None:
    """Fill in the resistances of the prospects' messages, oldest first."""
    for skeleton in outreach:
        skeleton.resistances = [""] * int(pick(rng, plan.threads["messages"][skeleton.stage]))
    places = [(skeleton, place) for skeleton in outreach for place in range(len(skeleton.resistances))]
    rng.shuffle(places)
    places.sort(key=_order)
    shares = {id: each["share"] for id, each in plan.threads["resistance"].items()}
    left = Counter(spread(rng, shares, len(places)))
    for skeleton, place in places:
        weights = {id: count * _weight(plan, skeleton, place, id) for id, count in left.items() if count}
        chosen = pick(rng, weights) if any(weights.values()) else OFTEN[0]
        skeleton.resistances[place] = chosen
        left[chosen] -= chosen in left and left[chosen] > 0


def _order(place: tuple[Skeleton, int]) -> int:
    skeleton, number = place
    last = number == len(skeleton.resistances) - 1
    return FIRST.index(skeleton.stage) if last else len(FIRST)


def _weight(plan: Plan, skeleton: Skeleton, place: int, id: str) -> float:
    if id in skeleton.resistances and id not in OFTEN:
        return 0.0
    if place == len(skeleton.resistances) - 1:
        return float(plan.threads["resistance"][id]["stage"].get(skeleton.stage, 0.0))
    return EARLIER if id == "hard_no" else 1.0
