"""The documentation says what the code does: every option, every repair, and the same commands."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from cntextfix.arguments import build_parser
from cntextfix.label.rules import builtin_rules
from cntextfix.repairs import REPAIRS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


@pytest.fixture(scope="module")
def make_docs() -> ModuleType:
    """The tool that writes the generated tables."""
    spec = importlib.util.spec_from_file_location("make_docs", ROOT / "tools" / "make_docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_tables_are_up_to_date(make_docs: ModuleType) -> None:
    for name in make_docs.PAGES:
        page, right = make_docs.made(name)
        assert page == right, f"run python tools/make_docs.py to write docs/{name}"


def test_every_option_is_in_the_manual() -> None:
    manual = (ROOT / "docs" / "cli.md").read_text("utf-8")
    options = [option for action in build_parser()._actions for option in action.option_strings]
    assert [option for option in options if f"`{option}`" not in manual] == []


def test_every_repair_and_rule_is_in_its_table() -> None:
    repairs = (ROOT / "docs" / "repairs.md").read_text("utf-8")
    rules = (ROOT / "docs" / "rules_table.md").read_text("utf-8")
    assert [repair.name for repair in REPAIRS if f"`{repair.name}`" not in repairs] == []
    assert [rule.name for rule in builtin_rules() if f"`{rule.name}`" not in rules] == []


@pytest.mark.parametrize("folder", ["label", "repairs/replay", "repairs/chains"])
def test_every_module_of_many_is_in_the_plan_of_the_house(folder: str) -> None:
    design = (ROOT / "docs" / "design.md").read_text("utf-8")
    modules = list((ROOT / "src" / "cntextfix" / folder).glob("[!_]*.py"))
    assert modules
    assert [path.stem for path in modules if f"`{path.stem}`" not in design] == []


def test_readme_opens_with_one_command_to_run_and_one_to_test() -> None:
    first_screen = README.partition("\n## ")[0]
    commands = re.findall(r"```sh\n(.*?)\n```", first_screen, re.DOTALL)
    assert len(commands) == 2
    assert commands[0].endswith("cntextfix seeds/")
    assert commands[1] in (ROOT / ".ci" / "run").read_text("utf-8").splitlines()


def test_links_between_pages_lead_somewhere() -> None:
    pages = [ROOT / "README.md", ROOT / "seeds" / "README.md", *(ROOT / "docs").glob("*.md")]
    links = [
        (page, link)
        for page in pages
        for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8"))
    ]
    assert links
    assert [link for page, link in links if not (page.parent / link).exists()] == []


def test_every_seed_is_described() -> None:
    described = (ROOT / "seeds" / "README.md").read_text("utf-8")
    seeds = sorted((ROOT / "seeds").glob("*.txt"))
    assert len(seeds) == 5
    assert [seed.name for seed in seeds if f"`{seed.name}`" not in described] == []
