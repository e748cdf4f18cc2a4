"""A plain install leaves just the two packages, with the bundle inside, and it reviews."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow
PITCH = b"We are the leading provider of payroll software. Do you have 15 minutes this week for a demo?"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(out.glob("*.whl"))


def test_the_wheel_holds_two_packages_and_the_bundle(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"tellcheck_model", "tellcheck_server"}
    bundle = {name.rpartition("/")[2] for name in names if name.startswith("tellcheck_model/bundle/")}
    assert bundle == {"classifier.joblib", "rubric.json", "metrics.json", "golden.json", "manifest.json"}


def test_the_wheel_reviews_in_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    """Installed beside the packages of this environment, away from the checkout."""
    venv.create(tmp_path / "env", with_pip=False)
    site = next((tmp_path / "env").glob("lib/python*/site-packages"))
    zipfile.ZipFile(wheel).extractall(site)
    ours = next(Path(sys.prefix).glob("lib/python*/site-packages"))
    (site / "others.pth").write_text(f"{ours}\n")
    program = (
        "import sys, tellcheck_model; print(tellcheck_model.__file__); from tellcheck_server.cli import main; main()"
    )
    command = [str(tmp_path / "env/bin/python"), "-c", program, "review", "-"]
    done = subprocess.run(command, cwd=tmp_path, input=PITCH, capture_output=True, check=False)
    output = done.stdout.decode()
    assert done.returncode == 0, done.stderr.decode()
    assert output.startswith(str(site)), "the checkout was used instead of the wheel"
    assert "About us" in output
