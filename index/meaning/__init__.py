"""What texts mean: vectors from a model of sentences that runs on this machine. An optional extra, off by default."""

from index.meaning.model import MeaningError, Model
from index.meaning.opening import opened

__all__ = ["MeaningError", "Model", "opened"]
