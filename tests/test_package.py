"""The package as a whole: light to import, and complete for completion."""

from __future__ import annotations

import subprocess
import sys

import pytest

import hakusho
from hakusho import facts


def loaded_after(statement: str) -> set[str]:
    """The modules that a fresh interpreter holds after a statement."""
    program = f"import sys; {statement}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    return set(done.stdout.split())


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = {"pandas", "numpy", "altair", "ipywidgets", "anywidget", "hakusho.facts"}
    assert not loaded_after("import hakusho") & heavy


def test_facts_come_without_the_charts() -> None:
    charts_and_checks = {"altair", "ipywidgets", "anywidget", "frictionless", "hakusho.explorer"}
    assert not loaded_after("import hakusho; hakusho.facts.tables()") & charts_and_checks


def test_modules_and_classes_load_on_first_use() -> None:
    assert {"hakusho.explorer", "altair"} <= loaded_after("import hakusho; hakusho.Explorer")


def test_completion_offers_what_can_be_had() -> None:
    assert {"facts", "explorer", "Explorer", "__version__"} <= set(dir(hakusho))
    assert all(hasattr(hakusho, name) for name in ("facts", "sources", "Explorer"))


def test_what_is_not_there_is_an_attribute_error() -> None:
    assert not hasattr(hakusho, "no_such_module")
    with pytest.raises(ImportError):
        from hakusho import no_such_module  # noqa: F401


def test_the_engine_itself_reads_the_descriptor() -> None:
    import frictionless

    package = frictionless.Package(str(facts.root() / "datapackage.json"))
    assert len(package.resources) > len(facts.tables())  # base maps too
    assert not list(package.metadata_validate(package.to_descriptor()))
