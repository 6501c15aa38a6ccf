"""Where the files of a model are on this machine: in the package, in a folder, or among what the hub gave before."""

from pathlib import Path

from index.embedding.packaged_model import HUB_NAME, NAME, find_packaged_model
from index.errors import ModelError


def is_packaged(model: str) -> bool:
    """Whether a model, as the settings name it, is the one that is packaged."""
    return model in (NAME, HUB_NAME)


def model_folder(model: str) -> Path | None:
    """The folder with the model's files, None when they are not on this machine."""
    if is_packaged(model):
        return find_packaged_model() or _downloaded(HUB_NAME)
    try:
        folder = Path(model).expanduser()
    except RuntimeError:
        raise ModelError(f"There is no home folder for the model {model}.") from None
    return folder if folder.is_dir() else _downloaded(model)


def _downloaded(name: str) -> Path | None:
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    for owned in (name, f"sentence-transformers/{name}"):  # a name without an owner is one of theirs
        try:
            file = try_to_load_from_cache(owned, "config.json")
        except HFValidationError:
            continue
        if isinstance(file, str):
            return Path(file).parent
    return None
