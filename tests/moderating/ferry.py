"""An invented dispatch that moderators add, correct and withdraw, and questions about it."""

from pathlib import Path

FERRY = "What did Wim Halloran say about the ferry?"
SAID = "The ferry sails again when its new engine has run for a week."
CORRECTED = "The ferry sails again when its new engine has run for a month."
TITLE = "Ferry of Quellmark to stay in port"
PICKED = f"{TITLE} · QNA · 4 May 2025"
BODY = f"""QUELLMARK, 4 May 2025 (QNA) - The ferry of Quellmark will not sail this month, its captain said.

Captain Wim Halloran told reporters: "{SAID}"

Some three hundred islanders have been brought across by fishing boats since Easter.
"""
DISPATCH = f"{TITLE}\n\n{BODY}"
PAGE = f"""<!doctype html><html lang="en"><head><title>{TITLE} | Quellmark Courier</title>
<meta property="og:site_name" content="Quellmark Courier"><meta property="article:published_time" content="2025-05-04">
</head><body><article><h1>{TITLE}</h1>
<p>The ferry of Quellmark will not sail this month, its captain said on Sunday at the quay.</p>
<p>Captain Wim Halloran told reporters: "{SAID}"</p>
<p>Some three hundred islanders have been brought across by fishing boats since Easter, and the shop is empty.</p>
<p>The mayor of the island said the council would pay for the boats until the end of the summer.</p>
</article></body></html>"""


def written(folder: Path, text: str | bytes, name: str = "ferry.txt") -> Path:
    (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return folder / name
