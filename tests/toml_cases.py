"""Cases are data: entries of the TOML files in this folder's ``cases``, each with its ``why``."""

import tomllib
from pathlib import Path
from typing import Any

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[dict[str, Any]]:
    """The cases of a file."""
    with (CASES / f"{name}.toml").open("rb") as file:
        found: list[dict[str, Any]] = tomllib.load(file)["case"]
    return found


def why(case: dict[str, Any]) -> str:
    """What a case is there for, as the name of its test."""
    return str(case["why"])
