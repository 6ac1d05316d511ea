"""The proof: an answer counts when the damage, done to it again, gives the text that was seen."""

from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter

from cntextfix.lexicon.gbk import gbk
from cntextfix.repairs.replay.forward import INVISIBLE, Private, decode
from cntextfix.repairs.replay.search import Answer, Insertion

__all__ = ["replays"]

# Later in the life of a page, full-width forms were often flattened to ASCII.
_WIDTH = {code + 0xFEE0: code for code in range(0x21, 0x7F)} | {0x3000: 0x20}


def replays(answer: Answer, text: str, active: Iterable[str]) -> bool:
    """Whether the forward model turns an answer into what was seen.

    Args:
        answer: what the search says of a run of `text`.
        text: the seen text.
        active: the keys this page annotates: one that stands in the answer without a note must
            have lost its place to a note of an earlier pass.
    """
    seen = text[answer.start : answer.end].translate(_WIDTH)
    return any(_meets(answer, before, seen, set(active)) for before in _forms(answer.before))


def _forms(char: str) -> list[str]:
    """A character and what it was before it was flattened."""
    full = chr(ord(char) + 0xFEE0)
    return [char, full] if ord(full) - 0xFEE0 in _WIDTH.values() else [char]


def _meets(answer: Answer, before: str, seen: str, active: set[str]) -> bool:
    head = before.encode("gbk", "replace")
    true = head + answer.text.encode("gbk", "replace")
    insertions = [Insertion(i.offset + len(head), i.note) for i in answer.insertions]
    notes = [i for i in insertions if i.note != INVISIBLE]
    order = _pass_order(true, notes, active, len(head))
    if order is None:
        return False
    damaged = _put(true, insertions)
    variants: list[Private] = ["dropped", "kept", "replaced", "split"]
    return any(
        decode(damaged, lost=lost, private=private).translate(_WIDTH)
        == before.translate(_WIDTH) + seen
        for lost in ("?", "\ufffd")
        for private in variants
    )


def _put(data: bytes, insertions: Iterable[Insertion]) -> bytes:
    for insertion in sorted(insertions, reverse=True):
        data = data[: insertion.offset] + insertion.note + data[insertion.offset :]
    return data


def _pass_order(
    data: bytes, notes: list[Insertion], active: set[str], head: int
) -> list[bytes] | None:
    """The keys in an order of passes that puts just these notes, if there is one.

    A note goes behind its key. One that stands inside another key's place hides that place from
    later passes; so a place without a note, or with a note put first, fixes who came first.
    """
    char = gbk().char
    placed = {place: data[place - 2 : place] for place, _ in notes}
    if any(len(key) < 2 or not char[key[0] << 8 | key[1]] for key in placed.values()):
        return None
    passes = set(placed.values()) | {c.encode("gbk") for c in active}
    graph: TopologicalSorter[bytes] = TopologicalSorter(dict.fromkeys(passes, ()))
    for key in passes:
        at = data.find(key)
        while at >= 0:
            noted = at + 2 in placed
            if (inside := placed.get(at + 1)) is not None:
                first, second = (key, inside) if noted else (inside, key)
                graph.add(second, first)
            elif not noted and at >= head:
                return None
            at = data.find(key, at + 1)
    try:
        return list(graph.static_order())
    except CycleError:
        return None
