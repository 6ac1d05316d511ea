"""Whether an answer of the search is believed, and how sure it is."""

from cntextfix.edits import Certainty
from cntextfix.repairs.replay.forward import INVISIBLE
from cntextfix.repairs.replay.language import SECOND, odd
from cntextfix.repairs.replay.search import Answer

__all__ = ["DROPPING", "LIKELY", "certainty", "fits", "is_likely"]

LEAD = 12.0  # bits by which undoing the punctuation pass must be more plausible than not
AGAIN = 5.0  # the same, on a page where a mark is proved to have torn a character
LIKELY = 0.34  # what an answer with such a lead weighs as proof, where a clear one weighs one
CLEAR_LEAD = 22.0  # the same, where nothing fits together again
TWICE = 15.0  # the same, where the mark behind a torn character was hit as well
FLUENT = 10.0  # bits a character, of a text that a torn mark gives back; news have 5 to 7
OPENING = 15.0  # bits more, for a word that may be rare
CERTAIN_FLUENT = 8.5  # the same, of a text that is called certain
SURE = 10.0  # bits by which the next answer must be less plausible, for one to be certain
DROPPING = 14.0  # the same, on a page that is known to have lost pairs without a sign
_ASKS = frozenset("嗎呢麼吧啊呀的了")  # an ASCII "?" before another mark is everyday typing there


def is_likely(answer: Answer, replaced: str) -> bool:
    """Whether a torn mark is likelier than a typed one, on a page that has such.

    Args:
        answer: what the search says.
        replaced: the seen text in its place.
    """
    brought = set(answer.text) - set(replaced)
    if any(odd().get(char, 0.0) > SECOND or "\u3040" <= char <= "\u30ff" for char in brought):
        return False
    if answer.searched > answer.met + _marks(answer) + 1:
        return False  # more was made up than was seen
    rare = OPENING if answer.met > 1 else 0.0
    least = LEAD if answer.before in _ASKS else AGAIN
    return answer.lead >= least and answer.cost <= FLUENT * len(answer.text) + rare


def fits(answer: Answer) -> bool:
    """Whether enough fits together again to prove a torn mark by itself."""
    marks = _marks(answer)
    asked = answer.before in _ASKS
    if marks > 1 and not answer.met:
        return answer.lead >= TWICE and not asked
    met = answer.met > 1 or answer.met == answer.searched == 1 or marks > 1
    han = sum("一" <= char <= "鿿" for char in answer.before + answer.text)
    clear = asked or not met
    told = met or han > 2 or "<" in answer.text
    return answer.lead >= (CLEAR_LEAD if clear else LEAD) and told


def certainty(answer: Answer, *, keeps_private: bool) -> Certainty:
    """How sure an answer is that replays.

    Args:
        answer: what the search says.
        keeps_private: whether the page shows the private-use characters that others lost.
    """
    certain = (
        not answer.searched
        and answer.margin >= SURE
        and (keeps_private or answer.cost <= OPENING + CERTAIN_FLUENT * len(answer.text))
        and not any(odd().get(char, 0.0) > SECOND for char in answer.text)
    )
    return "certain" if certain else "guess"


def _marks(answer: Answer) -> int:
    """How many marks tore a character, or were hit where they stood."""
    return sum(insertion.note == INVISIBLE for insertion in answer.insertions)
