"""The seam between newsdesk and a model of meaning: texts in, vectors out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import NewsdeskError

Vectors = NDArray[np.float32]


class MeaningError(NewsdeskError):
    """The model of meaning that was named cannot be used."""


class Model(Protocol):
    """A model of meaning, with the weights that were learned with it. Any number of threads may use it."""

    @property
    def weights(self) -> Mapping[str, Any]:
        """Weights and thresholds by the sort of question, as in index/answering/data/weights.json."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """A vector of length 1 for each text: texts by dimensions. The same text always has the same vector."""
