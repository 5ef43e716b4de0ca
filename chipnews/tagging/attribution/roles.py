"""Decides whose an amount is and who the other party is, from its kind and the words that tell it."""

from chipnews.tagging.attribution.agents import after_word
from chipnews.tagging.attribution.dealings import (
    Roles,
    acquisition_roles,
    deal_roles,
    debt_roles,
    fine_roles,
    funding_roles,
    investment_roles,
    subsidy_roles,
    valuation_roles,
)
from chipnews.tagging.attribution.frames import Evidence
from chipnews.tagging.attribution.results import clause_owner, owner_of_result, share_owner
from chipnews.tagging.attribution.words import Sentence


def roles_of(s: Sentence, at: int, evidence: Evidence) -> Roles:
    """Return who the amount at `at` belongs to and who stands on the other side."""
    match evidence.kind:
        case "market_size":
            return Roles()
        case "funding":
            return funding_roles(s, at, evidence)
        case "valuation" | "market_cap":
            return valuation_roles(s, at, evidence)
        case "acquisition":
            return acquisition_roles(s, at, evidence)
        case "investment":
            return investment_roles(s, at, evidence)
        case "deal":
            return deal_roles(s, at, evidence)
        case "subsidy":
            return subsidy_roles(s, at, evidence)
        case "fine":
            return fine_roles(s, at, evidence)
        case "debt":
            return debt_roles(s, at, evidence)
        case "share_price":
            return Roles(share_owner(s, at) or owner_of_result(s, at, evidence))
        case "cost" if evidence.verb is not None and evidence.verb.frame == "cost":
            hit = after_word(s, evidence.verb.at, 2)
            return Roles(hit) if hit is not None else Roles(clause_owner(s, at, evidence))
    return Roles(owner_of_result(s, at, evidence))
