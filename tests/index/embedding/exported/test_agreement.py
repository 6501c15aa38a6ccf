"""Exported models say what the models they were made from say."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from config import Settings
from index.embedding.encoder import Encoder, Vectors, make_encoder
from index.embedding.exported import ExportedEncoder
from index.embedding.exported.ctranslate2_file import Precision
from index.embedding.exported.verification import LOWEST_COSINE, TEXTS, lowest_cosine, packaged_vectors
from index.embedding.sentence_transformer import SentenceTransformerEncoder
from tests.index.conftest import run_python
from tests.index.embedding.exported.conftest import packaged, small_model, warnings_in

VARIED = ["", " \n\t ", *TEXTS, "x" * 5000, "🎈" * 700, "".join(chr(c) for c in range(32, 1500)), "\u0000\ufffd\u202e"]


def cosines(left: Vectors, right: Vectors) -> list[float]:
    return [float(a @ b) for a, b in zip(left, right, strict=True)]


def test_the_recorded_vectors_are_those_of_the_reference(reference: Encoder) -> None:
    assert lowest_cosine(packaged_vectors(), reference.encode_documents(TEXTS)) > 0.999999


@pytest.mark.parametrize("precision", ["int8", "float32"])
def test_varied_texts(reference: Encoder, exported_folder: Path, precision: Precision) -> None:
    found = packaged(exported_folder, precision).encode_documents(VARIED)

    assert found.dtype == np.float32
    assert np.linalg.norm(found, axis=1) == pytest.approx(1, abs=1e-5)
    least = 0.975 if precision == "int8" else LOWEST_COSINE["float32"]
    assert min(cosines(found, reference.encode_documents(VARIED))) >= least


def test_what_is_known_without_loading(reference: Encoder, tmp_path: Path) -> None:
    encoder = packaged(tmp_path, "int8")

    assert encoder.fingerprint == reference.fingerprint
    assert encoder.description == "to be exported at first use"
    assert (encoder.name, encoder.dimension, encoder.window) == ("all-MiniLM-L6-v2", 384, 256)
    assert encoder.count_tokens(["", "Rain today"]) == [0, 2]
    assert not list(tmp_path.iterdir())


def test_no_texts(int8: ExportedEncoder) -> None:
    assert int8.encode_documents([]).shape == (0, 384)


def test_a_text_alone_and_among_others(int8: ExportedEncoder, float32: ExportedEncoder) -> None:
    # Of a number halfway between two of 8 bits, the batch it is in decides which way it goes.
    for encoder, least in ((int8, 0.995), (float32, 0.999999)):
        together = encoder.encode_documents(TEXTS)
        alone = np.array([encoder.encode_question(text) for text in TEXTS])
        assert min(cosines(together, alone)) > least


def test_the_order_is_that_of_the_texts(float32: ExportedEncoder) -> None:
    texts = [f"{'Budget ' * (n * 7 % 12)}{n}" for n in range(700)]  # more than are read ahead
    order = np.random.default_rng(5).permutation(len(texts))

    straight = float32.encode_documents(texts)
    shuffled = float32.encode_documents([texts[i] for i in order])

    assert min(cosines(straight[order], shuffled)) > 0.999999
    assert len({row.tobytes() for row in straight}) == len(texts)


def test_many_threads(int8: ExportedEncoder) -> None:
    expected = int8.encode_documents(TEXTS)

    def both(number: int) -> float:
        place = number % len(TEXTS)
        question = int8.encode_question(TEXTS[place])
        return min(float(question @ expected[place]), *cosines(int8.encode_documents(TEXTS), expected))

    with ThreadPoolExecutor(8) as pool:
        assert min(pool.map(both, range(12))) > 0.995


def test_questions_do_not_wait_for_a_corpus(int8: ExportedEncoder) -> None:
    corpus = [f"{TEXTS[-1]} {n}" for n in range(120)]
    with ThreadPoolExecutor(1) as pool:
        embedding = pool.submit(int8.encode_documents, corpus)
        for text in TEXTS[:5]:
            int8.encode_question(text)
        assert not embedding.done()
        assert embedding.result().shape == (120, 384)


def test_prompts(reference: Encoder, exported_folder: Path) -> None:
    prompts = ("question: ", "passage: ")
    encoder = ExportedEncoder("all-MiniLM-L6-v2", *prompts, precisions=["float32"], folder=exported_folder)

    assert encoder.fingerprint != reference.fingerprint
    assert encoder.encode_question("rain") @ reference.encode_question("question: rain") > 0.99999
    assert encoder.encode_documents(["rain"])[0] @ reference.encode_question("passage: rain") > 0.99999


@pytest.mark.parametrize(("kind", "pooling"), [("bert", "cls"), ("bert", "mean"), ("roberta", "mean")])
def test_other_models(tmp_path: Path, kind: str, pooling: str, caplog: pytest.LogCaptureFixture) -> None:
    folder = small_model(tmp_path, kind, pooling, normalize=kind == "bert")
    settings = Settings(model=str(folder), data_dir=tmp_path, document_prompt="passage: ", encoder="float32")
    encoder = make_encoder(settings)
    expected = SentenceTransformerEncoder(str(folder), "", "passage: ")

    found = encoder.encode_documents(VARIED)

    assert warnings_in(caplog.records) == []
    assert (encoder.dimension, encoder.window) == (expected.dimension, expected.window)
    assert min(cosines(found, expected.encode_documents(VARIED))) > 0.9999
    assert min(cosines(found, np.roll(found, 1, axis=0))) < 0.9  # different texts differ
    assert "float32" in encoder.description


def test_neither_torch_nor_sentence_transformers_is_imported(exported_folder: Path, int8: ExportedEncoder) -> None:
    int8.encode_question("rain")
    code = """
import sys
from pathlib import Path
from index.embedding.exported import ExportedEncoder
encoder = ExportedEncoder("all-MiniLM-L6-v2", "", "", precisions=["int8"], folder=Path(sys.argv[1]))
light = sorted({"ctranslate2", "tokenizers", "safetensors"} & set(sys.modules))
encoder.encode_documents(["rain", "snow"])
encoder.count_tokens(["rain"])
print(light, sorted({"torch", "transformers", "sentence_transformers", "huggingface_hub"} & set(sys.modules)))
"""
    with run_python(code, exported_folder) as process:
        output = process.communicate()[0]
    assert output.strip() == "[] []"
