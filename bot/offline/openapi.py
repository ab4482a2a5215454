"""Validates request bodies against Discord's own description of its API, where a copy of it is at hand.

The description is published by Discord as OpenAPI 3.1, which is JSON Schema 2020-12. It is read as strictly as it can
be: a field it does not know is refused (Discord ignores it, and the bot's author never learns that it did nothing).
"""

import json
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot.offline.errors import Problem
from bot.offline.rules import Json

UNDOCUMENTED = {
    "ApplicationCommandCreateRequest": ("nsfw",),
    "ApplicationCommandUpdateRequest": ("nsfw",),
    "ApplicationCommandPatchRequestPartial": ("nsfw",),
    "IncomingWebhookUpdateForInteractionCallbackRequestPartial": ("tts",),
    "IncomingWebhookUpdateRequestPartial": ("tts",),
    "MessageAttachmentRequest": ("proxy_url", "size", "url", "spoiler", "height", "width", "content_type"),
    "MessageEditRequestPartial": ("tts",),
    "RichEmbed": ("flags", "content_scan_version"),
    "RichEmbedAuthor": ("proxy_icon_url",),
    "RichEmbedFooter": ("proxy_icon_url",),
    "RichEmbedImage": ("proxy_url", "content_type", "flags"),
}
"""Fields that Discord takes, or is known to ignore from clients that always send them, and does not describe."""

SCHEMES = ("http", "https", "discord", "attachment")


class Description:
    """Discord's description, ready to check the bodies of its operations."""

    def __init__(self, document: Json) -> None:
        self._paths = document["paths"]
        self._components = document["components"]
        self._adapt(self._components["schemas"])
        self._validators: dict[tuple[str, str], Any] = {}
        self._make = _validator_class(self._components["schemas"])

    def _adapt(self, schemas: Json) -> None:
        schemas["SnowflakeType"]["type"] = ["string", "integer"]
        for name, fields in UNDOCUMENTED.items():
            if name in schemas:
                for field in fields:
                    schemas[name]["properties"].setdefault(field, {})

    def problems(self, method: str, route: str, body: Any) -> list[Problem]:
        """What is wrong with `body`, sent with `method` to `route` (a template: "/channels/{channel_id}/messages")."""
        validator = self._validator(method, route)
        return [_problem(error) for error in validator.iter_errors(body)] if validator else []

    def _validator(self, method: str, route: str) -> Any:
        key = (method, route)
        if key not in self._validators:
            operation = self._paths.get(route, {}).get(method.lower(), {})
            content = operation.get("requestBody", {}).get("content", {}).get("application/json")
            schema = {"allOf": [content["schema"]], "components": self._components} if content else None
            self._validators[key] = self._make(schema) if schema else None
        return self._validators[key]


@lru_cache(maxsize=2)
def load(path: Path) -> Description:
    """The description in the file `path`, read once in a process."""
    return Description(json.loads(path.read_text(encoding="utf-8")))


def _validator_class(schemas: Json) -> Any:
    """A JSON Schema validator whose unions follow Discord's `type` field, so that errors name the exact place."""
    import jsonschema

    def union(validator: Any, branches: list[Json], instance: Any, _schema: Any) -> Iterator[Any]:
        named = [_resolved(schemas, branch) for branch in branches]
        likely = [branch for branch, schema in zip(branches, named, strict=True) if _fits(schema, instance)]
        if likely:
            yield from min((list(validator.descend(instance, branch)) for branch in likely), key=len)
        elif consts := [schema["const"] for schema in named if "const" in schema]:
            yield jsonschema.ValidationError("not a choice", validator="enum", validator_value=consts)
        else:
            kinds = sorted(kind for schema in named for kind in _kinds(schema))
            yield jsonschema.ValidationError("no branch", validator="union", validator_value=kinds)

    keywords = {"oneOf": union, "anyOf": union, "properties": _properties, "format": _well_formed}
    return jsonschema.validators.extend(jsonschema.Draft202012Validator, keywords)


def _properties(validator: Any, fields: Json, instance: Any, schema: Json) -> Iterator[Any]:
    from jsonschema import ValidationError

    for name, value in instance.items() if isinstance(instance, dict) else ():
        if name in fields:
            yield from validator.descend(value, fields[name], path=name, schema_path=name)
        elif "additionalProperties" not in schema:
            yield ValidationError("unknown", validator="unknown", path=[name])


def _well_formed(_validator: Any, kind: str, instance: Any, _schema: Any) -> Iterator[Any]:
    from jsonschema import ValidationError

    if isinstance(instance, str) and not _FORMATS.get(kind, _anything)(instance):
        yield ValidationError("malformed", validator="format", validator_value=kind)


def _resolved(schemas: Json, schema: Json) -> Json:
    name = schema.get("$ref", "").rpartition("/")[2]
    found: Json = schemas[name] if name else schema
    return found


def _kinds(schema: Json) -> list[int]:
    """The values of `type` that a component, option or callback of this schema has; none for anything else."""
    kinds: list[int] = schema.get("properties", {}).get("type", {}).get("enum", [])
    return kinds


def _fits(schema: Json, instance: Any) -> bool:
    if schema.get("type") == "null":
        return instance is None
    if "const" in schema:
        return bool(schema["const"] == instance)
    kinds = _kinds(schema)
    return not (kinds and isinstance(instance, dict)) or instance.get("type") in kinds


def _anything(_text: str) -> bool:
    return True


def _is_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in SCHEMES and bool(parts.netloc) and not any(c.isspace() for c in text)


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


_FORMATS = {"uri": _is_url, "date-time": _is_moment}

_TYPES = {
    "string": ("STRING_TYPE_CONVERT", "Could not interpret as string."),
    "integer": ("NUMBER_TYPE_COERCE", "Value is not int."),
    "number": ("NUMBER_TYPE_COERCE", "Value is not float."),
    "boolean": ("BOOLEAN_TYPE_CONVERT", "Must be either true or false."),
    "array": ("LIST_TYPE_CONVERT", "Only iterables may be used in a ListType"),
    "object": ("DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType"),
}


_SENTENCES = {
    "maxLength": ("BASE_TYPE_MAX_LENGTH", "Must be {} or fewer in length."),
    "maxItems": ("BASE_TYPE_MAX_LENGTH", "Must be {} or fewer in length."),
    "maxProperties": ("BASE_TYPE_MAX_LENGTH", "Must be {} or fewer in length."),
    "minLength": ("BASE_TYPE_BAD_LENGTH", "Must be {} or more in length."),
    "minItems": ("BASE_TYPE_BAD_LENGTH", "Must be {} or more in length."),
    "minimum": ("NUMBER_TYPE_MIN", "Value should be greater than or equal to {}."),
    "maximum": ("NUMBER_TYPE_MAX", "Value should be less than or equal to {}."),
    "enum": ("BASE_TYPE_CHOICES", "Value must be one of {}."),
    "const": ("BASE_TYPE_CHOICES", "Value must be one of {}."),
    "union": ("UNION_TYPE_CHOICES", 'Value of field "type" must be one of {}.'),
    "unknown": ("UNKNOWN_FIELD", "Discord does not know this field and would ignore it."),
    "uniqueItems": ("SET_TYPE_ALREADY_CONTAINS_VALUE", "The set already contains this value"),
}


def _problem(error: Any) -> Problem:
    """One of jsonschema's errors in Discord's words."""
    path, limit = tuple(error.absolute_path), error.validator_value
    if error.validator == "required":
        missing = next(name for name in limit if name not in error.instance)
        return Problem((*path, missing), "BASE_TYPE_REQUIRED", "This field is required")
    if error.validator == "type":
        return Problem(path, *_TYPES[limit if isinstance(limit, str) else limit[0]])
    if error.validator == "format" and limit == "uri":
        return Problem(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.")
    if error.validator == "format":
        return Problem(path, "DATE_TIME_TYPE_PARSE", "Could not parse. Should be ISO8601.")
    code, sentence = _SENTENCES.get(error.validator, ("BASE_TYPE_BAD_VALUE", "Not a valid value."))
    return Problem((*path, "type") if error.validator == "union" else path, code, sentence.format(limit))
