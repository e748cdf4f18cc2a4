"""Least numbers, and the shares of the forms that the cards asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from tellcheck_model.corpus.bands import Measure
from tellcheck_model.corpus.format import Entry
from tellcheck_model.corpus.plan import Plan
from tellcheck_model.rubric import Rubric

ENOUGH = 40  # uses of a signal from which its forms can be judged


def forms(entries: Sequence[Entry], plan: Plan) -> Iterator[Measure]:
    """Yield the share of each form among the cards' uses of its signal; it passes between half and one and a half."""
    used = Counter(id for entry in entries for id in (entry.message.get("card") or {}).get("forms", ()))
    for each in plan.forms.values():
        total = sum(used[form.id] for form in each.forms)
        for form in each.forms if total >= ENOUGH else ():
            share = 100 * used[form.id] / total
            yield Measure("forms", f"{form.id} of {each.signal}", share, form.share * 0.5, form.share * 1.5)


def floors(entries: Sequence[Entry], plan: Plan, rubric: Rubric, wanted: dict[str, int]) -> Iterator[Measure]:
    """Yield how many there are of everything that the corpus needs a least number of."""
    languages = Counter(f"messages, {entry.message['language']}" for entry in entries)
    sentences = [sentence for entry in entries for sentence in entry.message["sentences"]]
    signals = Counter(signal for sentence in sentences for signal in sentence["signals"])
    commitments = Counter(sentence["commitment"] for sentence in sentences)
    answers = Counter(each.get("resistance") for entry in entries for each in entry.message["thread"])
    pairs = sum(bool((entry.message.get("card") or {}).get("pair")) for entry in entries)
    counts = [(name, languages[name], wanted[name]) for name in ("messages, en", "messages, es")]
    counts += [("not outreach", sum(not entry.outreach for entry in entries), wanted["not outreach"])]
    counts += [("minimal pairs", pairs, wanted["minimal pairs"])]
    counts += [(f"signal {id}", signals[id], plan.forms[id].least) for id in rubric.signals]
    counts += [(f"commitment {id}", commitments[id], plan.threads["commitment"]["least"]) for id in rubric.commitments]
    counts += [(f"resistance {id}", answers[id], wanted["each resistance"]) for id in rubric.resistances]
    yield from (Measure("floors", name, count, floor, float("inf")) for name, count, floor in counts)
