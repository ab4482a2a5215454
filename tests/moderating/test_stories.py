from pathlib import Path

import pytest

from bot.offline import FakeClient, Permission
from tests.newsroom import Newsroom

FERRY = "What did Wim Halloran say about the ferry?"
SAID = "The ferry sails again when its new engine has run for a week."
DISPATCH = f"""Ferry of Quellmark to stay in port

QUELLMARK, 4 May 2025 (QNA) - The ferry of Quellmark will not sail this month, its captain said.

Captain Wim Halloran told reporters: "{SAID}"

Some three hundred islanders have been brought across by fishing boats since Easter.
"""


@pytest.fixture
def moderator(newsroom: Newsroom) -> FakeClient:
    return newsroom.person("moderator", may=Permission.MANAGE_GUILD)


def written(folder: Path, text: str, name: str = "ferry.txt") -> Path:
    (folder / name).write_text(text)
    return folder / name


async def test_an_attachment_is_seen_added_and_answered_from(
    alice: FakeClient, moderator: FakeClient, tmp_path: Path
) -> None:
    await moderator.uses("coverage add", file1=written(tmp_path, DISPATCH))
    assert SAID not in await alice.asks(FERRY)
    await moderator.presses("Add")
    assert SAID in await alice.asks(FERRY)
