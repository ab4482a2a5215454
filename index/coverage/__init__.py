"""The whole product: articles in and out, answers, and everything that keeps them true and safe."""

from index.coverage.coverage import Coverage
from index.coverage.reindexing import Progress
from index.results import EVERYTHING, Change, Reindexed, Scope, Summary

__all__ = ["EVERYTHING", "Change", "Coverage", "Progress", "Reindexed", "Scope", "Summary"]
