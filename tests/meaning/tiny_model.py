"""A model of sentences in ONNX's format with a dozen words, made when a test needs it: words of one sense are alike."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

SENSES = (("ferry", "boat", "barque"), ("fee", "toll", "levy"), ("strike", "walkout"), ("sheep", "flock"))
OTHERS = ("varga", "said", "the", "would", "what", "did", "say", "about", "a")


def write_model(
    folder: Path, *, inputs: tuple[str, ...] = ("input_ids", "attention_mask"), pooled: bool = False
) -> Path:
    """A folder with model.onnx, tokenizer.json and weights.json in which meaning counts."""
    folder.mkdir(exist_ok=True)
    words = ["[UNK]", *(word for sense in SENSES for word in sense), *OTHERS]
    _write_tokenizer(folder / "tokenizer.json", words)
    table = np.zeros((len(words), len(SENSES) + 1), dtype=np.float32)
    table[:, -1] = 0.02
    for number, sense in enumerate(SENSES):
        for word in sense:
            table[words.index(word), number] = 1.0
    nodes = [helper.make_node("Gather", ["table", "input_ids"], ["tokens"])]
    last = "tokens"
    shape: list[str | int | None] = ["batch", "length", len(SENSES) + 1]
    if pooled:
        nodes.append(helper.make_node("ReduceMean", ["tokens"], ["text"], axes=[1], keepdims=0))
        last, shape = "text", ["batch", len(SENSES) + 1]
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"]) for name in inputs],
        [helper.make_tensor_value_info(last, TensorProto.FLOAT, shape)],
        [numpy_helper.from_array(table, "table")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    onnx.save(model, str(folder / "model.onnx"))
    (folder / "weights.json").write_text(json.dumps(weights()), "utf-8")
    return folder


def weights(ranking: float = 20.0) -> dict[str, object]:
    """Weights by which who speaks and meaning decide."""
    one = {
        "ranking": {"engine": 1.0, "said": 2.0, "meaning_sentence": ranking},
        "evidence": {"constant": -3.0, "known": 2.0, "meaning_sentence": 6.0},
        "threshold": 0.5,
    }
    return {"words": one, "facts": one, "learned_with": "tiny", "trial": [["ferry", "boat", 1.0]]}


def _write_tokenizer(path: Path, words: list[str]) -> None:
    tokenizer = Tokenizer(models.WordLevel({word: number for number, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(path))
