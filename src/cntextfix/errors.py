"""The exceptions a caller may want to catch.

    CntextfixError (a ValueError)
    ├── RuleError       a boilerplate rule, or a file of them, cannot be used
    └── OptionError     an argument has a value that is none of its choices

Damaged text and undecodable bytes are never errors: they are data, and what could not be
mended is reported in the Document.
"""

from collections.abc import Iterable

__all__ = ["CntextfixError", "OptionError", "RuleError"]


class CntextfixError(ValueError):
    """The base of every error this package raises on purpose."""


class OptionError(CntextfixError):
    """An argument has a value that is none of its choices.

    Args:
        name: the argument.
        value: what it was given.
        choices: what it takes.

    >>> str(OptionError("script", "klingon", ["auto", "keep"]))
    "script='klingon' is not one of: auto, keep"
    """

    def __init__(self, name: str, value: object, choices: Iterable[str]) -> None:
        self.name = name
        self.value = value
        self.choices = tuple(choices)
        super().__init__(f"{name}={value!r} is not one of: {', '.join(self.choices)}")


class RuleError(CntextfixError):
    """A boilerplate rule, or a file of them, cannot be used.

    Args:
        source: the file, or the name of the rule.
        problem: what is wrong and what to do about it.
    """

    def __init__(self, source: str, problem: str) -> None:
        self.source = source
        self.problem = problem
        super().__init__(f"{source}: {problem}")
