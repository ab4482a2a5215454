"""Bytes -> Article: wire text, pages, records, feeds, agencies' formats. What is left out is listed with its reason."""

from index.reading.feeds import FeedItem, FeedRead, html_reading, is_whole, item_reading, read_feed
from index.reading.files import read_bytes, read_paths
from index.reading.reading import Limits, Reading

__all__ = [
    "FeedItem",
    "FeedRead",
    "Limits",
    "Reading",
    "html_reading",
    "is_whole",
    "item_reading",
    "read_bytes",
    "read_feed",
    "read_paths",
]
