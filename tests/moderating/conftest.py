import pytest

from bot.offline import FakeClient, Permission
from tests.newsroom import Newsroom


@pytest.fixture
def moderator(newsroom: Newsroom) -> FakeClient:
    return newsroom.person("moderator", may=Permission.MANAGE_GUILD)
