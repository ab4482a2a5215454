"""Finding a model of meaning: in a folder, or in an installed package that carries one."""

from __future__ import annotations

import json
from importlib import resources, util
from pathlib import Path
from typing import Any

from index.meaning.model import MeaningError, Model

MODEL, TOKENIZER, WEIGHTS = "model.onnx", "tokenizer.json", "weights.json"
TRIAL = (
    ("The ferry crews walked out at dawn.", "Sailors went on strike in the morning."),
    ("The ferry crews walked out at dawn.", "The bakery sells rye bread and cakes."),
    ("Who pays for the new bridge?", "The crossing will cost the county nine million."),
)
"""Sentences whose cosines tell one model from another."""
OFF_BY = 0.08
"""By how much the cosine of two trial sentences may differ from the one that the weights were learned with: between a
model and its quantised form it is about 0.03."""


def opened(name: str) -> Model:
    """The model in a folder, or in the package of that name. Raises MeaningError, which says what is missing.

    A folder may have a weights.json of its own; else those that come with newsdesk are used, where the model measures
    as the one that they were learned with.
    """
    folder = _folder(name)
    weights = _weights(folder)
    model = _model(folder, weights)
    for one, other, expected in weights["trial"]:
        first, second = model.embed([one, other])
        if abs(float(first @ second) - expected) > OFF_BY:
            raise MeaningError(
                f"{folder}: this model measures otherwise than {weights['learned_with']}, with which the weights were"
                f" learned; use that one, or learn {WEIGHTS} for yours (docs/meaning.md)"
            )
    return model


def opened_for_learning(name: str) -> Model:
    """The same, whatever weights there are for it."""
    return _model(_folder(name), {})


def trial_of(model: Model, name: str) -> dict[str, Any]:
    """What goes with weights that are learned with a model: its name, and cosines by which it is known again."""
    cosines = [(one, other, *model.embed([one, other])) for one, other in TRIAL]
    trial = [[one, other, round(float(first @ second), 3)] for one, other, first, second in cosines]
    return {"learned_with": Path(name).name, "trial": trial}


def _model(folder: Path, weights: dict[str, Any]) -> Model:
    from index.meaning.onnx_model import OnnxModel

    return OnnxModel(folder / MODEL, folder / TOKENIZER, weights)


def _folder(name: str) -> Path:
    folder = Path(name).expanduser()
    if not folder.is_dir():
        package = util.find_spec(name) if name.isidentifier() else None
        places = list(package.submodule_search_locations or ()) if package else []
        if not places:
            raise MeaningError(f"NEWSDESK_MEANING: there is no folder or package '{name}'; see docs/meaning.md")
        folder = Path(places[0])
    for file in (MODEL, TOKENIZER):
        if not (folder / file).is_file():
            raise MeaningError(f"{folder} has no {file}: put it there (docs/meaning.md says whence)")
    return folder


def _weights(folder: Path) -> dict[str, Any]:
    own = folder / WEIGHTS
    try:
        text = own.read_text("utf-8") if own.is_file() else _shipped()
        found: dict[str, Any] = json.loads(text)
        _check(found)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise MeaningError(f"{own} has no weights that can be used; learn them anew, or take it away") from error
    return found


def _shipped() -> str:
    return resources.files("index.meaning").joinpath("data", WEIGHTS).read_text("utf-8")


def _check(weights: dict[str, Any]) -> None:
    """Raise ValueError, KeyError, TypeError or AttributeError where these are no weights."""
    for sort in ("words", "facts"):
        figures = [*weights[sort]["ranking"].values(), *weights[sort]["evidence"].values()]
        float(weights[sort]["evidence"]["constant"])
        if not all(isinstance(figure, int | float) for figure in [*figures, weights[sort]["threshold"]]):
            raise ValueError("a weight that is no number")
    for one, other, expected in weights["trial"]:
        if not (isinstance(one, str) and isinstance(other, str) and isinstance(expected, float)):
            raise TypeError("no trial")
    str(weights["learned_with"])
