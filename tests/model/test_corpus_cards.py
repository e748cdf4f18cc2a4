"""Cards: the same for the same seed, in the shares of the plan, with enough of everything rare."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from tellcheck_model.corpus.__main__ import main
from tellcheck_model.corpus.cards import Card, draw_cards
from tellcheck_model.corpus.plan import Plan, read_plan
from tellcheck_model.rubric import Rubric, read_rubric

TRAINING_DATA = Path(__file__).parents[2] / "training_data"
BATCH = 60
PLANNED = {"en": 2750, "es": 1250}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read_plan()


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    return read_rubric(TRAINING_DATA)


@pytest.fixture(scope="module")
def corpus(plan: Plan) -> list[Card]:
    cards = []
    for language, total in PLANNED.items():
        for number, start in enumerate(range(0, total, BATCH)):
            cards += draw_cards(f"b{number:02d}", language, min(BATCH, total - start), 7, plan)
    return cards


@pytest.fixture(scope="module")
def originals(corpus: list[Card]) -> list[Card]:
    return [card for card in corpus if card.pair is None]


def share(cards: Iterable[Card], name: str) -> dict[str, float]:
    counts = Counter(getattr(card, name) for card in cards)
    return {key: 100 * count / counts.total() for key, count in counts.items()}


def test_the_same_arguments_give_the_same_cards(plan: Plan) -> None:
    assert draw_cards("b01", "es", 40, 3, plan) == draw_cards("b01", "es", 40, 3, plan)


@pytest.mark.parametrize("other", [("b02", "en", 40, 3), ("b01", "en", 40, 4), ("b01", "es", 40, 3)])
def test_batch_language_and_seed_each_change_the_cards(plan: Plan, other: tuple[str, str, int, int]) -> None:
    drawn = {card.details.sender_initials for card in draw_cards("b01", "en", 40, 3, plan)}
    assert {card.details.sender_initials for card in draw_cards(*other, plan)} != drawn


@pytest.mark.parametrize("count", [1, 2, 7, 60, 133])
def test_a_batch_holds_as_many_cards_as_were_asked_for_with_ids_of_their_own(plan: Plan, count: int) -> None:
    cards = draw_cards("b09", "en", count, 1, plan)
    assert len({card.id for card in cards}) == len(cards) == count


def test_archetypes_come_in_the_shares_of_the_plan(originals: list[Card], plan: Plan) -> None:
    for language, total in PLANNED.items():
        wanted = plan.archetype_weights(language)
        drawn = Counter(card.archetype for card in originals if card.language == language)
        for id, count in wanted.items():
            assert drawn[id] / drawn.total() == pytest.approx(count / total, abs=0.009), id


def test_channels_stages_qualities_and_skills_come_in_the_shares_of_the_plan(originals: list[Card]) -> None:
    outreach = [card for card in originals if card.outreach]
    wanted = {
        "channel": {"email": 66, "linkedin_message": 20, "linkedin_note": 9, "inmail": 5},
        "moment": {"F": 62, "U": 15, "B": 6, "C": 6, "O": 9, "A": 3},
        "quality": {"T": 20, "S": 18, "C": 29, "K": 11, "H": 21},
        "skill": {"W": 55, "M": 25, "S": 20},
    }
    for name, shares in wanted.items():
        drawn = share(outreach, name)
        assert drawn == pytest.approx(shares, abs=3.5), name


def test_headlines_come_in_the_combinations_of_the_plan(originals: list[Card]) -> None:
    outreach = [card for card in originals if card.outreach]
    heads = Counter("".join(map(str, card.headlines.values())) for card in outreach)
    assert 46 < 100 * heads["111"] / len(outreach) < 58
    assert 22 < 100 * heads["000"] / len(outreach) < 32
    late = [card for card in outreach if card.moment in ("C", "O", "B")]
    assert 100 * sum(not any(card.headlines.values()) for card in late) / len(late) > 45


def test_a_batch_keeps_the_quantiles_of_length(corpus: list[Card], plan: Plan) -> None:
    for code, channel in (("E", "email"), ("M", "linkedin_message"), ("N", "linkedin_note")):
        lengths = sorted(card.words for card in corpus if card.outreach and card.channel == channel)
        for quantile, wanted in zip((0.1, 0.25, 0.5, 0.75, 0.9), plan.texture["words"][code], strict=True):
            assert lengths[int(quantile * len(lengths))] == pytest.approx(wanted, rel=0.12), (channel, quantile)


def test_rare_signals_commitments_and_resistances_reach_their_floors(corpus: list[Card], plan: Plan) -> None:
    signals = Counter(signal for card in corpus for signal in {*card.signals, card.closer})
    for id, each in plan.forms.items():
        if each.cards:
            assert signals[id] >= each.least, id
    originals = [card for card in corpus if card.pair is None]
    commitments = Counter(card.commitment for card in originals)
    assert {id: commitments[id] for id in plan.threads["commitment_line"] if commitments[id] < 60} == {}
    answers = Counter(answer for card in originals for answer in card.resistances)
    assert {id: answers[id] for id in plan.threads["resistance"] if answers[id] < 100} == {}
    mild = answers["positive"] + answers["none"]
    assert mild / answers.total() == pytest.approx(0.40, abs=0.06)


def test_forms_come_in_the_shares_of_the_plan(corpus: list[Card], plan: Plan) -> None:
    used = Counter(form for card in corpus for form in card.forms)
    for each in plan.forms.values():
        total = sum(used[form.id] for form in each.forms)
        for form in each.forms:
            if each.signal != "ask":  # in a note it is always the request to connect
                assert 0.5 * form.share <= 100 * used[form.id] / total <= 1.5 * form.share, form.id


def test_half_of_the_outreach_is_left_unfinished_in_many_styles(originals: list[Card]) -> None:
    outreach = [card for card in originals if card.outreach]
    slots = [card.details.slots for card in outreach if card.details.slots]
    assert 45 <= 100 * len(slots) / len(outreach) <= 55
    styles = Counter(each.style for each in slots)
    assert styles["[X]"] / len(slots) == pytest.approx(0.40, abs=0.06)
    assert styles["{{x}}"] / len(slots) == pytest.approx(0.30, abs=0.06)
    assert len(styles) >= 8


def test_spanish_is_addressed_as_its_country_addresses_and_in_the_shares_of_the_plan(corpus: list[Card]) -> None:
    spanish = [card.details for card in corpus if card.language == "es"]
    drawn = Counter(each.address for each in spanish)
    for address, wanted in {"tú": 0.55, "vosotros": 0.20, "usted": 0.20, "voseo": 0.05}.items():
        assert drawn[address] / len(spanish) == pytest.approx(wanted, abs=0.05), address
    assert {each.country for each in spanish if each.address == "vosotros"} == {"Spain"}
    assert {each.country for each in spanish if each.address == "voseo"} == {"Argentina"}
    assert all(card.details.address is None for card in corpus if card.language == "en")


def test_sequences_hold_an_eighth_of_the_messages_and_share_their_sender(corpus: list[Card]) -> None:
    members = [card for card in corpus if card.family]
    assert 0.09 < len(members) / len(corpus) < 0.14
    families: dict[tuple[str, str], list[Card]] = {}
    for card in members:
        assert card.family
        families.setdefault((card.language, card.family.id), []).append(card)
    for cards in families.values():
        assert 2 <= len(cards) <= 5
        assert len({(card.author, card.details.offer, card.details.signature, card.channel) for card in cards}) == 1
        stages = [card.moment for card in cards]
        assert stages == sorted(stages, key="FUB".index)


def test_minimal_pairs_reach_their_floor_and_keep_what_the_partner_is(corpus: list[Card]) -> None:
    by_id = {(card.language, card.id): card for card in corpus}
    twins = [card for card in corpus if card.pair]
    assert len(twins) >= 300
    assert sum(card.pair.label == "outreach" for card in twins if card.pair) >= 50
    for twin in twins:
        assert twin.pair
        partner = by_id[twin.language, twin.pair.partner]
        assert (twin.author, twin.words, twin.details) == (partner.author, partner.words, partner.details)
        if twin.pair.label in twin.headlines:
            assert twin.headlines[twin.pair.label] != partner.headlines[twin.pair.label]
        elif twin.pair.label == "outreach":
            assert (twin.outreach, partner.outreach, any(twin.headlines.values())) == (False, True, False)
        else:
            assert twin.pair.label in (*partner.signals, partner.closer)


def test_what_is_not_outreach_reaches_its_floor_and_mostly_looks_like_it(corpus: list[Card], rubric: Rubric) -> None:
    negatives = [card for card in corpus if not card.outreach]
    assert len(negatives) >= 800
    drawn = [card for card in negatives if card.pair is None]
    assert {signal for card in drawn for signal in card.signals} <= set(rubric.outside_outreach)
    assert 0.5 <= sum(len(card.details.cues) >= 2 for card in drawn) / len(drawn) <= 0.7


def test_a_note_opens_a_contact_and_only_what_has_a_thread_answers_one(corpus: list[Card]) -> None:
    for card in corpus:
        if card.outreach and card.channel == "linkedin_note":
            assert card.stage == "first_touch"
        if card.moment in ("C", "O", "A"):
            assert card.resistances
        if card.moment == "F":
            assert not card.resistances


def test_the_plan_names_what_the_rubric_names(plan: Plan, rubric: Rubric) -> None:
    assert set(plan.forms) == set(rubric.signals)
    assert set(plan.threads["resistance"]) == set(rubric.resistances)
    assert set(plan.threads["commitment_line"]) == set(rubric.commitments)
    flips = {flip.label for flip in plan.flips}
    assert flips >= set(rubric.signals) | set(rubric.headlines)


def test_there_are_150_trades_and_every_one_is_used(plan: Plan, corpus: list[Card]) -> None:
    assert len({trade.names["en"] for trade in plan.trades}) >= 150
    assert len({trade.names["es"] for trade in plan.trades}) >= 150
    assert all(offer for trade in plan.trades for offers in trade.offers.values() for offer in offers)
    assert {card.details.trade for card in corpus} == {trade.id for trade in plan.trades}


def test_the_shares_of_every_table_add_up_to_a_hundred(plan: Plan) -> None:
    for each in plan.archetypes.values():
        for table in (each.channel, each.stage, each.quality, each.skill):
            assert sum(table.values()) == 100, each.id
    for forms in plan.forms.values():
        assert sum(form.share for form in forms.forms) == 100, forms.signal
    assert sum(plan.archetype_weights("en").values()) == PLANNED["en"]
    assert sum(plan.archetype_weights("es").values()) == PLANNED["es"]


def test_the_command_prints_each_card_as_json_and_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cards", "--batch", "b01", "--language", "es", "--count", "5", "--seed", "1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    cards = [json.loads(line) for line in lines if not line.startswith("#")]
    assert [card["id"] for card in cards] == [f"b01-es-{number:03d}" for number in range(1, 6)]
    assert all(card["record"]["trade"] for card in cards)
    assert any(line.startswith("# b01-es-003 · es · ") for line in lines)
