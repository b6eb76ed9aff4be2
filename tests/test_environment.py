"""environment.yml, requirements.lock and pyproject.toml describe one environment."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

# Where conda-forge has another name for what PyPI offers; empty so far, and a test looks that it stays true.
CONDA_NAMES: dict[str, str] = {}
# What conda's MatchSpec and PEP 440 both read alike: a name, then ranges joined by commas. Conda reads
# "~=" and "===" differently or not at all, has no markers (";") and no extras ("[...]").
CONDA_SPEC = re.compile(
    r"(?P<name>[a-z0-9][a-z0-9._-]*)"
    r"(?: (?P<range>(?:>=|<=|>|<|==|!=)\d+(?:\.\d+)*(?:,(?:>=|<=|>|<|==|!=)\d+(?:\.\d+)*)*))?"
)
SYSTEMS = [
    {"sys_platform": system, "platform_system": name, "os_name": os_name}
    for system, name, os_name in (
        ("linux", "Linux", "posix"),
        ("darwin", "Darwin", "posix"),
        ("win32", "Windows", "nt"),
    )
]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


@pytest.fixture(scope="module")
def project(root: Path) -> dict:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def conda(root: Path) -> dict:
    return yaml.safe_load((root / "environment.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def pins(root: Path) -> list[tuple[Requirement, int]]:
    """Every entry of the lock with the number of its hashes."""
    text = (root / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", " ")
    entries = [line.split(" --hash=") for line in text.splitlines() if line.strip()]
    return [(Requirement(entry.strip()), len(hashes)) for entry, *hashes in entries]


def conda_requirements(conda: dict) -> dict[str, SpecifierSet]:
    found = {}
    for entry in conda["dependencies"]:
        if isinstance(entry, str):
            match = CONDA_SPEC.fullmatch(entry)
            assert match, f"conda would not read {entry!r} as meant"
            found[match["name"]] = SpecifierSet(match["range"] or "")
    return found


def needs(project: dict) -> list[Requirement]:
    extras = project["project"]["optional-dependencies"].values()
    lists = [project["project"]["dependencies"], *extras, project["build-system"]["requires"]]
    return [Requirement(entry) for entries in lists for entry in entries]


def test_conda_names_the_same_packages_in_the_same_ranges(project: dict, conda: dict) -> None:
    wanted = {"python": SpecifierSet(project["project"]["requires-python"]), "pip": SpecifierSet("")}
    for entry in project["project"]["dependencies"]:
        requirement = Requirement(entry)
        wanted[CONDA_NAMES.get(requirement.name, requirement.name)] = requirement.specifier
    assert conda_requirements(conda) == wanted


def test_conda_gets_the_package_itself_by_pip_and_nothing_else(conda: dict) -> None:
    assert [entry for entry in conda["dependencies"] if isinstance(entry, dict)] == [{"pip": ["-e ."]}]


def test_conda_reads_no_channel_but_conda_forge(conda: dict) -> None:
    assert conda["channels"] == ["conda-forge", "nodefaults"]


@pytest.mark.parametrize(
    "entry",
    [
        "pandas ~=3.0",
        "pandas>=3; python_version<'4'",
        "pandas[excel] >=3",
        "pandas >= 3",
        "Pandas >=3",
        "pandas >=3.",
    ],
)
def test_a_requirement_that_conda_reads_otherwise_is_refused(entry: str) -> None:
    with pytest.raises(AssertionError, match="conda would not read"):
        conda_requirements({"dependencies": [entry]})


def test_every_requirement_of_the_project_is_pinned_within_its_range(
    project: dict, pins: list[tuple[Requirement, int]]
) -> None:
    for need in needs(project):
        name = canonicalize_name(need.name)
        found = [pin for pin, _ in pins if canonicalize_name(pin.name) == name]
        versions = [next(iter(pin.specifier)).version for pin in found]
        assert versions, f"{need} is not in requirements.lock: run make lock"
        for version in versions:
            assert need.specifier.contains(version), f"{need}, but {version} is locked: run make lock"


@pytest.mark.parametrize("python", PYTHONS)
def test_the_lock_pins_each_requirement_once_on_every_system(
    project: dict, pins: list[tuple[Requirement, int]], python: str
) -> None:
    for system in SYSTEMS:
        here = system | {"python_version": python, "python_full_version": f"{python}.0"}
        chosen = [pin.name for pin, _ in pins if applies(pin.marker, here)]
        assert len(chosen) == len(set(chosen)), f"pinned twice on {here}"
        assert {canonicalize_name(need.name) for need in needs(project)} <= set(chosen)


def applies(marker: Marker | None, here: dict[str, str]) -> bool:
    cpython = {"implementation_name": "cpython", "platform_python_implementation": "CPython"}
    return marker is None or marker.evaluate({**cpython, "platform_machine": "x86_64", **here})


def test_every_pin_is_exact_and_hashed(pins: list[tuple[Requirement, int]]) -> None:
    for pin, hashes in pins:
        assert [spec.operator for spec in pin.specifier] == ["=="], pin
        assert hashes, f"{pin} has no hash"
        assert pin.url is None


@pytest.mark.parametrize("name", ["requirements.lock", "environment.yml", "Makefile", ".ci/run"])
def test_set_up_files_name_no_host(root: Path, name: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"index-url|find-links|trusted-host", text)


def test_the_lock_is_small_enough_to_read(root: Path) -> None:
    assert (root / "requirements.lock").stat().st_size < 1_000_000
