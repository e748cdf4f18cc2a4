"""What a bundle was made from: the digest of every file that training reads and of the code that trains."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from tellcheck_model.bundle import Bundle

_DATA = (
    "labels.toml",
    "lexicon.toml",
    "tells/*.toml",
    "strengths/*.toml",
    "checks/*.toml",
    "messages/*.jsonl",
    "replies/*.jsonl",
)
_CODE = (
    "calibrate",
    "classifier",
    "context",
    "encoder",
    "features",
    "fitting",
    "messages",
    "rubric",
    "segments",
    "stack",
    "text",
    "train",
    "training_set",
    "words",
)


def checkout() -> Path | None:
    """Return the training_data folder of the checkout this package is installed from, or None in a plain install."""
    folder = Path(__file__).parents[2] / "training_data"
    return folder if (folder / "labels.toml").is_file() else None


def digests(folder: Path) -> dict[str, str]:
    """Return the sha256 of every training input, by its name; a file's date does not matter."""
    files = {str(path.relative_to(folder)): path for pattern in _DATA for path in folder.glob(pattern)}
    files |= {f"{name}.py": Path(__file__).with_name(f"{name}.py") for name in _CODE}
    return {
        name: sha256(files[name].read_bytes()).hexdigest()
        for name in sorted(files)
        if not Path(name).name.startswith("_")
    }


def changed_since(bundle: Bundle, folder: Path) -> list[str]:
    """Return the names of the inputs that are not those the bundle was trained from."""
    now, then = digests(folder), bundle.manifest["inputs"]
    return sorted(name for name in {*now, *then} if now.get(name) != then.get(name))
