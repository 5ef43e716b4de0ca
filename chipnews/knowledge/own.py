"""The user's own knowledge file, extended by an entry. Pure: the caller writes the file."""

import json

from chipnews.errors import KnowledgeError
from chipnews.knowledge.entries import Company
from chipnews.knowledge.loader import Knowledge, parse_knowledge


def with_company(text: str, name: str, company: Company, known: Knowledge) -> str:
    """Return the text of the knowledge file `name` with the company added at its end.

    `known` is the knowledge in force. Raises KnowledgeError where it is known already, or where the entry
    contradicts what is known.
    """
    if company.slug in known.companies:
        raise KnowledgeError(f"The company '{company.slug}' is known already: `chipnews companies show`.")
    # JSON's strings, numbers, booleans and lists of strings are TOML's too.
    fields = company.model_dump(exclude_defaults=True)
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in fields.items()]
    extended = "\n".join([*([text.rstrip("\n"), ""] if text.strip() else []), "[[company]]", *lines, ""])
    parse_knowledge(extended.encode("utf-8"), name)
    return extended
