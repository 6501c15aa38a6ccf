"""What the tests of exported models share: the reference, and small models made on the spot."""

import logging
from collections.abc import Sequence
from pathlib import Path

import pytest
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers

from config import Settings
from index.embedding.encoder import Encoder, make_encoder
from index.embedding.exported import ExportedEncoder
from index.embedding.exported.ctranslate2_file import Precision
from index.embedding.exported.verification import TEXTS

SIZES = {
    "hidden_size": 48,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "intermediate_size": 96,
    "max_position_embeddings": 66,
    "initializer_range": 0.3,  # so that different texts get different vectors
}


@pytest.fixture(scope="session")
def reference() -> Encoder:
    """The packaged model as sentence-transformers runs it."""
    return make_encoder(Settings(encoder="sentence-transformers"))


@pytest.fixture(scope="session")
def exported_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the packaged model is exported once for all tests that only use it."""
    return tmp_path_factory.mktemp("exported")


@pytest.fixture(scope="session")
def int8(exported_folder: Path) -> ExportedEncoder:
    return packaged(exported_folder, "int8")


@pytest.fixture(scope="session")
def float32(exported_folder: Path) -> ExportedEncoder:
    return packaged(exported_folder, "float32")


def packaged(folder: Path, *precisions: Precision) -> ExportedEncoder:
    return ExportedEncoder("all-MiniLM-L6-v2", "", "", precisions=precisions, folder=folder)


def warnings_in(records: Sequence[logging.LogRecord]) -> list[str]:
    return [record.getMessage() for record in records if record.levelno >= logging.WARNING]


def exports_in(records: Sequence[logging.LogRecord]) -> list[str]:
    return [record.getMessage() for record in records if record.getMessage().startswith("Exporting")]


def small_model(folder: Path, kind: str, pooling: str, *, normalize: bool = True) -> Path:
    """A sentence-transformers model of that kind with random weights, saved to the folder."""
    import torch
    import transformers
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer

    torch.manual_seed(7)
    special = {"pad_token": "<pad>", "unk_token": "<unk>", "cls_token": "<s>", "sep_token": "</s>"}
    config_class, model_class, tokens = {
        "bert": (transformers.BertConfig, transformers.BertModel, {"pad_token_id": 0}),
        "roberta": (transformers.RobertaConfig, transformers.RobertaModel, {"pad_token_id": 1, "type_vocab_size": 1}),
        "mpnet": (transformers.MPNetConfig, transformers.MPNetModel, {"pad_token_id": 1}),
    }[kind]
    order = ["<pad>", "<s>", "</s>", "<unk>"] if kind == "bert" else ["<s>", "<pad>", "</s>", "<unk>"]
    tokenizer = _tokenizer(order)
    raw = folder / "raw"
    model_class(config_class(vocab_size=tokenizer.get_vocab_size(), **SIZES, **tokens)).save_pretrained(raw)
    wrapped = transformers.PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer, model_max_length=60, **special
    )
    wrapped.save_pretrained(raw)
    modules = [Transformer(str(raw)), Pooling(SIZES["hidden_size"], pooling)]
    SentenceTransformer(modules=[*modules, Normalize()] if normalize else modules, device="cpu").save(
        str(folder / "model")
    )
    return folder / "model"


def _tokenizer(special: list[str]) -> Tokenizer:
    tokenizer = Tokenizer(models.WordPiece(unk_token="<unk>"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.train_from_iterator(TEXTS, trainers.WordPieceTrainer(vocab_size=400, special_tokens=special))
    ids = [(name, tokenizer.token_to_id(name)) for name in ("<s>", "</s>")]
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A </s>", special_tokens=ids)
    return tokenizer
