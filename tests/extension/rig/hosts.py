"""The host pages, written by hand and served under the real hosts' names; nothing here reaches the network."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape
from playwright.sync_api import Route

PAGES = Path(__file__).resolve().parents[1] / "pages"
LINKEDIN, GMAIL, EXAMPLE = "https://www.linkedin.com", "https://mail.google.com", "https://example.com"
POLICY = (
    "default-src 'self'; script-src 'nonce-x'; style-src-elem 'nonce-x'; style-src-attr 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
TEMPLATES = {
    (LINKEDIN, "messaging"): "linkedin_messaging.html",
    (LINKEDIN, "in"): "linkedin_profile_shadow.html",
    (LINKEDIN, "preload"): "linkedin_preload.html",
    (GMAIL, "mail"): "gmail.html",
    (EXAMPLE, ""): "plain.html",
}
CONTENT = json.loads((PAGES / "content.json").read_text("utf-8"))


def _forced_space(line: str) -> Markup:
    return Markup('<span class="white-space-pre"> </span>').join(escape(part) for part in line.split("␣"))


_environment = Environment(loader=FileSystemLoader(PAGES), autoescape=True)
_environment.filters["forced_space"] = _forced_space


def address(origin: str, path: str, **query: object) -> str:
    """The address of a host page in the variant that `query` names."""
    return f"{origin}/{path}?{urlencode(query)}" if query else f"{origin}/{path}"


def _renamed(html: str) -> str:
    def hashed(match: re.Match[str]) -> str:
        return "_" + hashlib.sha256(match[0].encode()).hexdigest()[:8]

    return re.sub(r"\bmsg-[a-z0-9_-]+", hashed, html)


def render(url: str) -> str | None:
    """The page under an address, or None where no host page stands."""
    parts = urlsplit(url)
    first = parts.path.strip("/").split("/")[0]
    template = TEMPLATES.get((f"{parts.scheme}://{parts.netloc}", first))
    if template is None:
        return None
    query: dict[str, Any] = {"lang": "en", "variant": "", "root": "shadow", "popup": "", "draft": ""}
    query |= dict(parse_qsl(parts.query))
    language = {**CONTENT["en"], **CONTENT[query["lang"]]}
    mail = {**language["mail"], **json.loads(query.get("mail", "{}"))}
    values = query | {
        "dir": language["dir"],
        "labels": language["labels"],
        "thread": json.loads(query["thread"]) if "thread" in query else language["thread"],
        "mail": mail,
        "subject": query.get("subject", mail["pop_subject"]),
        "draft": query["draft"].split("\n"),
        "recreates": "recreates" in query,
        "both": "both" in query,
        "canary": (lambda _: "") if "tidy" in query else "{}-canary ".format,
    }
    html = _environment.get_template(template).render(values)
    return _renamed(html) if "renamed" in query else html


def answer(route: Route) -> None:
    """Answers a document from the pages folder under a strict policy (none with `lax=1`), and nothing else."""
    html = render(route.request.url) if route.request.resource_type == "document" else None
    if html is None:
        route.abort()
    else:
        lax = "lax=1" in urlsplit(route.request.url).query
        headers = {} if lax else {"content-security-policy": POLICY}
        route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=headers)
