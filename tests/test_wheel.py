"""A built wheel holds the data and the settings, and works where there is no checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

# Run from a folder of its own by the interpreter of a new environment: loads every table, draws one chart.
PROGRAM = """
import json, pathlib, sys
import hakusho
from hakusho import facts

tables = {name: len(facts.load(name)) for name in facts.tables()}
from hakusho.explore import missiles

missiles.reach().save("chart.svg")
print(json.dumps({
    "package": hakusho.__file__, "data": str(facts.root()), "tables": tables, "version": hakusho.__version__,
}))
"""


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the files without an index or a build environment."""
    copy = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "README.md", "LICENSE", "LICENSE-DATA"):
        shutil.copy(root / name, copy / name)
    for name in ("lib", "data"):
        shutil.copytree(root / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    target = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)]
    subprocess.run(command, cwd=copy, check=True, capture_output=True, timeout=120)
    (built,) = target.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of a new environment that has the wheel; what it depends on is borrowed from this one.

    Borrowed packages come after its own on the path, and by name of their folder alone: the lines that
    make this checkout importable (.pth files) are not read in a borrowed folder.
    """
    venv = tmp_path_factory.mktemp("elsewhere") / "env"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True, timeout=60)
    python = venv / ("Scripts" if os.name == "nt" else "bin") / "python"
    (own,) = venv.rglob("site-packages")
    installer = [sys.executable, "-m", "uv", "pip", "install", "--python", python, "--offline", "--no-deps"]
    subprocess.run([*installer, wheel], check=True, capture_output=True, timeout=60)
    borrowed = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (own / "borrowed.pth").write_text("\n".join(sorted(borrowed)) + "\n", encoding="utf-8")
    return python


@pytest.fixture(scope="module")
def ran(elsewhere: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict, Path]:
    """What the program said, and the folder that it ran in."""
    folder = tmp_path_factory.mktemp("reader")
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [elsewhere, "-c", PROGRAM], cwd=folder, env=env, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), folder


def data_files(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in (root / "data").rglob("*") if path.is_file()}


def test_the_wheel_holds_the_package_with_all_of_data_and_nothing_else(wheel: Path, root: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {f"hakusho/{name}" for name in data_files(root)} <= names
    assert {"hakusho/vega.js.gz", "hakusho/page.js", "hakusho/live_chart.js"} <= names
    tops = {name.split("/")[0].split("-")[0] for name in names}
    assert tops == {"hakusho"}, "something beside the package would be installed"


def test_the_wheel_brings_its_settings_to_the_environment(elsewhere: Path) -> None:
    prefix = elsewhere.parents[1]
    overrides = prefix / "share" / "jupyter" / "lab" / "settings" / "overrides.d" / "hakusho.json"
    assert json.loads(overrides.read_text(encoding="utf-8"))
    assert json.loads((prefix / "etc" / "jupyter" / "jupyter_config.json").read_text(encoding="utf-8"))


def test_outside_the_checkout_every_table_loads_from_the_wheel(
    ran: tuple[dict, Path], elsewhere: Path, root: Path
) -> None:
    said, _ = ran
    assert elsewhere.parents[1] in Path(said["package"]).parents
    assert Path(said["data"]) == Path(said["package"]).parent / "data"
    listed = json.loads((root / "data" / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    assert set(said["tables"]) == {resource["name"] for resource in listed if "schema" in resource}
    assert all(said["tables"].values()), "a table came out empty"


def test_outside_the_checkout_a_chart_is_drawn(ran: tuple[dict, Path]) -> None:
    _, folder = ran
    drawing = (folder / "chart.svg").read_text(encoding="utf-8")
    assert "What lies within reach?" in drawing and "Tokyo" in drawing
