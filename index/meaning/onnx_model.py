"""A sentence model in ONNX's format, run by onnxruntime on this machine's processor. No text leaves it.

Any model of the usual shape will do: tokens in, and out a vector for each token (their mean is taken, as Reimers and
Gurevych 2019 do in Sentence-BERT) or one for the whole text. What it takes and gives is read from the model itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.meaning.model import MeaningError, Vectors

TOKENS = 256
"""What is beyond this many tokens of a text is not looked at."""
CHARACTERS = 4_000
"""What is beyond this many characters does not even become tokens."""
THREADS = 1
"""Processor threads for a text: questions are answered beside each other, and short texts gain nothing from more."""
_INPUTS = {
    "input_ids": lambda encoded: encoded.ids,
    "attention_mask": lambda encoded: encoded.attention_mask,
    "token_type_ids": lambda encoded: encoded.type_ids,
}
_TYPES = {"tensor(int64)": np.int64, "tensor(int32)": np.int32}


class OnnxModel:
    """A model of sentences from two files. Raises MeaningError where they are none, or the model is of another shape.

    Texts go through it one by one: padding them to one length costs more than a batch saves, and a quantised model
    gives a text other vectors beside other texts.
    """

    def __init__(self, model: Path, tokenizer: Path, weights: Mapping[str, Any]) -> None:
        self.weights = weights
        self._where = model.parent
        onnxruntime, tokenizers = _libraries()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = THREADS
        options.log_severity_level = 4
        onnxruntime.disable_telemetry_events()
        self._tokenizer = self._read(tokenizer, lambda: tokenizers.Tokenizer.from_file(str(tokenizer)))
        self._tokenizer.enable_truncation(TOKENS)
        self._tokenizer.no_padding()
        providers = ["CPUExecutionProvider"]
        self._session = self._read(model, lambda: onnxruntime.InferenceSession(str(model), options, providers))
        self._inputs = {one.name: one.type for one in self._session.get_inputs()}
        if not {"input_ids"} <= self._inputs.keys() <= _INPUTS.keys() or not set(self._inputs.values()) <= set(_TYPES):
            raise MeaningError(f"{model} is no model of sentences: it wants {', '.join(self._inputs)}; name another")
        self._output = self._chosen_output()
        self._try()

    def embed(self, texts: Sequence[str]) -> Vectors:
        """A vector of length 1 for each text: texts by dimensions. Raises MeaningError."""
        return np.stack([self._vector(text) for text in texts])

    def _vector(self, text: str) -> Vectors:
        encoded = self._tokenizer.encode(text[:CHARACTERS])
        given = {name: np.array([_INPUTS[name](encoded)], dtype=_TYPES[type_]) for name, type_ in self._inputs.items()}
        try:
            found = np.asarray(self._session.run([self._output], given)[0][0], dtype=np.float32)
        except Exception as error:  # onnxruntime's own kinds share no base
            raise MeaningError(f"{self._where}: the model fails on a text of {len(encoded.ids)} tokens") from error
        vector: Vectors = found.mean(axis=0) if found.ndim == 2 else found
        length = float(np.linalg.norm(vector))
        return vector / length if length else vector

    def _chosen_output(self) -> str:
        """The name of the output with a vector for the text, else of the one with a vector for each token."""
        ranks: dict[str, int] = {one.name: len(one.shape) for one in self._session.get_outputs()}
        for rank in (2, 3):
            for name, found in ranks.items():
                if found == rank and "pooler" not in name:
                    return name
        raise MeaningError(f"{self._where}: the model gives no vectors, but {', '.join(ranks)}; name another")

    def _try(self) -> None:
        """See that it takes the longest text, and gives vectors."""
        vectors = self.embed(["harbour " * TOKENS, "strike"])
        if vectors.ndim != 2 or not np.isfinite(vectors).all() or vectors.shape[1] < 2:
            raise MeaningError(f"{self._where}: what the model gives are no vectors; name another")

    @staticmethod
    def _read(path: Path, read: Callable[[], Any]) -> Any:
        try:
            return read()
        except Exception as error:  # both libraries raise bare exceptions of their own
            raise MeaningError(f"{path} cannot be read as what its name says; copy it again") from error


def _libraries() -> tuple[Any, Any]:
    try:
        import onnxruntime
        import tokenizers
    except ImportError as error:
        raise MeaningError(
            "NEWSDESK_MEANING needs more than is installed: pip install 'newsdesk[semantic]', or set it to nothing"
        ) from error
    return onnxruntime, tokenizers
