"""A figure of the corpus beside the band it should lie in."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tellcheck_model.corpus.plan import CARDS_FOLDER


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of the corpus and the band it should lie in."""

    check: str
    name: str
    value: float
    low: float
    high: float

    @property
    def inside(self) -> bool:
        """Whether the figure lies in its band."""
        return self.low <= self.value <= self.high


def read_bands(folder: Path = CARDS_FOLDER) -> dict[str, dict[str, Any]]:
    """Return the bands by check; FileNotFoundError where there are none."""
    return tomllib.loads((folder / "bands.toml").read_text("utf-8"))
