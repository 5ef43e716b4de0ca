"""Tells amounts from what only looks like them: code, shell variables, weights, verbs, years, sayings."""

import re
from decimal import Decimal
from typing import Final

_INLINE_CODE: Final = re.compile(r"`[^`\n]{1,300}`")
_CODE_LINE: Final = re.compile(
    r"\$\{|\$\((?![0-9])|\b(?:awk|sed|grep|printf|echo|bash|sh|perl)\s+[-'\"$]|=\s*['\"]\$|"
    r"\|\s*(?:awk|sed|grep)\b"
    r"|\b(?:SELECT|INSERT INTO|VALUES|WHERE|UPDATE)\b|^\s*(?:\$ |#!|>>> )|\b(?:echo|shift|"
    r"export)\s\S{0,20}\$[0-9]"
    r"|\bfor \w{1,12} in \$|\[ \$[0-9]|(?:const|let|var|def|return)\s+\w+\s*=|\b(?:print|console\.log)\("
)
_CODE_MARKS: Final = (
    *(
        "${",
        "$(",
        "=",
        "|",
        "echo",
        "awk",
        "sed",
        "grep",
        "printf",
        "print(",
        "bash",
        "sh ",
        "perl",
        "SELECT",
        "INSERT",
    ),
    *(
        "VALUES",
        "WHERE",
        "UPDATE",
        "#!",
        ">>>",
        "$ ",
        "shift",
        "export",
        "console",
        "return ",
        " in $",
        "[ $",
    ),
)
_LINE_WINDOW = 120


def code_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return the spans of the text that are fenced or set between backticks."""
    if "`" not in text:
        return ()
    spans: list[tuple[int, int]] = []
    at = text.find("```")
    outside = 0
    while at != -1:
        close = text.find("```", at + 3)
        if close == -1:
            break
        spans.extend(match.span() for match in _INLINE_CODE.finditer(text, outside, at))
        spans.append((at, close + 3))
        outside = close + 3
        at = text.find("```", outside)
    spans.extend(match.span() for match in _INLINE_CODE.finditer(text, outside))
    return tuple(spans)


def is_code(raw: str, folded: str, start: int, end: int, *, scaled: bool) -> bool:
    """Return whether a number with a currency sign before it stands in code: `{print $1}`, `"$2"`, `echo
    $1`.
    """
    if scaled or folded[start] != "$":
        return False
    following = folded[end : end + 2]
    if following[:1] in {"^", "\\", "$", "}", "="} or following in {" \\", "()", "[]"}:
        return True
    left = raw.rfind("\n", max(0, start - _LINE_WINDOW), start) + 1 or max(0, start - _LINE_WINDOW)
    right = raw.find("\n", end, end + _LINE_WINDOW)
    right = right if right != -1 else end + _LINE_WINDOW
    head, tail = raw[left:start], raw[end:right]
    if head.rfind("{") > head.rfind("}") and "}" in tail:
        return True
    line = raw[left:right]
    if any(mark in line for mark in _CODE_MARKS) and _CODE_LINE.search(line):
        return True
    if folded[start + 1] == " " and head[-1:] and head[-1] in "+*]^)":
        return True
    if end - start > 2:
        return False
    # A single digit may be a positional parameter.
    before = head[-1:]
    if before in {"=", "{", "\\", "|", "&", "%", "@"} or head.endswith(("= ", '="')):
        return True
    if before == "/" and not head[-2:-1].isdigit():
        return True
    return before in {'"', "'"} and tail[:1] == before


_MONEY_OF: Final = (
    "funding investment investments debt public taxpayer taxpayers revenue revenues government "
    "private new capital "
    "savings sales support spending aid cash credit equity grants loans orders losses profit profits "
    "damages fines "
    "compensation annual venture financing costs income subsidies subsidy tax taxes"
).split()
_WEIGHT_NEAR: Final = re.compile(
    r"\b(?:weigh|weight|weighs|weighing|weighed|heavy|heavier|lighter|lift|lifts|lifting|haul|mass|"
    r"kg|kilograms?|"
    r"kilos?|tons?|tonnes?|scales|thrust|payload|force|per square inch|body)\b"
)
_PRICE_BEFORE: Final = re.compile(
    r"\b(?:cost|costs|costing|price|prices|priced|pay|pays|paid|paying|worth|spend|spends|spent|"
    r"spending|fee|fees|"
    r"fined|fine|sell|sells|sold|selling|charge|charges|charged|salary|wage|invest|invests|invested|"
    r"investing|raise|"
    r"raises|raised|raising|save|saves|saved|bill|budget|buy|bought|rent|valued|for|at|grant|loan|"
    r"tax|donated|rose|"
    r"fell|shares|revenue|profit|loss|sales|turnover|earn|earned|earns)\b[^.!?]{0,30}\Z"
)
_UNIT_AFTER: Final = re.compile(
    r"[ -](?:(?:per|an?)[ -](?:share|year|month|day|hour|chip|gpu|unit|user|seat|card|watt|person|"
    r"head|night|week)|"
    r"each\b|apiece|monthly|annually)"
)
_OF: Final = re.compile(r" of (?:the |a |an |its |their |more |additional )?([a-z]+)")
_CURRENCY_FOLLOWED: Final = re.compile(
    r"\s*(?:\Z|[.,;:!?)\]\"'/%–—+-]|\(|(?:per|to|from|in|on|for|at|by|against|and|or|as|after|before|until|"
    r"through|each|apiece|worth|of|with|under|below|above|was|were|is|are|last|this|than|but|while|when|"
    r"compared|over the|during|monthly|annually|more|less|higher|lower|today|yesterday|"
    r"an? (?:share|year|month|day|hour|chip|gpu|unit|user|piece|kilo|week))\b)"
)
_WON_OBJECT: Final = re.compile(
    r" (?:orders|contracts|awards|deals|prizes|customers|praise|approval|bids|tenders)\b"
)
_DEICTIC: Final = re.compile(r"(?:\bin|constant|real|adjusted|of|nominal)(?: us| u\.s\.)? \Z")
_ONE_IN: Final = re.compile(r"\b(?:one|two|three|[0-9]) (?:in|of|out of)(?: every)? \Z")
_TWO_CENTS: Final = re.compile(r"\b(?:my|our|your|his|her|their|own|worth) \Z")
_ON_THE_DOLLAR: Final = re.compile(r" (?:on|of|in|from|for) (?:the|every|each) (?:dollar|euro|pound)")
_YEARLIKE = re.compile(r"(?:19|20)[0-9]{2}")


def is_no_amount(
    folded: str,
    low: str,
    start: int,
    end: int,
    value: Decimal,
    name: str,
    money_like: bool,
    scaled: bool,
    joined: bool,
) -> bool:
    """Return whether a number followed by a currency's name or code is no amount of money.

    `name` is the currency as written in lower case, `money_like` that the number has a scale or separators,
    `joined` that a hyphen stands before the name.
    """
    if start and low[start - 1] == "-" and start > 1 and low[start - 2].isalpha() and not money_like:
        # "GPT-5 won", "Phi-3 pounds": the number belongs to a name.
        return not low[max(0, start - 12) : start].endswith(
            ("sub-", "near-", "over-", "under-", "mid-", "then-", "to-")
        )
    if name == "won":
        if scaled:
            return _WON_OBJECT.match(low, end) is not None
        yearlike = _YEARLIKE.fullmatch(low, start, end - len(name) - 1) is not None
        return yearlike or value < 100 or _CURRENCY_FOLLOWED.match(low, end) is None
    if name in {"pound", "pounds"}:
        return _is_weight(low, start, end, scaled, joined)
    if name.endswith(("cent", "cents")):
        if name == "cent" and not joined and value > 1:
            return True
        return _ON_THE_DOLLAR.match(low, end) is not None or (
            value == 2 and _TWO_CENTS.search(low, max(0, start - 8), start) is not None
        )
    if money_like:
        return False
    if _ONE_IN.search(low, max(0, start - 24), start):
        return True
    written = folded[end - len(name) : end]
    if written.isupper() and name in {
        "cad",
        "sar",
        "aed",
        "nis",
        "ils",
        "nok",
        "try",
        "php",
        "thb",
        "kr",
        "rs",
    }:
        return value < 100 or 1900 <= value <= 2100 or _CURRENCY_FOLLOWED.match(low, end) is None
    if name == "kr" and written != "kr":
        return True
    if name == "euro" and written == "Euro" and not joined:
        return True
    if name == "bucks" and written[0] == "B":
        return True
    if name == "$":
        near = low[max(0, start - 2) : start]
        return not (start == 0 or near[-1:] in " (\n\"'~") or low[end : end + 1] in {
            "/",
            "\\",
            "|",
            "'",
            '"',
            "^",
        }
    if name.endswith(("dollars", "euros", "pounds", "yen", "yuan")) and 1900 <= value <= 2100:
        return _DEICTIC.search(low, max(0, start - 12), start) is not None
    return False


def _is_weight(low: str, start: int, end: int, scaled: bool, joined: bool) -> bool:
    of = _OF.match(low, end)
    if of is not None and not low.startswith(" sterling", end):
        return of[1] not in _MONEY_OF
    if scaled:
        return False
    if joined and low[end - 1] != "s":
        return True
    if _WEIGHT_NEAR.search(low, max(0, start - 60), end + 40):
        return True
    return not (_UNIT_AFTER.match(low, end) or _PRICE_BEFORE.search(low, max(0, start - 60), start))
