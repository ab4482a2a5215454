"""Settings, drafts, feeds and posted answers: kept apart by collection, bounded, and safe from hostile text."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from index.articles import Dropped
from index.errors import (
    AlreadyThereError,
    MalformedError,
    NoSuchDraftError,
    NoSuchFeedError,
    TooLargeError,
    TooManyError,
)
from index.store import Drafted, Drafts, Feeds, Item, Preferences, Quotation, Quotations, Store
from tests.store.conftest import add, article

OURS, THEIRS = "guild-1", "guild-2"
HOSTILE = "\0 \ud800 'x'; DROP TABLE feeds; -- \u202e"


def told(store: Store, collection: str) -> list[tuple[str, str, str]]:
    return [(entry.who, entry.action, entry.reason) for entry in store.journal(50, collection=collection)]


def change(store: Store, statement: str, *values: object) -> None:
    """What time, or another program, does to the tables."""
    raw = sqlite3.connect(store.path, isolation_level=None)
    raw.execute(statement, values)
    raw.close()


class TestPreferences:
    def test_what_is_set_is_there_for_that_collection_alone_and_in_its_journal(self, store: Store) -> None:
        held = Preferences(store)
        held.set(OURS, "language", '"de"', who="ida")
        held.set(OURS, "channels", "[1, 2]", who="ida")
        assert held.get(OURS) == {"language": '"de"', "channels": "[1, 2]"}
        assert held.get(THEIRS) == {}
        held.set(OURS, "language", None, who="jon")
        assert held.get(OURS) == {"channels": "[1, 2]"}
        assert told(store, OURS)[0] == ("jon", "settings", "language: the default")
        assert told(store, THEIRS) == []

    def test_the_same_again_is_not_told(self, store: Store) -> None:
        held = Preferences(store)
        held.set(OURS, "shared", "true", who="ida")
        held.set(OURS, "shared", "true", who="ida")
        held.set(OURS, "language", None, who="ida")
        assert len(told(store, OURS)) == 1

    @pytest.mark.parametrize(("name", "value"), [(HOSTILE, "1"), ("x", HOSTILE), ("n" * 65, "1"), ("x", "v" * 10_001)])
    def test_what_cannot_be_kept_is_refused_in_a_line(self, store: Store, name: str, value: str) -> None:
        with pytest.raises(MalformedError) as refused:
            Preferences(store).set(OURS, name, value, who="ida")
        assert str(refused.value).isprintable()
        assert Preferences(store).get(OURS) == {}
        assert Preferences(store).get(HOSTILE) == {}

    def test_there_is_an_end_to_them(self, store: Store) -> None:
        for number in range(100):
            Preferences(store).set(OURS, f"n{number}", "1", who="ida")
        with pytest.raises(TooManyError):
            Preferences(store).set(OURS, "one more", "1", who="ida")
        Preferences(store).set(OURS, "n5", "2", who="ida")
        Preferences(store).set(THEIRS, "one more", "1", who="ida")


def read(*names: str) -> list[Drafted]:
    dropped = (Dropped(text="Read more \0", why="link"),)
    return [Drafted(path=f"{name}.html", article=article(name), dropped=dropped) for name in names]


class TestDrafts:
    def test_a_draft_outlives_a_restart_and_can_be_used_once(self, store: Store) -> None:
        made = Drafts(store).put(OURS, read("ferry", "tram"), who="ida", replaces="ferry")
        with Store.open(store.path) as later:
            draft = Drafts(later).get(made, OURS)
            assert (draft.who, draft.replaces, draft.collection) == ("ida", "ferry", OURS)
            assert [one.article for one in draft.readings] == [article("ferry"), article("tram")]
            assert [one.path for one in draft.readings] == ["ferry.html", "tram.html"]
            assert draft.readings[0].dropped == (Dropped(text="Read more \ufffd", why="link"),)
            assert Drafts(later).drop(made, OURS)
            assert not Drafts(later).drop(made, OURS)
        with pytest.raises(NoSuchDraftError, match="Read it again"):
            Drafts(store).get(made, OURS)

    @pytest.mark.parametrize("draft_id", [-1, 0, 99, 2**63, 2**100])
    def test_a_number_that_is_none_is_refused(self, store: Store, draft_id: int) -> None:
        with pytest.raises(NoSuchDraftError):
            Drafts(store).get(draft_id, OURS)
        assert not Drafts(store).drop(draft_id, OURS)

    def test_another_guild_neither_sees_nor_drops_it(self, store: Store) -> None:
        made = Drafts(store).put(OURS, read("ferry"), who="ida")
        with pytest.raises(NoSuchDraftError):
            Drafts(store).get(made, THEIRS)
        assert not Drafts(store).drop(made, THEIRS)
        assert list(Drafts(store).of(THEIRS)) == []
        assert [draft.id for draft in Drafts(store).of(OURS)] == [made]

    def test_those_of_yesterday_go_by_themselves(self, store: Store) -> None:
        old = Drafts(store).put(OURS, read("ferry"), who="ida")
        past = (datetime.now(UTC) - timedelta(days=1, minutes=1)).isoformat(timespec="milliseconds")
        change(store, "UPDATE drafts SET at = ?", past)
        with pytest.raises(NoSuchDraftError):
            Drafts(store).get(old, OURS)
        Drafts(store).put(THEIRS, read("tram"), who="jon")
        raw = sqlite3.connect(store.path)
        assert raw.execute("SELECT count(*) FROM drafts").fetchone() == (1,)
        raw.close()

    def test_the_oldest_beyond_what_a_guild_may_have_waiting_go_but_never_the_newest(
        self, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        theirs = Drafts(store).put(THEIRS, read("tram"), who="jon")
        first = Drafts(store).put(OURS, read("ferry"), who="ida")
        raw = sqlite3.connect(store.path)
        (size,) = raw.execute("SELECT length(readings) FROM drafts WHERE id = ?", (first,)).fetchone()
        raw.close()
        monkeypatch.setattr("index.store.drafts.CHARACTERS_OF_ALL", 2 * size)
        made = [first, *(Drafts(store).put(OURS, read("ferry"), who="ida") for _ in range(2))]
        assert [draft.id for draft in Drafts(store).of(OURS)] == made[1:]
        monkeypatch.setattr("index.store.drafts.CHARACTERS_OF_ALL", size - 1)
        newest = Drafts(store).put(OURS, read("ferry"), who="ida")
        assert [draft.id for draft in Drafts(store).of(OURS)] == [newest]
        assert [draft.id for draft in Drafts(store).of(THEIRS)] == [theirs]

    def test_the_oldest_beyond_fifty_go(self, store: Store) -> None:
        theirs = Drafts(store).put(THEIRS, read("tram"), who="jon")
        made = [Drafts(store).put(OURS, read("ferry"), who="ida") for _ in range(52)]
        assert [draft.id for draft in Drafts(store).of(OURS)] == made[2:]
        assert Drafts(store).get(theirs, THEIRS)

    def test_too_much_is_refused(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        with pytest.raises(TooManyError):
            Drafts(store).put(OURS, read("ferry") * 1001, who="ida")
        monkeypatch.setattr("index.store.drafts.CHARACTERS", 100)
        with pytest.raises(TooLargeError):
            Drafts(store).put(OURS, read("ferry"), who="ida")
        with pytest.raises(MalformedError):
            Drafts(store).put(OURS, [Drafted(path="x", article=article("bad", "A \0 in it."))], who="ida")


class TestFeeds:
    def test_a_subscription_is_due_at_once_and_told(self, store: Store) -> None:
        feeds = Feeds(store)
        feed = feeds.add(OURS, "https://post.example/rss", title="Post", who="ida")
        assert (feed.due, feed.paused, feed.items, feed.failures, feed.polled) == (0.0, False, 0, 0, None)
        assert feeds.due(now=1.0, limit=5) == [feed]
        assert feeds.list(OURS) == feeds.list(None) == [feed]
        assert feeds.list(THEIRS) == []
        assert told(store, OURS) == [("ida", "feeds", "added https://post.example/rss")]
        with pytest.raises(AlreadyThereError, match=r"post\.example"):
            feeds.add(OURS, "https://post.example/rss", title=None, who="jon")
        feeds.add(THEIRS, "https://post.example/rss", title=None, who="jon")

    def test_a_poll_sets_the_next_and_survives_a_restart(self, store: Store) -> None:
        feeds = Feeds(store)
        made = feeds.add(OURS, "https://post.example/rss", title="Post", who="ida")
        feeds.polled(made.id, due=500.0, etag='"a"', modified="Mon", title=None, problem="404 \0", failures=2)
        with Store.open(store.path) as later:
            feed = Feeds(later).get(made.id, OURS)
            assert (feed.due, feed.etag, feed.modified, feed.title) == (500.0, '"a"', "Mon", "Post")
            assert (feed.problem, feed.failures) == ("404 \ufffd", 2)
            assert feed.polled
            assert Feeds(later).due(499.0, 5) == []
            assert Feeds(later).due(500.0, 5) == [feed]
        assert len(told(store, OURS)) == 1

    def test_those_due_longest_come_first_and_paused_ones_not_at_all(self, store: Store) -> None:
        feeds = Feeds(store)
        made = [feeds.add(OURS, f"https://post.example/{number}", title=None, who="ida") for number in range(4)]
        for feed, due in zip(made, (40.0, 10.0, 30.0, 20.0), strict=True):
            feeds.polled(feed.id, due=due, etag=None, modified=None, title=None, problem=None, failures=0)
        feeds.pause(made[1].id, OURS, True, who="ida")
        assert [feed.id for feed in feeds.due(100.0, 2)] == [made[3].id, made[2].id]
        assert not feeds.pause(made[1].id, OURS, False, who="ida").paused
        assert feeds.due(100.0, 1)[0].id == made[1].id

    def test_an_item_is_seen_once_and_what_became_of_it_is_known(self, store: Store) -> None:
        feeds = Feeds(store)
        feed = feeds.add(OURS, "https://post.example/rss", title=None, who="ida")
        feeds.item(
            feed.id, Item("one", "failed", "f1", reason="timeout", tries=1, due=50.0, url="https://post.example/1")
        )
        feeds.item(feed.id, Item("two", "failed", "f2", tries=1, due=90.0))
        assert [item.identity for item in feeds.retries(feed.id, 60.0)] == ["one"]
        taken = Item("one", "taken", "f1", article_id="ferry", tries=2)
        feeds.item(feed.id, taken)
        assert feeds.items(feed.id)["one"] == taken
        assert sorted(feeds.items(feed.id)) == ["one", "two"]
        assert feeds.retries(feed.id, 60.0) == []
        assert feeds.get(feed.id, OURS).items == 1

    def test_only_the_last_items_are_remembered(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("index.store.feeds.ITEMS", 3)
        feed = Feeds(store).add(OURS, "https://post.example/rss", title=None, who="ida")
        for number in range(6):
            Feeds(store).item(feed.id, Item(f"i{number}", "taken", "f"))
            change(store, "UPDATE items SET seen = ? WHERE identity = ?", f"2025-01-0{number + 1}", f"i{number}")
        assert len(Feeds(store).items(feed.id)) <= 4
        assert "i5" in Feeds(store).items(feed.id)

    def test_removing_takes_its_items_along_and_late_news_of_it_is_dropped(self, store: Store) -> None:
        feeds = Feeds(store)
        feed = feeds.add(OURS, "https://post.example/rss", title=None, who="ida")
        feeds.item(feed.id, Item("one", "taken", "f"))
        with pytest.raises(NoSuchFeedError):
            feeds.remove(feed.id, THEIRS, who="jon")
        feeds.remove(feed.id, OURS, who="ida")
        feeds.item(feed.id, Item("two", "taken", "f"))
        feeds.polled(feed.id, due=1.0, etag=None, modified=None, title=None, problem=None, failures=0)
        assert feeds.items(feed.id) == {}
        assert list(store.problems()) == []
        with pytest.raises(NoSuchFeedError):
            feeds.remove(feed.id, OURS, who="ida")
        with pytest.raises(NoSuchFeedError):
            feeds.get(2**70, OURS)

    def test_hostile_text_is_refused_or_cleaned(self, store: Store) -> None:
        feeds = Feeds(store)
        with pytest.raises(MalformedError):
            feeds.add(OURS, f"https://post.example/{HOSTILE}", title=None, who="ida")
        feed = feeds.add(OURS, "https://post.example/rss", title=HOSTILE, who=HOSTILE)
        feeds.item(feed.id, Item(HOSTILE, "refused", HOSTILE, article_id=HOSTILE, reason=HOSTILE, url=HOSTILE))
        assert len(feeds.items(feed.id)) == 1
        assert len(feeds.list(OURS)) == 1
        assert feeds.list(HOSTILE) == []

    def test_there_is_an_end_to_them(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("index.store.feeds.MOST", 2)
        for number in range(2):
            Feeds(store).add(OURS, f"https://post.example/{number}", title=None, who="ida")
        with pytest.raises(TooManyError):
            Feeds(store).add(OURS, "https://post.example/3", title=None, who="ida")
        Feeds(store).add(THEIRS, "https://post.example/3", title=None, who="ida")


class TestQuotations:
    MESSAGE = 1_400_000_000_000_000_001

    def test_an_answer_is_stale_once_what_it_quotes_has_ended_and_when_it_comes_back(self, store: Store) -> None:
        [ferry], [tram] = add(store, article("ferry")), add(store, article("tram"))
        quotations = Quotations(store)
        quotations.record(self.MESSAGE, 9, OURS, [(ferry.key, 1), (tram.key, 2), (ferry.key, 1)])
        assert quotations.stale(10) == []
        with store.write("ida") as writer:
            writer.withdraw("ferry", "shared")
        [posted] = quotations.stale(10)
        assert (posted.message, posted.channel, posted.collection) == (self.MESSAGE, 9, OURS)
        assert posted.quotations == (Quotation(ferry.key, 1, "held"), Quotation(tram.key, 2, "held"))
        assert quotations.status([ferry.key, tram.key]) == {ferry.key: "withdrawn", tram.key: "held"}
        quotations.amended(self.MESSAGE, {(ferry.key, 1): "withdrawn"})
        assert quotations.stale(10) == []
        entry = store.journal(1)[0]
        with store.write("ida") as writer:
            writer.restore(entry, article("ferry"), ["t", "t"], "t")
        assert [one.message for one in quotations.stale(10)] == [self.MESSAGE]
        assert quotations.status([ferry.key]) == {ferry.key: "held"}
        quotations.forget(self.MESSAGE)
        assert quotations.stale(10) == []
        assert quotations.get(self.MESSAGE) is None

    def test_a_new_version_replaces_the_one_that_is_quoted(self, store: Store) -> None:
        [old] = add(store, article("ferry"))
        Quotations(store).record(1, 9, OURS, [(old.key, 1)])
        add(store, article("ferry", "The ferry sails."))
        assert len(Quotations(store).stale(10)) == 1
        assert Quotations(store).status([old.key, 12345]) == {old.key: "replaced", 12345: "withdrawn"}

    def test_they_are_bounded_in_number_and_age(self, store: Store) -> None:
        quotations = Quotations(store)
        for message in range(1, 7):
            quotations.record(message, 9, OURS, [(1, 1)])
        quotations.record(100, 9, THEIRS, [(1, place) for place in range(500)])
        assert len(quotations.of(THEIRS).__next__().quotations) == 100
        change(store, "UPDATE posted SET at = '2020-01-01T00:00:00.000+00:00' WHERE message = 6")
        assert quotations.prune(30, 3) == 3
        assert [posted.message for posted in quotations.of(OURS)] == [3, 4, 5]
        assert [posted.message for posted in quotations.of(THEIRS)] == [100]
        assert list(store.problems()) == []

    def test_recording_a_message_again_takes_the_place_of_what_was_known(self, store: Store) -> None:
        quotations = Quotations(store)
        quotations.record(1, 9, OURS, [(1, 1)])
        quotations.record(1, 9, OURS, [(2, 5)])
        assert [posted.quotations for posted in quotations.of(OURS)] == [(Quotation(2, 5, "held"),)]
        quotations.record(1, 9, OURS, [])
        assert list(quotations.of(OURS)) == []
