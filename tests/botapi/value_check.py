"""Whether a JSON value is of a type of the Bot API, all the way down.

Stricter than Telegram: a field that a type does not have is refused, so that a misspelled name shows at once.
"""

from collections.abc import Callable, Mapping
from typing import Any

from tests.botapi.schema import Field, Kind, bot_api

ARRAY = "Array of "


class MistypedError(Exception):
    """A value that is not of the type it must be of; the text names the place."""


def check_value(value: Any, kinds: tuple[str, ...], place: str) -> None:
    """Raise MistypedError unless the value is of one of the types."""
    if len(kinds) == 1:
        _check(value, kinds[0], place)
        return
    errors: list[tuple[int, MistypedError]] = []
    for kind in kinds:
        try:
            _check(value, kind, place)
        except MistypedError as error:
            errors.append((_likeness(value, kind), error))
        else:
            return
    raise max(errors, key=lambda pair: pair[0])[1]


def _check(value: Any, kind: str, place: str) -> None:
    scalar = SCALARS.get(kind)
    if scalar is not None:
        if not scalar(value):
            raise MistypedError(f'Field "{place}" must be of type {kind}')
        return
    if kind.startswith(ARRAY):
        if not isinstance(value, list):
            raise MistypedError(f'Field "{place}" must be of type Array')
        for position, item in enumerate(value):
            check_value(item, (kind.removeprefix(ARRAY),), f"{place}[{position}]")
        return
    entry = bot_api().kinds[kind]
    if entry.subtypes:
        check_value(value, entry.subtypes, place)
    else:
        _check_object(value, kind, entry, place)


def _check_object(value: Any, kind: str, entry: Kind, place: str) -> None:
    if not isinstance(value, dict):
        raise MistypedError(f'Field "{place}" must be of type Object')
    for name, field in entry.fields.items():
        if name not in value:
            if field.required:
                raise MistypedError(f"""Can't find field "{name}" of {kind} in "{place}\"""")
            continue
        check_value(value[name], field.kinds, f"{place}.{name}")
        if field.constant is not None and value[name] != field.constant:
            raise MistypedError(f'Field "{place}.{name}" must be "{field.constant}"')
    unknown = sorted(value.keys() - entry.fields.keys())
    if unknown:
        raise MistypedError(f'{kind} in "{place}" has no field "{unknown[0]}"')


def _likeness(value: Any, kind: str) -> int:
    """How well a value fits a type that it is not of, to name the error of the type that was meant."""
    entry = bot_api().kinds.get(kind)
    if entry is None or not isinstance(value, dict):
        return 0
    if entry.subtypes:
        return max(_likeness(value, subtype) for subtype in entry.subtypes)
    constants = sum(_is_constant(value, name, field) for name, field in entry.fields.items())
    return 100 * constants + len(value.keys() & entry.fields.keys())


def _is_constant(value: Mapping[str, Any], name: str, field: Field) -> bool:
    return field.constant is not None and value.get(name) == field.constant


SCALARS: Mapping[str, Callable[[Any], bool]] = {
    "Integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "Float": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "String": lambda value: isinstance(value, str),
    "Boolean": lambda value: isinstance(value, bool),
}
