"""Bytes -> Article: wire text, scraped pages, HTML, JSON Lines. What is left out is listed with its reason."""

from index.reading.files import read_bytes, read_paths
from index.reading.reading import Limits, Reading

__all__ = ["Limits", "Reading", "read_bytes", "read_paths"]
