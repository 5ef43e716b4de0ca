"""The money grammar: exact amounts of money in English prose, with exact offsets. Standard library only.

lexicon     what is known: currencies, scales, number words
names       patterns for the names of currencies
view        the text with typographic variants made one, at the same offsets
numbers     one number, in digits or words
quantity    one number with its scale and currency, as a value
spoken      amounts whose number is in words
quantities  all numbers of a text
ranges      two quantities that make one range or one change
context     qualifiers and units around an amount
traps       what only looks like money
grammar     all of it together
dollars     what a bare "$" means
"""

from chipnews.tagging.money.dollars import dollar_of
from chipnews.tagging.money.grammar import find_money
from chipnews.tagging.money.model import Money

__all__ = ["Money", "dollar_of", "find_money"]
