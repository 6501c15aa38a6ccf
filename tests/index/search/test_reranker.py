"""A cross-encoder in the ranking: a real one, small and with weights that mean nothing, so that only it can explain."""

import logging
from pathlib import Path

import numpy as np
import pytest

from config import Settings
from index.errors import ModelError
from index.newsdesk import open_newsdesk
from index.search.ranking import RERANKER
from index.search.reranker import Reranker
from index.storage.database import MIGRATIONS, Database
from tests.index.conftest import NOW, address_of, article

WORDS = "council 1 2 3 votes on its budget the of town voted monday it spends crowns what did do ?".split()


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a CrossEncoder with one layer."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    folder = tmp_path_factory.mktemp("reranker")
    vocabulary = {word: number for number, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS])}
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=64,
        initializer_range=1.0,
    )
    config.num_labels = 1
    BertForSequenceClassification(config).save_pretrained(folder)
    BertTokenizer(vocab=vocabulary, model_max_length=64).save_pretrained(folder)
    return folder


def test_it_reorders_what_search_ranks_first_and_shows_why(tmp_path: Path, model: Path) -> None:
    database = Database(address_of(tmp_path), [MIGRATIONS])
    settings = Settings(data_dir=tmp_path, reranker=str(model))
    with open_newsdesk(settings, database) as desk:
        desk.store([(article(number), "test") for number in (1, 2, 3)], NOW)
        desk.index_pending(lambda: False)
        ranked = desk.search("What did council 2 do?", now=NOW, most=3)
        answer = desk.ask("What did council 2 do?", now=NOW)
    read = {r.article.title: r.arms[RERANKER] for r in ranked}
    assert len(set(read.values())) == 3
    texts = [f"{r.article.title}\n{r.article.text}" for r in ranked]
    own = Reranker(str(model)).scores("What did council 2 do?", texts)
    assert own is not None
    assert list(read.values()) == pytest.approx(own.tolist(), abs=1e-5)
    assert all(RERANKER in each.arms for each in answer.grounds)
    assert max(r.relevance for r in ranked) <= 1
    database.close()


def test_what_cannot_be_loaded_is_said_once_and_answers_come_without_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    database = Database(address_of(tmp_path), [MIGRATIONS])
    (tmp_path / "empty").mkdir()
    with open_newsdesk(Settings(data_dir=tmp_path, reranker=str(tmp_path / "empty")), database) as desk:
        desk.store([(article(1), "test")], NOW)
        desk.index_pending(lambda: False)
        with caplog.at_level(logging.WARNING):
            first, second = (desk.search("What did council 1 do?", now=NOW, most=3) for _ in range(2))
        assert desk.reranker is not None
        with pytest.raises(ModelError, match=r"The reranker .*empty cannot be loaded: "):
            desk.reranker.load()
    assert [r.article.title for r in first] == [r.article.title for r in second] == ["Council 1 votes on its budget"]
    assert [r.message for r in caplog.records if "Answers come without it." in r.message] == caplog.messages[:1]
    database.close()


def test_a_classifier_of_several_kinds_is_no_reranker(tmp_path: Path, model: Path) -> None:
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    kinds = {0: "entailment", 1: "contradiction", 2: "neither"}
    config = BertConfig.from_pretrained(model, num_labels=3, id2label=kinds, label2id={v: k for k, v in kinds.items()})
    BertForSequenceClassification(config).save_pretrained(tmp_path)
    AutoTokenizer.from_pretrained(model).save_pretrained(tmp_path)
    reranker = Reranker(str(tmp_path))
    assert reranker.scores("What?", ["This."]) is None
    with pytest.raises(ModelError, match="tells kinds of pairs"):
        reranker.load()


def test_scores_are_one_number_for_each_passage(model: Path) -> None:
    found = Reranker(str(model)).scores("What did the council do?", ["It voted.", "It spends crowns."])
    assert found is not None
    assert found.shape == (2,)
    assert np.isfinite(found).all()


def test_one_that_breaks_over_its_work_is_given_up(
    tmp_path: Path, model: Path, caplog: pytest.LogCaptureFixture
) -> None:
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    config = BertConfig.from_pretrained(model, vocab_size=6)  # fewer words than its tokenizer has
    BertForSequenceClassification(config).save_pretrained(tmp_path)
    AutoTokenizer.from_pretrained(model).save_pretrained(tmp_path)
    reranker = Reranker(str(tmp_path))
    with caplog.at_level(logging.WARNING):
        assert [reranker.scores("What did the council do?", ["It voted."]) for _ in range(2)] == [None, None]
    assert sum("Answers come without it." in message for message in caplog.messages) == 1
