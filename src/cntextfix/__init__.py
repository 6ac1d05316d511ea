"""Repairs and cleans Chinese web text: bytes, text or a page in, one structured Document out."""

from cntextfix.clean import clean, clean_many, explain, fix_text
from cntextfix.decode import Decoded, decode
from cntextfix.document import Block, Document, Evidence, Heading, Kind
from cntextfix.edits import Change, Edit, Finding
from cntextfix.errors import CntextfixError, OptionError, RuleError
from cntextfix.label.rules import RULES, Rule, load_rules
from cntextfix.repairs import REPAIRS, Repair
from cntextfix.sites import SiteProfile

__all__ = [
    "REPAIRS",
    "RULES",
    "Block",
    "Change",
    "CntextfixError",
    "Decoded",
    "Document",
    "Edit",
    "Evidence",
    "Finding",
    "Heading",
    "Kind",
    "OptionError",
    "Repair",
    "Rule",
    "RuleError",
    "SiteProfile",
    "clean",
    "clean_many",
    "decode",
    "explain",
    "fix_text",
    "load_rules",
]
