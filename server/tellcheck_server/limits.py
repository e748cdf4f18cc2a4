"""Limits: how much one token may ask for in a minute, counted exactly."""

from __future__ import annotations

from flask import Blueprint, Flask, request
from flask_limiter import Limiter

from tellcheck_server.gate import TOKEN
from tellcheck_server.handlers import note_breach
from tellcheck_server.settings import Settings

PAIRINGS = "20/minute"


def limit_requests(app: Flask, settings: Settings, *, reviews: Blueprint, pairing: Blueprint, pages: Blueprint) -> None:
    """Count reviews by number and by size for each token, and pairings and posts of pages for each address."""
    limiter = Limiter(
        _caller,
        app=app,
        storage_uri=settings.limiter_storage,
        strategy="moving-window",  # a person who types without pause waits a second, not the rest of a minute
        in_memory_fallback_enabled=not settings.limiter_storage.startswith("memory://"),
        on_breach=note_breach,
    )
    for blueprint in (reviews, pages):
        limiter.limit(f"{settings.reviews_per_minute}/minute", methods=["POST"])(blueprint)
        limiter.limit(f"{settings.kib_per_minute}/minute", methods=["POST"], cost=_kib)(blueprint)
    limiter.limit(PAIRINGS, methods=["POST"])(pairing)


def _caller() -> str:
    token = request.environ.get(TOKEN)
    return f"token:{token.id}" if token else f"address:{request.remote_addr}"


def _kib() -> int:
    return max(1, -(-(request.content_length or 0) // 1024))
