"""The command's run over a corpus: options in, a run with its books out."""

import os
import sys
from argparse import Namespace
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from cntextfix.corpus.inputs import From, find_inputs
from cntextfix.corpus.learn import learn
from cntextfix.corpus.limits import Limits
from cntextfix.corpus.progress import shown
from cntextfix.corpus.runner import TooManyRejectsError, run
from cntextfix.corpus.stats import Stats
from cntextfix.corpus.worker import Cleaner
from cntextfix.errors import CntextfixError
from cntextfix.sites import SiteProfile

__all__ = ["command"]

DONE, UNBALANCED, REJECTED, STOPPED = 0, 1, 3, 4

_FILES = frozenset(
    {".jsonl", ".ndjson", ".json", ".parquet", ".gz", ".zst", ".txt", ".md", ".html"}
)
"""Suffixes that nobody gives a folder."""


def command(
    options: Namespace, clean: "partial[Any]", depends: Mapping[str, object], why: str
) -> int:
    """Run over a corpus.

    Args:
        options: of the command line.
        why: what makes it a run over a corpus, for messages.
        clean: `clean` with what the options say of cleaning.
        depends: what of the options the outputs depend on, to be noted in the journal.

    Returns:
        The exit status.

    Raises:
        CntextfixError: an option, an input or an output cannot be used.
    """
    folder = _folder(options, why)
    source: From = "rejects" if options.retry else options.source
    shard = _shard(options.shard)
    limits = Limits(
        seconds=options.time_limit,
        memory=options.memory or None,
        document=options.max_document,
    )
    outputs: list[Path] = []
    found = find_inputs(
        options.inputs, source, apart_from=folder, shard=shard, passed_over=outputs.append
    )
    if not options.quiet:
        _say(*(f"{one}: holds an earlier run's outputs, which are no inputs" for one in outputs))
    total = sum(one.size for one in found)
    cleaner, noted = _with_profile(options, clean, limits, total)
    try:
        with shown(total, "cleaning", wanted=not options.quiet) as watch:
            stats = run(
                options.inputs,
                folder,
                jobs=options.jobs or 1,
                source=source,
                to=options.to,
                shard=shard,
                text_field=options.text_field,
                keep_original=options.keep_original,
                encoding=options.encoding,
                clean=cleaner,
                options={**depends, **noted},
                limits=limits,
                max_rejects=options.max_rejects,
                watch=watch,
            )
    except TooManyRejectsError as stopped:
        _say(stopped)
        return STOPPED
    except OSError as error:
        where = f"{error.filename}: " if error.filename else f"{folder}: "
        raise CntextfixError(
            f"{where}{error.strerror or error}; when that is mended, the same command goes on"
        ) from None
    return _told(stats, options, folder)


def _told(stats: Stats, options: Namespace, folder: Path) -> int:
    """Say what became of the documents; the exit status."""
    if not options.quiet:
        _say(stats)
        if stats.rejected:
            number, of = _shard(options.shard)
            name = f"rejects-{number}-of-{of}.jsonl" if of > 1 else "rejects.jsonl"
            _say(f"what was rejected, and why: {folder / name}")
        if stats.restarts:
            _say(f"workers replaced: {stats.restarts:,}")
    if not stats.balanced:
        return UNBALANCED
    return REJECTED if stats.rejected else DONE


def _folder(options: Namespace, why: str) -> Path:
    for mode in ("diff", "explain", "check"):
        if getattr(options, mode):
            raise CntextfixError(f"--{mode} shows single pages; it does not go with a corpus")
    if options.to in ("json", "html", "fixed"):
        raise CntextfixError(f"-t {options.to} is a form for single pages; use -t jsonl")
    if options.url is not None:
        raise CntextfixError("--url is the address of a single page; a corpus has its own")
    if "-" in options.inputs or not options.inputs:
        raise CntextfixError(
            "standard input cannot be read again after an interruption; write it to a file first"
        )
    if options.output in (None, "-"):
        raise CntextfixError(f"{why}, whose results go to a folder; name one, as -o clean/")
    folder = Path(options.output)
    if os.path.lexists(folder) and not folder.is_dir():
        raise CntextfixError(f"{folder}: is a file; -o names a folder for the outputs of a corpus")
    is_said = folder.is_dir() or options.output.endswith(("/", os.sep))
    if folder.suffix.lower() in _FILES and not is_said:
        named = folder.with_name(folder.name.lstrip(".").partition(".")[0])
        raise CntextfixError(
            f"{folder}: {why}, whose results go to a folder, beside its journal and its rejects; "
            f"write -o {named}/"
        )
    return folder


def _shard(value: str | None) -> tuple[int, int]:
    number, slash, of = (value or "1/1").partition("/")
    if not (slash and number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of)):
        raise CntextfixError(f"--shard {value}: write it as 3/8, the third of eight parts")
    return int(number), int(of)


def _with_profile(
    options: Namespace,
    clean: "partial[Any]",
    limits: Limits,
    total: int,
) -> tuple[Cleaner, dict[str, object]]:
    """The cleaner with what is known of the sites, learned first if that is asked for."""
    folder, shard = Path(options.output), _shard(options.shard)
    profile: SiteProfile | None = None
    if options.profile is not None:
        try:
            profile = SiteProfile.load(options.profile)
        except OSError as error:
            raise CntextfixError(f"{options.profile}: {error.strerror}; check the path") from None
    if options.learn_sites:
        number, of = shard
        path = folder / (f"_sites-{number}-of-{of}.json" if of > 1 else "_sites.json")
        if not path.exists():
            with shown(total, "learning sites", wanted=not options.quiet) as watch:
                learned = learn(
                    options.inputs,
                    jobs=options.jobs or 1,
                    source="rejects" if options.retry else options.source,
                    shard=shard,
                    text_field=options.text_field,
                    limits=limits,
                    apart_from=folder,
                    watch=watch,
                )
            folder.mkdir(parents=True, exist_ok=True)
            learned.save(path)
        learned = SiteProfile.load(path)
        profile = learned if profile is None else profile.merge(learned)
    if profile is None:
        return clean, {}
    compact = profile.compact()
    return partial(clean, profile=compact), {"sites": _digest(compact)}


def _digest(profile: SiteProfile) -> str:
    digest = sha256()
    for host in sorted(profile.sites):
        digest.update(f"{host}\n".encode("utf-8", "surrogatepass") + profile.sites[host].settled)
    return digest.hexdigest()[:16]


def _say(*messages: object) -> None:
    for message in messages:
        if sys.stderr is not None:  # it may be closed, or full
            with suppress(OSError):
                print(f"cntextfix: {message}", file=sys.stderr)
