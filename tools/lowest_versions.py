"""Try each extra with the oldest versions that pyproject.toml allows, so that its bounds are facts.

    python tools/lowest_versions.py [EXTRA ...]

Every extra is installed into a fresh environment, what it names at the lowest version and no other
extra beside it, and its tests run there; one that is skipped proves nothing and counts as failed.
It takes uv (https://docs.astral.sh/uv/), for ``--resolution lowest-direct``, a network, and for
Spark a Java runtime. Without arguments all extras are tried, and the package without any.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
ENGINES = "tests/test_adapters_engines.py"
TESTS: dict[str, tuple[str, ...]] = {
    "": ("tests/test_cli.py", "tests/test_decode.py", "tests/test_html.py", "tests/test_script.py"),
    "newer-dictionaries": ("tests/test_script.py",),
    "corpus": tuple(f"tests/test_corpus_{name}.py" for name in ("readers", "lines", "run")),
    "arrow": ("tests/test_adapters.py", ENGINES, "-k", "not engines or Arrow"),
    "datasets": (ENGINES, "-k", "hugging or Hugging"),
    "datatrove": (ENGINES, "-k", "datatrove and not without or pipeline"),
    "ray": (ENGINES, "-k", "test_ray"),
    "spark": (ENGINES, "-k", "test_spark"),
}
"""The tests of each extra, as arguments of pytest; of no extra under the empty name."""

SAID = re.compile(r"^(?:\d+ \w+(?:, )?)+ in [\d.]+s", re.MULTILINE)


def main(argv: Sequence[str] | None = None) -> int:
    """Print a table; the exit status is 1 if an extra fails."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("extras", nargs="*", choices=[*TESTS, []], metavar="EXTRA")
    parser.add_argument("--uv", default="uv", help="the program uv")
    options = parser.parse_args(argv)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    failed = False
    print("| extra | versions | tests |\n|---|---|---|")
    for extra in options.extras or TESTS:
        wanted = project["optional-dependencies"][extra] if extra else project["dependencies"]
        names = [found[0] for one in wanted if (found := re.match(r"[\w.-]+", one))]
        with tempfile.TemporaryDirectory() as folder:
            versions, said, fine = tried(extra, names, Path(folder), options.uv)
        failed |= not fine
        print(f"| {extra or '(none)'} | {versions} | {said} |", flush=True)
    return int(failed)


def tried(extra: str, names: Sequence[str], folder: Path, uv: str) -> tuple[str, str, bool]:
    """Install an extra at its lowest and run its tests.

    Args:
        extra: its name, or nothing for the package alone.
        names: the packages that it asks for.
        folder: for the environment.
        uv: the program.

    Returns:
        The versions that were installed, what pytest said last, and whether all is well.
    """
    python = folder / "bin" / "python"
    called(uv, "venv", "-q", "--python", sys.executable, str(folder), check=True)
    target = f"{ROOT}[{extra}]" if extra else str(ROOT)
    install = (uv, "pip", "install", "-q", "--python", str(python), "--resolution", "lowest-direct")
    done = called(*install, "-e", target, "pytest>=9", "hypothesis>=6.150")
    if done.returncode:
        return "", f"cannot be installed: {done.stderr.strip()[-300:]}", False
    found = called(uv, "pip", "freeze", "-q", "--python", str(python)).stdout.lower().splitlines()
    wanted = {name.lower().replace(".", "-") for name in names}
    versions = [one for one in found if one.partition("==")[0].replace(".", "-") in wanted]
    done = called(str(python), "-m", "pytest", "-q", "-p", "no:cacheprovider", *TESTS[extra])
    summary = SAID.findall(done.stdout)
    said = summary[-1] if summary else done.stdout[-300:]
    fine = not done.returncode and "passed" in said and "skipped" not in said
    if not fine:
        print(done.stdout[-5000:], done.stderr[-2000:], file=sys.stderr)
    return ", ".join(versions), said, fine


def called(*command: str, check: bool = False) -> subprocess.CompletedProcess[str]:
    """What a program says."""
    return subprocess.run(command, cwd=ROOT, check=check, capture_output=True, text=True)


if __name__ == "__main__":
    sys.exit(main())
