"""Script conversion and detection: accuracy and speed beside the peers that pip has, in one run.

    python benchmarks/script_conversion.py news.txt.xz law-tw.txt.xz [--peers PYTHON]
        [--megabytes 3] [--compare 500000] [--half even|odd|all] [--undamaged items.jsonl.xz]

Each corpus is correct text (UTF-8, may be .xz) in one script, which is detected. Printed are

* speed: MB of UTF-8 a second of CPU, best of three;
* differences to opencc-python-reimplemented, character by character, and errors of the way there
  and back for the conversions that ``script=`` asks for;
* detection: how often a snippet is labelled right;
* the repair: what it changes in correct text, and how many stray characters it unifies;
* start-up: CPU time to the first converted text, in a process of its own.

opencc-python-reimplemented and OpenCC share a module name, so the other peers run under an
interpreter of their own, given by ``--peers``: a virtual environment with
``pip install OpenCC opencc-pyo3 opencc-purepy zhconv zhconv-rs hanzidentifier``.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from texts import read

Convert = Callable[[str], str]

TIMED = "t2s", "tw2s", "tw2sp", "s2t", "s2tw", "s2twp"
SLOW = 150_000  # characters for the tools that convert a megabyte a second
SNIPPETS = 2000


def half_of(path: Path, half: str) -> str:
    """A corpus, or every other line of it."""
    lines = read(path).split("\n")
    return "\n".join(lines if half == "all" else lines[half == "odd" :: 2])


def speed(convert: Convert, text: str) -> float:
    """Megabytes of UTF-8 a second of CPU, best of three."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        convert(text)
        best = min(best, time.process_time() - start)
    return len(text.encode("utf-8", "replace")) / best / 1e6


def peers(config: str) -> Iterator[tuple[str, Convert, int]]:
    """The other tools that can do a conversion, and how many characters to give them."""
    whole = sys.maxsize
    makers: list[tuple[str, str, Callable[[Any], Convert], int]] = [
        ("OpenCC", "opencc", lambda module: module.OpenCC(config).convert, whole),
        ("opencc-pyo3", "opencc_pyo3", lambda module: module.OpenCC(config).convert, whole),
        ("opencc-purepy", "opencc_purepy", lambda module: module.OpenCC(config).convert, SLOW * 4),
    ]
    if not config.endswith("p"):
        locale = {"t2s": "zh-hans", "tw2s": "zh-hans", "s2t": "zh-hant", "s2tw": "zh-tw"}[config]
        makers += [
            (
                "zhconv",
                "zhconv",
                lambda module: lambda text: module.convert(text, locale),
                SLOW * 4,
            ),
            ("zhconv-rs", "zhconv_rs", lambda m: lambda text: m.zhconv(text, locale), whole),
        ]
    for name, module, make, limit in makers:
        try:
            yield name, make(import_module(module)), limit
        except ImportError:
            continue


def identifiers() -> Iterator[tuple[str, Callable[[str], str | None]]]:
    """The other tools that detect a script; one label each, "mixed" only where they have it."""
    try:
        known = import_module("hanzidentifier")
        names = {known.SIMPLIFIED: "simplified", known.TRADITIONAL: "traditional"}
        names[known.MIXED] = "mixed"
        yield "hanzidentifier", lambda text: names.get(known.identify(text))
    except ImportError:
        pass
    try:
        zhconv = import_module("zhconv")
        words = {True: "simplified", False: "traditional"}
        yield "zhconv", lambda text: words.get(zhconv.issimp(text, full=True))
    except ImportError:
        pass


def work() -> None:
    """Under the peers' interpreter: measure them, and print the answers as JSON."""
    job = json.load(sys.stdin)
    speeds = {
        config: {name: speed(convert, text[:limit]) for name, convert, limit in peers(config)}
        for config, text in job["speed"].items()
    }
    labels = {
        name: {kind: [identify(text) for text in texts] for kind, texts in job["detect"].items()}
        for name, identify in identifiers()
    }
    json.dump({"speed": speeds, "detect": labels}, sys.stdout)


def ask_peers(python: str | None, job: dict[str, Any]) -> dict[str, Any]:
    """What the peers' interpreter answers; nothing without one."""
    if not python:
        return {"speed": {}, "detect": {}}
    done = subprocess.run(
        [python, __file__, "--work"],
        input=json.dumps(job),
        capture_output=True,
        text=True,
        check=True,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def reference(config: str) -> Convert | None:
    """The package's own converter, where its module was not taken over by its namesake."""
    try:
        module = import_module("opencc.opencc")
        converter: Convert = module.OpenCC(config).convert
    except (ImportError, AttributeError):
        return None
    return converter


def speed_table(texts: dict[str, str], answers: dict[str, dict[str, float]]) -> None:
    """Print megabytes a second, a row a tool, a column a configuration."""
    from cntextfix.lexicon.conversion import converter

    rows: dict[str, dict[str, float]] = {}
    for config, text in texts.items():
        rows.setdefault("cntextfix", {})[config] = speed(converter(config), text)
        own = reference(config)
        if own:
            name = "opencc-python-reimplemented"
            rows.setdefault(name, {})[config] = speed(own, text[:SLOW])
        for name, value in answers.get(config, {}).items():
            rows.setdefault(name, {})[config] = value
    print("\nSpeed, MB/s" + " " * 18 + "".join(f"{config:>8}" for config in texts))
    for name, row in rows.items():
        cells = (f"{row[config]:8.1f}" if config in row else "       –" for config in texts)
        print(f"{name:29}" + "".join(cells))


def differences(corpora: dict[str, str], limit: int) -> None:
    """Print how many characters differ from the package's own result."""
    from cntextfix.lexicon.conversion import converter
    from cntextfix.lexicon.opencc import CONFIGS

    share = limit // max(1, len(corpora))
    text = "\n".join(corpus[:share] for corpus in corpora.values())
    print(f"\nDifferences to opencc-python-reimplemented in {len(text):,} characters")
    for config in CONFIGS:
        own = reference(config)
        if own is None:
            print("  not installed, or its module belongs to another distribution")
            return
        theirs, ours = own(text), converter(config)(text)
        wrong = sum(a != b for a, b in zip(theirs, ours, strict=False))
        print(f"  {config:6} {wrong + abs(len(theirs) - len(ours))}", end="", flush=True)
    print()


def round_trips(corpora: dict[str, str]) -> None:
    """Print the errors in 10,000 Han after the way to the other script and back."""
    from cntextfix.lexicon.conversion import converter, to
    from cntextfix.lexicon.script import detect

    print("\nThere and back, errors in 10,000 Han            corrected  dictionaries alone")
    for name, text in corpora.items():
        if detect(text) == "simplified":
            there, back, alone = to("traditional-tw"), to("simplified"), ("s2tw", "tw2s")
        else:
            there, back, alone = to("simplified"), to("traditional-tw"), ("tw2s", "s2tw")
        pairs = ((there, back), (converter(alone[0]), converter(alone[1])))
        cells = [per_10k(text, second(first(text))) for first, second in pairs]
        print(f"  {name:44} {cells[0]:10.2f} {cells[1]:14.2f}")


def per_10k(before: str, after: str) -> float:
    """Characters changed, in 10,000 Han."""
    changed = sum(a != b for a, b in zip(before, after, strict=True))
    return 1e4 * changed / max(1, sum("一" <= c <= "鿿" for c in before))


def snippets(simplified: str, traditional: str) -> dict[str, list[str]]:
    """Test texts by what they are: length, and the label they should get."""
    rnd = random.Random(1)
    clean = {"simplified": han(simplified), "traditional": han(traditional)}

    def cut(script: str, size: int) -> str:
        start = rnd.randrange(len(clean[script]) - size)
        return clean[script][start : start + size]

    from cntextfix.lexicon.script import discriminating

    only = [c for c in clean["traditional"] if c in discriminating()[1]]
    made: dict[str, list[str]] = {}
    for size in (20, 50):
        for script in clean:
            made[f"{size} {script}"] = [cut(script, size) for _ in range(SNIPPETS)]
        made[f"{size}+{size} mixed"] = [
            cut("simplified", size) + cut("traditional", size) for _ in range(SNIPPETS)
        ]
        stray = [cut("simplified", size - 1) for _ in range(SNIPPETS)]
        made[f"{size} simplified+1"] = [
            text[:at] + rnd.choice(only) + text[at:]
            for text in stray
            for at in [rnd.randrange(size)]
        ]
    return made


def han(text: str) -> str:
    """The Han of a text, its punctuation and the rest taken out."""
    return "".join(c for c in text[:1_000_000] if "一" <= c <= "鿿")


def detection_table(texts: dict[str, list[str]], answers: dict[str, dict[str, list[str]]]) -> None:
    """Print how many snippets in a hundred got the label they should."""
    from cntextfix.lexicon.script import detect

    rows: dict[str, dict[str, list[str | None]]] = {
        "cntextfix": {kind: [detect(text) for text in made] for kind, made in texts.items()}
    }
    rows |= {name: {kind: list(row[kind]) for kind in row} for name, row in answers.items()}
    print("\nDetection, % right (+1: with one Traditional character put in)")
    print(f"{'':22}" + "".join(f"{name:>15}" for name in rows))
    for kind in texts:
        wanted = kind.split()[1].removesuffix("+1")
        cells = (100 * row[kind].count(wanted) / SNIPPETS for row in rows.values())
        print(f"{kind:22}" + "".join(f"{cell:15.2f}" for cell in cells))


def mend(text: str, script: Any = "auto") -> str:
    """The text after the repair."""
    from cntextfix.repairs.repair import Context, run
    from cntextfix.repairs.script import REPAIR

    change = run(REPAIR, text, Context(script=script))
    return change.after if change else text


def repair_table(corpora: dict[str, str]) -> None:
    """Print what the repair changes in correct text, and how it does on stray characters."""
    from cntextfix.lexicon.script import detect

    print("\nThe repair: changes in 10,000 Han of correct text; of 100 stray characters how many")
    print("are unified, and how many other characters are changed then")
    print(f"{'':32}   asked for   by itself  MB/s   2 % stray         10 % stray")
    for name, text in corpora.items():
        asked = "simplified" if detect(text) == "simplified" else "traditional-tw"
        cells = [per_10k(text, mend(text, asked)), per_10k(text, mend(text))]
        strays = [unified(text, asked, share) for share in (0.02, 0.1)]
        print(
            f"  {name:30} {cells[0]:11.3f} {cells[1]:11.3f} {speed(mend, text):5.0f}"
            + "".join(f"{done:9.1f} %, {false:3}    " for done, false in strays)
        )


def unified(text: str, own: str, share: float) -> tuple[float, int]:
    """Put characters in the other script, and mend: percentage undone, and others changed."""
    from cntextfix.lexicon.conversion import to

    rnd = random.Random(2)
    lines = [line for line in text.split("\n") if len(line) >= 20][:SNIPPETS]
    kept = "\n".join(lines)
    other = to("traditional-tw" if own == "simplified" else "simplified")(kept)
    damaged = "".join(b if rnd.random() < share else a for a, b in zip(kept, other, strict=True))
    after = mend(damaged)
    triples = list(zip(kept, damaged, after, strict=True))
    strays = sum(a != b for a, b, _ in triples)
    undone = sum(a != b and a == c for a, b, c in triples)
    false = sum(c not in (a, b) for a, b, c in triples)
    return 100 * undone / max(1, strays), false


def undamaged(path: Path) -> None:
    """Print how many correct items, one JSON object with a ``text`` a line, the repair changes."""
    texts = [json.loads(line)["text"] for line in half_of(path, "all").splitlines() if line]
    changed = sum(mend(text) != text for text in texts)
    print(f"\nUndamaged items changed by itself: {changed} of {len(texts):,}")


def start_up() -> None:
    """Print the milliseconds from an imported package to the first result."""
    program = (
        "import cntextfix; from time import process_time as now; start = now()\n"
        "from cntextfix.lexicon.conversion import converter; converter('{}')('头发頭髮')\n"
        "print(1e3 * (now() - start))"
    )
    print("\nStart-up, ms of CPU from the imported package to the first text, best of five")
    print(f"{'':10} without cache   from the cache")
    with tempfile.TemporaryDirectory() as kept:
        for config in ("t2s", "tw2s", "s2t", "s2twp"):
            best = [
                min(
                    float(
                        subprocess.run(
                            [sys.executable, "-c", program.format(config)],
                            env=os.environ | {"CNTEXTFIX_CACHE": folder},
                            capture_output=True,
                            text=True,
                            check=True,
                        ).stdout
                    )
                    for _ in range(6)
                )
                for folder in ("", kept)
            ]
            print(f"  {config:8} {best[0]:13.1f} {best[1]:16.1f}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run all of it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path, nargs="*")
    parser.add_argument("--peers", help="interpreter of the environment with the other tools")
    parser.add_argument("--megabytes", type=float, default=3, help="text for the speed table")
    parser.add_argument("--compare", type=int, default=500_000, help="characters to compare")
    parser.add_argument("--undamaged", type=Path, help="correct items, JSON lines, may be .xz")
    parser.add_argument("--half", choices=("even", "odd", "all"), default="all")
    parser.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.work:
        work()
        return
    from cntextfix.lexicon.script import detect

    corpora = {path.name: half_of(path, options.half) for path in options.corpus}
    scripts = {name: detect(text) for name, text in corpora.items()}
    first = {
        script: next((corpora[name] for name in corpora if scripts[name] == script), "")
        for script in ("simplified", "traditional")
    }
    if not all(first.values()):
        parser.error("give at least one Simplified and one Traditional corpus")
    size = int(options.megabytes * 1e6 / 3)
    timed = {
        config: first["simplified" if config[0] == "s" else "traditional"][:size]
        for config in TIMED
    }
    detected = snippets(first["simplified"], first["traditional"])
    answers = ask_peers(options.peers, {"speed": timed, "detect": detected})
    print(f"{options.half} lines of {', '.join(corpora)}; Python {sys.version.split()[0]}")
    speed_table(timed, answers["speed"])
    differences(corpora, options.compare)
    round_trips(corpora)
    detection_table(detected, answers["detect"])
    repair_table(corpora)
    if options.undamaged:
        undamaged(options.undamaged)
    start_up()


if __name__ == "__main__":
    main()
