"""Exporting: all that is held of a collection, as files that people and newsdesk itself can read."""

from __future__ import annotations

import json
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from index.articles import Article
from index.errors import MalformedError, StoreError
from index.store import Draft, Drafts, Feeds, Posted, Preferences, Quotations, Store, View
from index.store.failing import shown
from index.store.rows import keepable

_FIELDS = ("id", "title", "source", "agency", "byline", "city", "published", "url", "language")
ENTRIES = 500
"""Entries of the journal that are read at once."""
GAPS = 100_000
"""Up to this paragraph number, numbers without a paragraph are kept open; beyond it, paragraphs are counted anew."""


def exported(store: Store, collection: str, folder: Path) -> list[Path]:
    """Write a zip of everything held of the collection into the folder, made where needed. Raises StoreError.

    articles.jsonl is what `newsdesk add` reads; journal.jsonl has the versions that were replaced or withdrawn.
    """
    if not keepable(collection):
        raise MalformedError(f"'{shown(collection, 80)}' is no name of a collection; it is shared, or guild-NUMBER")
    name = re.sub(r"[^\w.-]", "_", collection, flags=re.ASCII)[:60]
    target = Path(folder) / f"newsdesk-{name}-{datetime.now(UTC):%Y%m%d-%H%M%S}.zip"
    part = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=target.parent, suffix=".part", delete=False) as file:
            part = file.name
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                _write(archive, store, collection)
        Path(part).replace(target)
    except OSError as error:
        where = shown(target.parent)
        raise StoreError(f"{where}: nothing can be written there ({shown(error.strerror or error)})") from error
    finally:
        if part:
            Path(part).unlink(missing_ok=True)
    return [target]


def _write(archive: zipfile.ZipFile, store: Store, collection: str) -> None:
    with store.view() as view:
        _lines(archive, "articles.jsonl", (record_of(stored.article) for stored in view.all([collection])))
        _lines(archive, "journal.jsonl", _journal(view, collection))
    settings = {name: _value(value) for name, value in Preferences(store).get(collection).items()}
    archive.writestr("settings.json", json.dumps(settings, indent=2, ensure_ascii=False))
    feeds = Feeds(store)
    subscribed = [feed._asdict() | {"items": _items(feeds, feed.id)} for feed in feeds.list(collection)]
    archive.writestr("feeds.json", json.dumps(subscribed, indent=2, ensure_ascii=False))
    _lines(archive, "drafts.jsonl", map(_draft, Drafts(store).of(collection)))
    _lines(archive, "posted.jsonl", map(_posted, Quotations(store).of(collection)))


def record_of(article: Article) -> dict[str, Any]:
    """An article as the JSON Lines that `newsdesk add` reads; an empty text stands where a number has no paragraph."""
    texts = {paragraph.number: paragraph.text for paragraph in article.paragraphs}
    fields = {name: getattr(article, name) for name in _FIELDS if getattr(article, name) is not None}
    last = max(texts)
    numbered = [texts.get(number, "") for number in range(1, last + 1)] if last < GAPS else list(texts.values())
    return fields | {"paragraphs": numbered} | ({"notices": list(article.notices)} if article.notices else {})


def _journal(view: View, collection: str) -> Iterator[dict[str, Any]]:
    """The collection's journal, newest first, each entry with the version that it ended."""
    before = None
    while entries := view.journal(ENTRIES, collection=collection, before=before):
        for entry in entries:
            was = view.version_before(entry.sequence) if entry.removed_key is not None else None
            yield entry._asdict() | {"before": record_of(was) if was else None}
        before = entries[-1].sequence


def _items(feeds: Feeds, feed_id: int) -> list[dict[str, Any]]:
    return [item._asdict() for item in feeds.items(feed_id).values()]


def _draft(draft: Draft) -> dict[str, Any]:
    readings = [{"path": one.path, **record_of(one.article)} for one in draft.readings]
    return {"who": draft.who, "at": draft.at, "replaces": draft.replaces, "readings": readings}


def _posted(posted: Posted) -> dict[str, Any]:
    return posted._asdict() | {"quotations": [quotation._asdict() for quotation in posted.quotations]}


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _lines(archive: zipfile.ZipFile, name: str, rows: Iterable[dict[str, Any]]) -> None:
    info = zipfile.ZipInfo(name, datetime.now(UTC).timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(info, "w", force_zip64=True) as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
