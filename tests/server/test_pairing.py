"""Pairing over the API: a code for a token that is good for one origin until it is given up."""

from running import Caller, IsProblem
from tellcheck_server.access import AccessBook

ORIGIN = "chrome-extension://" + "ab" * 16


def test_pairing_gives_a_token_for_this_origin(call: Caller, book: AccessBook, extension_origin: str) -> None:
    headers = {"Origin": extension_origin, "Sec-Fetch-Site": "none"}
    answer = call.post("/v1/pair", json={"code": book.new_code()}, headers=headers)
    assert answer.status_code == 201
    assert answer.json["server"] == "http://127.0.0.1:8765"
    bearer = {"Authorization": f"Bearer {answer.json['token']}"}
    assert call.get("/v1/tokens", headers=bearer | headers).status_code == 200
    assert call.get("/v1/tokens", headers=bearer).status_code == 200  # browsers name no origin with GET


def test_a_token_is_refused_from_another_origin(
    call: Caller, book: AccessBook, is_problem: IsProblem, extension_origin: str
) -> None:
    paired = call.post("/v1/pair", json={"code": book.new_code()}, headers={"Origin": extension_origin})
    bearer = {"Authorization": f"Bearer {paired.json['token']}"}
    is_problem(call.get("/v1/tokens", headers=bearer | {"Origin": ORIGIN}), 403, "origin_refused")


def test_a_token_paired_without_origin_is_refused_with_one(paired: Caller, is_problem: IsProblem) -> None:
    is_problem(paired.get("/v1/tokens", headers={"Origin": ORIGIN}), 403, "origin_refused")


def test_a_wrong_code_is_refused_without_a_hint(call: Caller, is_problem: IsProblem) -> None:
    is_problem(call.post("/v1/pair", json={"code": "0000-0000"}), 403, "code_refused")


def test_disconnecting_ends_the_token_at_once(paired: Caller, is_problem: IsProblem) -> None:
    assert [entry["current"] for entry in paired.get("/v1/tokens").json["tokens"]] == [True]
    assert paired.delete("/v1/tokens").status_code == 204
    is_problem(paired.get("/v1/tokens"), 401, "token_unknown")


def test_a_holder_sees_no_pairing_but_its_own(paired: Caller, call: Caller, book: AccessBook) -> None:
    call.post("/v1/pair", json={"code": book.new_code()})
    assert len(paired.get("/v1/tokens").json["tokens"]) == 1
