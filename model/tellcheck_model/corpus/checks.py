"""The mechanical checks: what the corpus measures, beside the band it should lie in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import mean, median

import numpy as np
from sklearn.metrics import roc_auc_score

from tellcheck_model.corpus.bands import Measure, read_bands
from tellcheck_model.corpus.draws import QUANTILES, generator
from tellcheck_model.corpus.floors import floors, forms
from tellcheck_model.corpus.format import Entry
from tellcheck_model.corpus.overlap import nearest, repeated_shares
from tellcheck_model.corpus.plan import CHANNELS, Plan
from tellcheck_model.corpus.texts import body_of, group_of, heads_of, is_list_line, signals_of, text_of, words_of
from tellcheck_model.rubric import Rubric
from tellcheck_model.text import SLOT

SAMPLE = 113  # shares of common n-grams grow with the number of texts, so they are taken in samples of this size
SAMPLES = 5
TOLERANCE = 12  # points, for what stands together
LENGTH_TOLERANCE = 0.15
LONG_WORD = 9
WEEKDAY = re.compile(
    r"(?i)\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo)s?\b"
)
MOMENT = re.compile(
    r"(?i)\b\d{1,2}(?::\d\d)?\s?(?:am|pm|a\.m\.|p\.m\.|h)\b|\b\d{1,2}:\d\d\b|\ba las? \d"
    r"|\b\d{1,2}(?:st|nd|rd|th)\b|\b\d{1,2}/\d{1,2}\b|\b\d{1,2} de (?:ene|feb|mar|abr|may|jun|jul|ago|sep|oct|nov|dic)"
    r"|\b(?:january|february|march|april|may|june|july|august|september|october|november|december) \d"
)
STYLES = ("{{", "${", "$", "{", "[", "%", "<", "_", "#")  # a longer opening before its beginning


def measure(entries: Sequence[Entry], rubric: Rubric, plan: Plan) -> list[Measure]:
    """Return every figure that the entries are enough for, in the order of the checks."""
    outreach = [entry for entry in entries if entry.outreach]
    if not outreach:
        return []
    bands = read_bands()
    figures = {
        "near": dict(_near(outreach)),
        "repeated": dict(_repeated(outreach)),
        "words": dict(_words(outreach, bands["stems"])),
        "slots": dict(_slots(outreach)),
        "length": dict(_lengths(outreach)),
        "concrete": dict(_concrete(outreach)),
        "area": dict(_areas(outreach, rubric)),
        "signals": dict(_signals(outreach)),
        "headlines": dict(_headlines(outreach)),
        "together": dict(_together(outreach, bands["together"])),
        "negatives": dict(_cues([entry for entry in entries if not entry.outreach], plan)),
    }
    wanted = {**bands, "together": {name: (r - TOLERANCE, r + TOLERANCE) for name, r in bands["together"].items()}}
    found = [
        Measure(check, name, value, *wanted[check][name])
        for check, each in figures.items()
        for name, value in each.items()
        if name in wanted[check]
    ]
    return [*found, *_quantiles(outreach, plan), *forms(entries, plan), *floors(entries, plan, rubric, bands["floors"])]


def _share(entries: Sequence[Entry], pattern: re.Pattern[str]) -> float:
    return 100 * mean(bool(pattern.search(SLOT.sub(" ", text_of(entry)))) for entry in entries)


def _near(outreach: Sequence[Entry]) -> Iterator[tuple[str, float]]:
    english = [entry for entry in outreach if entry.message["language"] == "en"]
    if len(english) < 3:
        return
    texts = {entry.where: words_of(text_of(entry)) for entry in english}
    rounds = []
    for sample in _samples(english):
        scores = [s for s, _ in nearest([texts[e.where] for e in sample], [group_of(e) for e in sample])]
        rounds.append((median(scores), float(np.quantile(scores, 0.9))))
    yield "median", mean(middle for middle, _ in rounds)
    yield "90 %", mean(high for _, high in rounds)
    scores = [score for score, _ in nearest(list(texts.values()), [group_of(entry) for entry in english])]
    yield "over .30 outside families", 100 * mean(score > 0.30 for score in scores)


def _samples(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    rng = generator("samples", len(entries))
    for _ in range(SAMPLES):
        yield rng.sample(list(entries), min(SAMPLE, len(entries)))


def _repeated(outreach: Sequence[Entry]) -> Iterator[tuple[str, float]]:
    english = [entry for entry in outreach if entry.message["language"] == "en"]
    if not english:
        return
    texts = {entry.where: words_of(text_of(entry)) for entry in english}
    rounds = [repeated_shares([texts[e.where] for e in sample], (3, 4, 5, 8)) for sample in _samples(english)]
    for size in (3, 4, 5, 8):
        yield f"{size}-grams", mean(each[size][0] for each in rounds)
    yield "messages sharing a 4-gram", mean(each[4][1] for each in rounds)
    yield "messages sharing an 8-gram", mean(each[8][1] for each in rounds)


def _words(outreach: Sequence[Entry], stems: dict[str, list[str]]) -> Iterator[tuple[str, float]]:
    for language, sizes in (("en", (1500, 5000)), ("es", (1500,))):
        texts = [words_of(text_of(entry)) for entry in outreach if entry.message["language"] == language]
        words = [word for text in texts for word in text if not word[0].isdigit()]
        if not words:
            continue
        for size in sizes:
            if len(words) >= size:
                yield f"types per token at {size}, {language}", _types(texts, size)
        yield f"letters per word, {language}", mean(map(len, words))
        yield f"words of 9+ letters, {language}", 100 * mean(len(word) >= LONG_WORD for word in words)
        whole = set(stems["whole_words"])
        starts = tuple(stem for stem in stems[language] if stem not in whole)
        nouns = sum(word.startswith(starts) or (word in whole and word in stems[language]) for word in words)
        yield f"business nouns per 100 words, {language}", 100 * nouns / len(words)


def _types(texts: list[list[str]], size: int) -> float:
    rng = generator("types", size)
    shares = []
    for _ in range(SAMPLES):
        run = [word for text in rng.sample(texts, len(texts)) for word in text][:size]
        shares.append(len(set(run)) / size)
    return mean(shares)


def _slots(outreach: Sequence[Entry]) -> Iterator[tuple[str, float]]:
    found = [SLOT.findall(f"{entry.message['subject'] or ''}\n{text_of(entry)}") for entry in outreach]
    counts = [len(slots) for slots in found if slots]
    yield "messages with slots", 100 * len(counts) / len(outreach)
    if counts:
        for name, share in (("10 %", 0.1), ("median", 0.5), ("90 %", 0.9)):
            yield f"slots of such a message, {name}", float(np.quantile(counts, share))
    openings = {
        next((style for style in STYLES if slot.lstrip("`").startswith(style)), "") for s in found for slot in s
    }
    yield "styles present", len(openings - {""})


def _lengths(outreach: Sequence[Entry]) -> Iterator[tuple[str, float]]:
    labelled = [s for entry in outreach for s in entry.message["sentences"] if s["signals"]]
    if labelled:
        yield "words of a labelled sentence, median", median(len(words_of(s["text"])) for s in labelled)


def _quantiles(outreach: Sequence[Entry], plan: Plan) -> Iterator[Measure]:
    for code, channel in CHANNELS.items():
        lengths = [len(words_of(text_of(entry))) for entry in outreach if entry.message["channel"] == channel]
        if len(lengths) < 10:
            continue
        for share, wanted in zip(QUANTILES, plan.texture["words"][code], strict=True):
            band = wanted * (1 - LENGTH_TOLERANCE), wanted * (1 + LENGTH_TOLERANCE)
            yield Measure("length", f"words, {channel}, {share:.0%}", float(np.quantile(lengths, share)), *band)


def _concrete(outreach: Sequence[Entry]) -> Iterator[tuple[str, float]]:
    yield "names a weekday", _share(outreach, WEEKDAY)
    yield "names a clock time or date", _share(outreach, MOMENT)
    yield "holds a digit", _share(outreach, re.compile(r"\d"))
    yield "holds a semicolon", _share(outreach, re.compile(";"))


def _areas(outreach: Sequence[Entry], rubric: Rubric) -> Iterator[tuple[str, float]]:
    strengths = set(rubric.of_kind("strength"))
    labelled = [s for entry in outreach for s in entry.message["sentences"] if s["signals"]]
    pure = [set(s["signals"]) <= strengths and s["signals"] != ["ask"] for s in labelled]
    straight = [entry.message["headlines"]["straight_pitch"] for entry in outreach]
    texts = [text_of(entry) for entry in outreach]
    drawn: tuple[tuple[str, Sequence[int], Sequence[float]], ...] = (
        ("words: pure strength", pure, [len(words_of(s["text"])) for s in labelled]),
        ("words: straight pitch", straight, [len(words_of(text)) for text in texts]),
        ("digits: straight pitch", straight, [bool(re.search(r"\d", SLOT.sub(" ", text))) for text in texts]),
    )
    for name, truth, score in drawn:
        if len(set(truth)) == 2:
            yield name, float(roc_auc_score(truth, score))


def _signals(outreach: Sequence[Entry]) -> Iterator[tuple[str, float]]:
    body = [sentence for entry in outreach for sentence in body_of(entry)]
    labelled = [sentence for sentence in body if sentence["signals"]]
    if not labelled:
        return
    yield "body sentences without signal", 100 * (1 - len(labelled) / len(body))
    yield "signals of a labelled sentence", mean(len(sentence["signals"]) for sentence in labelled)
    for left, right in (("empty_claim", "about_us"), ("pitch_ask", "ask")):
        held = [right in sentence["signals"] for sentence in labelled if left in sentence["signals"]]
        if held:
            yield f"{left} with {right}", 100 * mean(held)
    lists = [is_list_line(sentence["text"]) for sentence in labelled if "feature_list" in sentence["signals"]]
    if lists:
        yield "feature_list as a list line", 100 * mean(lists)


def _headlines(outreach: Sequence[Entry]) -> Iterator[tuple[str, float]]:
    counts = Counter(heads_of(entry) for entry in outreach)
    yield from ((heads, 100 * counts[heads] / len(outreach)) for heads in ("111", "000", "110", "101", "011"))


def _together(outreach: Sequence[Entry], wanted: dict[str, float]) -> Iterator[tuple[str, float]]:
    held = [(signals_of(entry) | {heads_of(entry)}) for entry in outreach]
    for name in wanted:
        left, right = name.split(" > ")
        both = [right in signals for signals in held if left in signals]
        if both:
            yield name, 100 * mean(both)


def _cues(negatives: Sequence[Entry], plan: Plan) -> Iterator[tuple[str, float]]:
    if not negatives:
        return
    cues = {code: {cue for kind in plan.negatives.values() for cue in kind.cues[code]} for code in ("en", "es")}
    counts = [sum(cue in text_of(e).lower() for cue in cues[e.message["language"]]) for e in negatives]
    yield "two or more cues", 100 * mean(count >= 2 for count in counts)
