"""A bundle is used whole and unchanged, or not at all."""

from __future__ import annotations

import json
import random
import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from tellcheck_model import BundleError
from tellcheck_model.bundle import PACKAGED, Bundle, load_bundle
from tellcheck_model.inputs import changed_since


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PACKAGED, tmp_path / "bundle"))


def refused(folder: Path, reason: str, manifest_sha256: str | None = None) -> None:
    with pytest.raises(BundleError, match=f"^{reason}: "):
        load_bundle(folder, manifest_sha256)


def rewritten(folder: Path, **changes: object) -> str:
    """Change the manifest and return its new digest."""
    manifest = json.loads((folder / "manifest.json").read_text("utf-8")) | changes
    raw = json.dumps(manifest).encode()
    (folder / "manifest.json").write_bytes(raw)
    return sha256(raw).hexdigest()


def test_the_packaged_bundle_is_whole(bundle: Bundle) -> None:
    assert bundle.id.startswith("20")
    assert set(bundle.classifier.labels.signals) == set(bundle.rubric.signals)


def test_the_packaged_bundle_is_the_one_that_training_data_gives(bundle: Bundle, training_data: Path) -> None:
    assert changed_since(bundle, training_data) == [], "stale: run `make train`"


def test_any_flipped_bit_is_refused_before_anything_is_unpickled(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("joblib.load", lambda *_: pytest.fail("unpickled a damaged file"))
    rng = random.Random(5)
    names = ["classifier.joblib", "rubric.json", "metrics.json", "golden.json"]
    for _ in range(40):
        path = copy / rng.choice(names)
        whole = path.read_bytes()
        at = rng.randrange(len(whole))
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << rng.randrange(8)]) + whole[at + 1 :])
        refused(copy, "file_hash")
        path.write_bytes(whole)


def test_a_truncated_file_is_refused(copy: Path) -> None:
    path = copy / "classifier.joblib"
    path.write_bytes(path.read_bytes()[:1000])
    refused(copy, "file_hash")


def test_a_missing_folder_or_file_is_refused(copy: Path, tmp_path: Path) -> None:
    refused(tmp_path / "nowhere", "missing")
    (copy / "rubric.json").unlink()
    refused(copy, "file_list")


def test_an_extra_file_or_a_link_is_refused(copy: Path, tmp_path: Path) -> None:
    (copy / "more.txt").write_text("x")
    refused(copy, "file_list")
    (copy / "more.txt").unlink()
    moved = tmp_path / "metrics.json"
    shutil.move(copy / "metrics.json", moved)
    (copy / "metrics.json").symlink_to(moved)
    refused(copy, "file_list")


def test_a_swapped_manifest_is_refused(copy: Path) -> None:
    rewritten(copy, trained="2020-01-01")
    refused(copy, "manifest_hash")


def test_another_version_of_scikit_learn_is_refused(copy: Path, bundle: Bundle) -> None:
    digest = rewritten(copy, versions={**bundle.manifest["versions"], "scikit-learn": "1.0.0"})
    refused(copy, "sklearn_version", digest)


def test_other_versions_around_it_must_prove_themselves_on_the_golden_drafts(copy: Path, bundle: Bundle) -> None:
    digest = rewritten(copy, versions={**bundle.manifest["versions"], "numpy": "1.0.0"})
    assert load_bundle(copy, digest).rubric == bundle.rubric
    golden = [number + 0.1 for number in json.loads((copy / "golden.json").read_text("utf-8"))]
    (copy / "golden.json").write_text(json.dumps(golden))
    sums = bundle.manifest["sha256"] | {"golden.json": sha256((copy / "golden.json").read_bytes()).hexdigest()}
    digest = rewritten(copy, sha256=sums)
    refused(copy, "predictions", digest)
