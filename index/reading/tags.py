"""How many attributes a page's tags have, counted before it is parsed: a parser's time grows with their square."""

from __future__ import annotations

import re

# The states of the HTML standard's tokenizer (html.spec.whatwg.org/#tokenization) that decide where a tag ends.
_OPENING = re.compile(r"<(?:(?P<comment>!--)|(?P<tag>[a-zA-Z][^\s/>]*+))")
_ATTRIBUTE = re.compile(r"[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"?|'[^']*+'?|[^\s>]*+))?+")
_COMMENT_END = re.compile(r"-?>|.*?--!?>", re.DOTALL)
_RAW = frozenset(["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"])


def most_attributes(text: str, enough: int) -> int:
    """The number of attributes of the tag that has most; counting stops at a tag with more than enough."""
    most = at = 0
    while opening := _OPENING.search(text, at):
        at = opening.end()
        if opening["comment"]:
            closing = _COMMENT_END.match(text, at)
            if closing is None:
                break
            at = closing.end()
            continue
        count = 0
        while count <= enough and (attribute := _ATTRIBUTE.match(text, at)):
            at, count = attribute.end(), count + 1
        most = max(most, count)
        if count > enough:
            break
        name = opening["tag"].lower()
        if name in _RAW:
            closing = re.compile(f"</{name}", re.IGNORECASE).search(text, at)
            if closing is None:
                break
            at = closing.end()
    return most
