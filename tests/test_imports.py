"""The order of the house: imports point one way, and importing costs next to nothing."""

import ast
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import cntextfix

PACKAGE = Path(cntextfix.__file__).parent

RANKS: dict[str, float] = {
    "errors": 0,
    "lexicon": 1,
    "edits": 2,
    "document": 3,
    "page": 3,
    "decode": 4,
    "repairs": 4,
    "read": 4,
    "label": 4,
    "magic": 4,
    "render": 4,
    "repaired": 4.5,
    "sites": 4.5,
    "clean": 5,
    "": 6,  # the package itself: the public names
    "corpus": 7,
    "adapters": 8,
    "files": 8,
    "arguments": 8,
    "choices": 8,
    "outputs": 8.5,
    "summary": 8.5,
    "cli": 9,
    "__main__": 10,
}
"""The higher may import the lower. Those of one rank are steps of the journey, or parts of the
command: they do not know each other."""

UPWARD = {("document", "render")}
"""A Document writes itself with a renderer, which it imports when it is asked to."""


def modules() -> Iterator[tuple[str, Path]]:
    """Every module with its dotted name below the package."""
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """Every module a file imports, and whether it does so when it is imported itself."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        at_once = node in tree.body
        if isinstance(node, ast.Import):
            yield from ((name.name, at_once) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield node.module or "", at_once


def part(module: str) -> str:
    """The part of the house a dotted name below the package belongs to."""
    return module.partition(".")[0]


def test_every_module_has_its_place() -> None:
    assert {part(name) for name, _ in modules()} <= set(RANKS)


def test_imports_point_one_way() -> None:
    upward = {
        (importer, imported)
        for name, path in modules()
        for target, _ in imports(path)
        if part(target) == "cntextfix"
        for importer, imported in [(part(name), part(target.removeprefix("cntextfix")[1:]))]
        if importer != imported and RANKS[importer] <= RANKS[imported]
    }
    assert upward == UPWARD


def test_document_imports_its_renderers_only_when_asked() -> None:
    at_once = [target for target, now in imports(PACKAGE / "document.py") if now]
    assert not [target for target in at_once if "render" in target]


def test_every_dependency_has_one_door_and_waits_to_be_needed() -> None:
    doors: defaultdict[str, set[str]] = defaultdict(set)
    for name, path in modules():
        for target, at_once in imports(path):
            top = part(target)
            if top != "cntextfix" and top not in sys.stdlib_module_names:
                doors[top].add(name)
                assert not at_once, f"{name} imports {top} before it is needed"
    assert "opencc" not in doors, "another package has that module name; read its files as data"
    assert {top: names for top, names in doors.items() if len(names) > 1} == {}


def imported_by(statement: str) -> set[str]:
    """The modules that a statement brings into a fresh interpreter."""
    program = (
        "import sys; before = set(sys.modules)\n"
        f"{statement}\n"
        "print(sorted(set(sys.modules) - before))"
    )
    return set(printed_by(program))


def printed_by(program: str) -> list[str]:
    """The list that a program prints."""
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, timeout=300, text=True
    )
    printed: list[str] = ast.literal_eval(result.stdout)
    return printed


HEAVY = {
    "argparse",  # belongs to the command
    "asyncio",
    "charset_normalizer",
    "difflib",
    "email",
    "ftfy",
    "http",
    "importlib.metadata",
    "json",
    "logging",
    "multiprocessing",
    "tempfile",
    "tomllib",
    "typing_extensions",
    "unittest",
    "urllib.request",
    "zipfile",
}
"""Modules that cost milliseconds and that cleaning a page needs late, if at all."""


def test_importing_the_package_loads_nothing_heavy() -> None:
    loaded = imported_by("import cntextfix")
    assert loaded & HEAVY == set()
    own = {name for name in loaded if part(name) == "cntextfix"}
    # dataclasses, re, enum and datetime bring 45 of them, pathlib another 7
    assert len(loaded - own) <= 70


def test_importing_the_command_loads_nothing_heavy_but_argparse_and_json() -> None:
    assert imported_by("import cntextfix.cli") & HEAVY <= {"argparse", "json"}


def test_importing_loads_no_data() -> None:
    program = (
        "import sys; opened = []\n"
        "sys.addaudithook(lambda event, args: "
        "opened.append(str(args[0])) if event == 'open' else None)\n"
        "import cntextfix\n"
        "print([name for name in opened if not name.endswith(('.py', '.pyc'))])"
    )
    assert [name for name in printed_by(program) if "cntextfix" in name] == []
