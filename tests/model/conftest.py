"""Fixtures of the model tests: the packaged bundle, and the training data of the checkout."""

from __future__ import annotations

from pathlib import Path

import pytest
from tellcheck_model import Reviewer, load_reviewer
from tellcheck_model.bundle import Bundle, load_bundle


@pytest.fixture(scope="session")
def training_data() -> Path:
    return Path(__file__).parents[2] / "training_data"


@pytest.fixture(scope="session")
def bundle() -> Bundle:
    return load_bundle()


@pytest.fixture(scope="session")
def reviewer() -> Reviewer:
    return load_reviewer()
