"""The bundle: what training produces, written with a manifest, and loaded only when every digest and version matches.

The only place that unpickles anything. The digests catch damaged and mixed files; whoever can write both the files
and this package can run code anyway, so a bundle is loaded from the package, or from a folder given with the digest
of its manifest, and never from an address.
"""

from __future__ import annotations

import io
import json
import platform
import re
import warnings
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import joblib
import numpy as np

from tellcheck_model.classifier import Classifier
from tellcheck_model.encoder import Encoder
from tellcheck_model.errors import BundleError
from tellcheck_model.messages import ThreadMessage
from tellcheck_model.released import MANIFEST_SHA256
from tellcheck_model.review import Draft, Reviewer
from tellcheck_model.rubric import Rubric

PACKAGED = Path(__file__).parent / "bundle"
_FILES = ("classifier.joblib", "rubric.json", "metrics.json", "golden.json")
_PACKAGES = ("scikit-learn", "numpy", "scipy", "joblib", "onnxruntime", "sentencepiece")
_REMEDY = "run `tellcheck train` in a checkout, or reinstall tellcheck"
_TOLERANCE = 1e-3


@dataclass(frozen=True)
class Bundle:
    """A verified bundle."""

    id: str
    classifier: Classifier
    rubric: Rubric
    metrics: dict[str, Any]
    manifest: dict[str, Any]


def load_reviewer(folder: Path = PACKAGED, manifest_sha256: str | None = None) -> Reviewer:
    """Return a reviewer with the packaged bundle, or with the one in `folder` whose manifest has the digest given.

    Raises BundleError with a short reason before anything unverified is unpickled.
    """
    bundle = load_bundle(folder, manifest_sha256)
    return Reviewer(bundle.classifier, bundle.rubric, bundle.id)


def load_bundle(folder: Path = PACKAGED, manifest_sha256: str | None = None) -> Bundle:
    """Return the verified bundle; BundleError says which check failed and what to do."""
    raw = _read(folder / "manifest.json")
    if sha256(raw).hexdigest() != (manifest_sha256 or MANIFEST_SHA256):
        raise BundleError(f"manifest_hash: the manifest is not the released one; {_REMEDY}")
    manifest = json.loads(raw)
    if version("scikit-learn") != manifest["versions"]["scikit-learn"]:
        raise BundleError(
            f"sklearn_version: trained with scikit-learn {manifest['versions']['scikit-learn']}; {_REMEDY}"
        )
    found = {path.name for path in folder.iterdir()}
    if found != {*_FILES, "manifest.json"} or any(path.is_symlink() for path in folder.iterdir()):
        raise BundleError(f"file_list: the folder holds other files than the manifest names; {_REMEDY}")
    if _encoder() != manifest.get("encoder"):
        raise BundleError(f"encoder_hash: the sentence encoder is not the one trained with; {_REMEDY}")
    contents = {name: _read(folder / name) for name in _FILES}
    if any(sha256(contents[name]).hexdigest() != manifest["sha256"][name] for name in _FILES):
        raise BundleError(f"file_hash: a file is not the one that the manifest names; {_REMEDY}")
    bundle = Bundle(
        id=f"{manifest['trained'][:7].replace('-', '.')}-{sha256(raw).hexdigest()[:8]}",
        classifier=_unpickle(contents["classifier.joblib"]),
        rubric=_rubric(contents["rubric.json"]),
        metrics=json.loads(contents["metrics.json"]),
        manifest=manifest,
    )
    if _versions() != manifest["versions"]:
        _prove(bundle, json.loads(contents["golden.json"]))
    return bundle


def write_bundle(
    folder: Path, classifier: Classifier, rubric: Rubric, metrics: dict[str, Any], inputs: dict[str, str], trained: str
) -> str:
    """Write the bundle and return the sha256 of its manifest; `inputs` are the digests of what it was made from."""
    folder.mkdir(parents=True, exist_ok=True)
    stored = io.BytesIO()
    joblib.dump(classifier, stored, compress=("xz", 6))
    golden = _predictions(Reviewer(classifier, rubric, "golden"), rubric)
    contents = {
        "classifier.joblib": stored.getvalue(),
        "rubric.json": _json(rubric.to_json(), in_order=True),
        "metrics.json": _json(metrics),
        "golden.json": _json(golden),
    }
    for path in folder.iterdir():
        path.unlink()
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    manifest = _json(
        {
            "trained": trained,
            "versions": _versions(),
            "sha256": {name: sha256(content).hexdigest() for name, content in contents.items()},
            "encoder": _encoder(),
            "inputs": inputs,
        }
    )
    (folder / "manifest.json").write_bytes(manifest)
    return sha256(manifest).hexdigest()


def release(manifest_sha256: str) -> None:
    """Make the packaged bundle with this manifest the one that `load_reviewer` accepts."""
    source = Path(__file__).with_name("released.py")
    text = source.read_text("utf-8")
    source.write_text(re.sub(r'(?m)^MANIFEST_SHA256 = ".*"$', f'MANIFEST_SHA256 = "{manifest_sha256}"', text), "utf-8")


def _unpickle(content: bytes) -> Classifier:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # scikit-learn warns of estimators of another version
        try:
            classifier = joblib.load(io.BytesIO(content))
        except Exception as error:
            raise BundleError(f"load: the classifier cannot be read; {_REMEDY}") from error
    if not isinstance(classifier, Classifier):
        raise BundleError(f"load: the file holds no classifier; {_REMEDY}")
    return classifier


def _rubric(content: bytes) -> Rubric:
    try:
        return Rubric.from_json(json.loads(content))
    except (KeyError, TypeError, ValueError) as error:
        raise BundleError(f"rubric: the bundle was written by another version of the code; {_REMEDY}") from error


def _prove(bundle: Bundle, golden: list[float]) -> None:
    """Under other versions of Python or NumPy the golden drafts must be judged as at training."""
    now = _predictions(Reviewer(bundle.classifier, bundle.rubric, bundle.id), bundle.rubric)
    if len(now) != len(golden) or not np.allclose(now, golden, atol=_TOLERANCE):
        raise BundleError(f"predictions: these versions of Python or NumPy give other predictions; {_REMEDY}")


def _predictions(reviewer: Reviewer, rubric: Rubric) -> list[float]:
    """Return the verdicts' probabilities for drafts made of the rubric's own wording, each with a thread."""
    numbers: list[float] = []
    for channel, entries in (("email", rubric.signals), ("linkedin_message", rubric.checks)):
        for entry in entries.values():
            for language, words in entry.wording.items():
                thread = (ThreadMessage("recipient", words["why"]),)
                draft = Draft(f"{words['before']}\n\n{words['after']}", channel, language=language, thread=thread)
                review = reviewer.review(draft).to_json()
                numbers.append(review["outreach"]["probability"])
                numbers += [headline["probability"] for headline in review["headlines"].values()]
    return numbers


def _encoder() -> dict[str, str]:
    try:
        return Encoder().digests()
    except OSError as error:
        raise BundleError(f"encoder_missing: a file of the sentence encoder cannot be read; {_REMEDY}") from error


def _versions() -> dict[str, str]:
    python = ".".join(platform.python_version_tuple()[:2])
    return {"python": python, **{package: version(package) for package in _PACKAGES}}


def _json(data: dict[str, Any] | list[float], in_order: bool = False) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1, sort_keys=not in_order) + "\n").encode()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BundleError(f"missing: {path.name} cannot be read; {_REMEDY}") from error
