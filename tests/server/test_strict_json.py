"""Strict JSON: everything that two readers could understand differently is refused, quickly."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from running import LiveServer
from tellcheck_server.strict_json import JsonError, parse_json

REFUSED: dict[str, bytes] = {
    "empty": b"",
    "blank": b"   ",
    "newline": b"\n",
    "a bare word": b"hello",
    "an identifier": b"undefined",
    "NaN": b"NaN",
    "NaN inside": b'{"a":NaN}',
    "Infinity": b"Infinity",
    "-Infinity": b"[-Infinity]",
    "overflow to infinity": b"1e999",
    "negative overflow": b"[-1e999]",
    "overflow without exponent sign": b'{"a":1E+400}',
    "a 5,000-digit integer": b"9" * 5000,
    "a 5,000-digit integer inside": b'{"a":' + b"1" * 5000 + b"}",
    "a 40-digit integer": b"1" * 40,
    "repeated key": b'{"a":1,"a":2}',
    "repeated key, same value": b'{"a":1,"a":1}',
    "repeated key by escape": b'{"a":1,"\\u0061":2}',
    "repeated key deep down": b'{"a":[{"b":1,"b":2}]}',
    "repeated empty key": b'{"":1,"":2}',
    "trailing text": b"{} x",
    "trailing object": b"{}{}",
    "trailing comma": b"[1,]",
    "trailing comma in object": b'{"a":1,}',
    "leading comma": b"[,1]",
    "trailing bracket": b"[]]",
    "two values": b"1 2",
    "json lines": b'{"a":1}\n{"a":2}',
    "byte order mark": b"\xef\xbb\xbf{}",
    "UTF-16 LE": '{"a":1}'.encode("utf-16-le"),
    "UTF-16 BE": '{"a":1}'.encode("utf-16-be"),
    "UTF-16 with mark": '{"a":1}'.encode("utf-16"),
    "UTF-32": '{"a":1}'.encode("utf-32"),
    "Latin-1": '{"a":"año"}'.encode("latin-1"),
    "stray continuation byte": b'{"a":"\x80"}',
    "overlong slash": b'{"a":"\xc0\xaf"}',
    "overlong nul": b'{"a":"\xc0\x80"}',
    "surrogate in UTF-8": b'{"a":"\xed\xa0\x80"}',
    "beyond Unicode": b'{"a":"\xf4\x90\x80\x80"}',
    "cut-off sequence": b'{"a":"\xe2\x82"}',
    "single quotes": b"{'a':1}",
    "unquoted key": b"{a:1}",
    "number as key": b"{1:2}",
    "no colon": b'{"a" 1}',
    "no value": b'{"a":}',
    "unclosed object": b'{"a":1',
    "unclosed array": b"[1",
    "unclosed string": b'"abc',
    "unclosed after escape": b'"abc\\"',
    "unopened object": b"}",
    "mismatched brackets": b"[}",
    "control character in string": b'"a\nb"',
    "tab in string": b'"a\tb"',
    "nul in string": b'"a\x00b"',
    "nul after": b"{}\x00",
    "bad escape": b'"\\x41"',
    "bad unicode escape": b'"\\u12G4"',
    "short unicode escape": b'"\\u12"',
    "leading zero": b"01",
    "leading plus": b"+1",
    "bare point": b".5",
    "point without digits": b"1.",
    "exponent without digits": b"1e",
    "hexadecimal": b"0x10",
    "underscore": b"1_000",
    "line comment": b"{} // x",
    "block comment": b"/* x */ {}",
    "Python's None": b"None",
    "Python's True": b"True",
    "capital null": b"NULL",
    "form feed as blank": b"\x0c{}",
    "no-break space as blank": b"\xc2\xa0{}",
    "17 arrays": b"[" * 17 + b"]" * 17,
    "17 objects": b'{"a":' * 17 + b"1" + b"}" * 17,
    "3,000 arrays": b"[" * 3000,
    "30,000 arrays": b"[" * 30000,
    "10,000 objects": b'{"a":' * 10000,
    "64 KiB of quotes": b'"' * 65536,
    "an unclosed string of escaped quotes": b'"' + b'\\"' * 32700,
    "backslashes": b'"' + b"\\" * 65000,
    "brackets after a string with a bracket": b'["["' + b"," + b"[" * 17,
}

TAKEN: dict[str, tuple[bytes, object]] = {
    "16 arrays": (b"[" * 16 + b"]" * 16, None),
    "brackets inside a string": (b'"' + b"[" * 100 + b'"', "[" * 100),
    "a quote inside a string": (b'"\\"[[["', '"[[['),
    "a pair of surrogates": (b'"\\ud83d\\ude00"', "😀"),
    "a lone surrogate, which fields refuse later": (b'"\\ud800"', "\ud800"),
    "the same key in two objects": (b'[{"a":1},{"a":2}]', [{"a": 1}, {"a": 2}]),
    "a large float": (b"1e308", 1e308),
    "a 64-bit integer": (b"18446744073709551615", 18446744073709551615),
    "blanks around": (b" \r\n\t{} ", {}),
}


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED.keys())
def test_a_body_that_is_not_strict_json_is_refused(body: bytes) -> None:
    with pytest.raises(JsonError) as refused:
        parse_json(body)
    assert len(str(refused.value)) < 80


def test_the_table_of_refused_bodies_has_at_least_sixty_rows() -> None:
    assert len(REFUSED) >= 60


@pytest.mark.parametrize(("body", "value"), TAKEN.values(), ids=TAKEN.keys())
def test_strict_json_is_taken(body: bytes, value: object) -> None:
    found = parse_json(body)
    assert value is None or found == value


@pytest.mark.parametrize("server", ["live", "live_waitress"])
def test_a_real_server_answers_each_of_them_with_400(server: str, request: pytest.FixtureRequest) -> None:
    running: LiveServer = request.getfixturevalue(server)
    token = running.pair(running.new_code())
    head = (
        f"POST /v1/reviews HTTP/1.1\r\nHost: {running.host}\r\nAuthorization: Bearer {token}\r\n"
        "Content-Type: application/json\r\nConnection: close\r\nContent-Length: "
    )
    unexpected = []
    for name, body in REFUSED.items():
        answer = running.send(f"{head}{len(body)}\r\n\r\n".encode() + body)
        if not answer.startswith(b"HTTP/1.1 400 ") and len(body) <= 65_536:
            unexpected.append((name, answer[:40]))
    assert unexpected == []


@pytest.mark.parametrize(
    "name", ["30,000 arrays", "64 KiB of quotes", "an unclosed string of escaped quotes", "backslashes"]
)
def test_the_cost_of_a_hostile_body_stays_far_from_quadratic(name: str) -> None:
    body = REFUSED[name]

    def seconds() -> float:
        started = time.perf_counter()
        with pytest.raises(JsonError):
            parse_json(body)
        return time.perf_counter() - started

    assert min(seconds() for _ in range(3)) < 0.2  # quadratic ones take over ten seconds


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_but_json_error(body: bytes) -> None:
    try:
        parse_json(body)
    except JsonError as refused:
        assert refused.__cause__ is None
