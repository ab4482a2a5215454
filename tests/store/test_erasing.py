"""What is erased is in no file of the database, and of others nothing is lost."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import event

from index.store import Drafted, Drafts, Feeds, Item, Preferences, Quotations, Store
from index.store.erasing import erased, is_due, scrub
from tests.store.conftest import add, article, with_people

OURS = "guild-1"
MARK = "Xylographenhaus"


def fill(store: Store) -> None:
    """Put the mark wherever a collection's text can be, also into what was replaced, withdrawn and deleted since."""
    for version in range(3):
        texts = [f"{MARK} {version} {number}. " + "More text. " * 300 for number in range(4)]
        add(store, *(article(f"{MARK}-{one}", *texts) for one in range(5)), collection=OURS, who=MARK)
        add(store, article(f"kept {version}", "Something else. " * 300))
    with store.write(MARK) as writer:
        writer.withdraw(f"{MARK}-1", OURS, reason=MARK)
    add(store, with_people(article("people", MARK, MARK)), collection=OURS)
    Preferences(store).set(OURS, MARK, f'"{MARK}"', who=MARK)
    feed = Feeds(store).add(OURS, f"https://{MARK}.example/", title=MARK, who=MARK)
    Feeds(store).item(feed.id, Item(MARK, "failed", MARK, MARK, MARK, url=MARK))
    gone = Feeds(store).add(OURS, f"https://{MARK}.example/gone", title=MARK, who=MARK)
    Feeds(store).remove(gone.id, OURS, who=MARK)
    draft = Drafted(path=MARK, article=article(MARK, MARK * 1000))
    Drafts(store).drop(Drafts(store).put(OURS, [draft], who=MARK), OURS)
    Drafts(store).put(OURS, [draft], who=MARK)
    Quotations(store).record(5, 6, OURS, [(1, 1)])


def holding(path: Path) -> list[str]:
    """The files of the database in which the mark stands."""
    return [file.name for file in path.parent.iterdir() if MARK.encode() in file.read_bytes()]


def test_nothing_of_it_is_in_any_page_of_any_file(store: Store) -> None:
    # Some builds of SQLite overwrite what is deleted without being told to; most do not.
    store._engine.dispose()
    event.listen(store._engine, "connect", lambda raw, _: raw.execute("PRAGMA secure_delete=OFF"))
    fill(store)
    assert holding(store.path)
    done = erased(store, OURS, "ida")
    assert (done.articles, done.scrubbed) == (5, True)
    assert holding(store.path) == []
    assert not is_due(store)
    [entry] = store.journal(9, collection=OURS)
    assert (entry.action, entry.who, entry.article_id, entry.key, entry.reason) == ("erased", "ida", None, None, "")
    assert list(store.problems()) == []
    raw = sqlite3.connect(store.path)
    for table in ("preferences", "feeds", "items", "drafts", "posted", "quotations"):
        assert raw.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    raw.close()


def test_others_keep_all_they_have(store: Store) -> None:
    fill(store)
    Preferences(store).set("guild-2", "language", '"de"', who="jon")
    before = [held for held in store.all() if held.collection != OURS]
    told = store.journal(99, collection="shared")
    erased(store, OURS, "ida")
    assert list(store.all()) == before
    assert store.journal(99, collection="shared") == told
    assert Preferences(store).get("guild-2") == {"language": '"de"'}
    key = max(held.key for held in before)
    assert add(store, article("new"))[0].key > key


def test_while_somebody_reads_the_rest_waits_and_is_done_later(path: Path) -> None:
    with Store.open(path, wait=0.2) as store:
        fill(store)
        with store.view() as view:
            assert view.generation()
            assert not erased(store, OURS, "ida").scrubbed
            assert store.find(f"{MARK}-2", OURS) is None
            assert is_due(store)
        assert scrub(store, 2.0)
        assert holding(path) == []
        assert not is_due(store)


def test_erasing_what_holds_nothing_is_no_error(store: Store) -> None:
    assert erased(store, "guild-9", "ida").articles == 0
