from bot.offline import FakeClient
from tests.newsroom import STRIKE


async def test_a_question_is_answered_with_the_passage_its_speaker_and_its_citation(alice: FakeClient) -> None:
    reply = await alice.asks(STRIKE)
    print(reply)
    assert "The harbour strike will end by Friday, I give you my word." in reply
    assert "Olena Marsh" in reply.bold
    assert not reply.private
