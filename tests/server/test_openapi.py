"""OpenAPI: the document is made from the code, covers every route, and the page of it reads it out whole."""

import re
from typing import Any

import pytest
from flask import Flask
from running import Caller
from tellcheck_server.problems import PROBLEMS


@pytest.fixture
def spec(call: Caller) -> dict[str, Any]:
    found: dict[str, Any] = call.get("/openapi.json").json
    return found


def operations_of(app: Flask) -> set[tuple[str, str]]:
    """Every method and path of the API, as Flask routes them."""
    outside = ("pages.", "documents.")
    return {
        (method.lower(), rule.rule)
        for rule in app.url_map.iter_rules()
        if not rule.endpoint.startswith(outside)
        for method in rule.methods - {"HEAD"}
    }


def test_every_route_is_in_the_document_and_nothing_else(app: Flask, spec: dict[str, Any]) -> None:
    documented = {(method, path) for path, found in spec["paths"].items() for method in found if method != "parameters"}
    assert documented == operations_of(app)


def test_every_operation_says_what_it_does_and_answers(spec: dict[str, Any]) -> None:
    for path, found in spec["paths"].items():
        for method, operation in found.items():
            statuses = set(operation["responses"])
            assert operation["summary"] and operation["description"], (method, path)
            assert {"400", "403", "405", "500"} <= statuses
            assert ("401" in statuses) == (operation.get("security") != [])
            assert ("413" in statuses) == ("requestBody" in operation)


def test_every_problem_is_one_schema_in_one_media_type(spec: dict[str, Any]) -> None:
    for response in spec["components"]["responses"].values():
        assert list(response["content"]) == ["application/problem+json"]
    described = " ".join(response["description"] for response in spec["components"]["responses"].values())
    unused = {code for code in PROBLEMS if f"`{code}`" not in described}
    assert {PROBLEMS[code].status for code in unused} <= {404, 409}


def test_requests_take_no_field_that_is_not_named(spec: dict[str, Any]) -> None:
    schema = spec["components"]["schemas"]["ReviewRequest"]
    assert schema["additionalProperties"] is False
    assert set(schema["required"]) == {"draft", "channel"}
    assert (schema["properties"]["draft"]["minLength"], schema["properties"]["draft"]["maxLength"]) == (1, 20_000)
    assert schema["properties"]["thread"]["maxItems"] == 50


def test_every_field_has_its_meaning(spec: dict[str, Any]) -> None:
    for name, schema in spec["components"]["schemas"].items():
        for field, found in schema["properties"].items():
            nested = "$ref" in found or "anyOf" in found or "$ref" in found.get("items", {})
            assert nested or found.get("description"), f"{name}.{field}"


def test_the_page_reads_every_operation_schema_and_problem_out(call: Caller, spec: dict[str, Any]) -> None:
    page = call.get("/docs").get_data(as_text=True)
    ids = re.findall(r'\bid="([^"]+)"', page)
    wanted = {f"{method}-{path}" for path, found in spec["paths"].items() for method in found}
    assert wanted | {f"schema-{name}" for name in spec["components"]["schemas"]} | set(PROBLEMS) <= set(ids)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    assert "<script" not in page and "undefined" not in page.lower() and "None" not in page


def test_the_page_loads_nothing_from_elsewhere(call: Caller) -> None:
    page = call.get("/docs").get_data(as_text=True)
    loaded = re.findall(r'(?:src|href)="((?!#)[^"]+)"', page)
    assert loaded == ["/docs/static/docs.css", "/openapi.json"]
    with call.get("/docs/static/docs.css") as style:
        assert style.headers["Content-Type"] == "text/css; charset=utf-8"
