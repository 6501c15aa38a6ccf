"""Gets an exported model ready: reads the stored one, or makes, verifies and stores it."""

import logging
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.cores import cores
from index.embedding.encoder import Vectors
from index.embedding.exported.bert_files import BertFiles, NotExportableError
from index.embedding.exported.ctranslate2_file import Precision, ctranslate2_file
from index.embedding.exported.engine import VERSION, Engine, supports
from index.embedding.exported.store import ExportStore, Record, checksum, this_cpu
from index.embedding.exported.verification import LOWEST_COSINE, lowest_cosine
from index.errors import ModelError

FORM = 1  # of what is made of a model here; another number makes stored models stale

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Preparation:
    """All that is needed to get one model ready in one precision.

    `source` tells the published weights apart, `check_source` raises ModelError when they are damaged, `sequences` are
    the tokens of the fixed texts, `expected` gives their vectors by the reference, which may take long.
    """

    files: BertFiles
    precision: Precision
    store: ExportStore
    source: str
    check_source: Callable[[], None]
    sequences: list[list[int]]
    expected: Callable[[], Vectors]

    def engine(self) -> Engine:
        """The engine, verified; NotExportableError says why there is none."""
        if not supports(self.precision):
            raise NotExportableError(f"this CPU does not compute in {self.precision}")
        return self._stored() or self._made()

    def _stored(self) -> Engine | None:
        record = self.store.record()
        if record is None or not self._is_current(record):
            return None
        self._demand_agreement(record.lowest_cosine)
        model = self.store.model(record)
        return self._loaded(model, lambda: self.store.model(record)) if model is not None else None

    def _made(self) -> Engine:
        with ExitStack() as waited:
            try:
                waited.enter_context(self.store.alone())
            except OSError as error:
                logger.warning("The exported model has no place (%s): it is made anew at every start.", error)
                model = self._export()
                engine = self._loaded(model, lambda: model)
                self._demand_agreement(self._lowest_cosine(engine))
                return engine
            return self._stored() or self._kept(self._export())

    def _export(self) -> bytes:
        logger.info("Exporting the embedding model to %s (%s), once.", VERSION, self.precision)
        self.check_source()
        return ctranslate2_file(self.files, self.precision)

    def _kept(self, model: bytes) -> Engine:
        engine = self._loaded(model, lambda: model)
        lowest = self._lowest_cosine(engine)
        good = lowest >= LOWEST_COSINE[self.precision]
        record = Record(VERSION, FORM, self.source, this_cpu(), lowest, checksum(model) if good else "")
        try:
            self.store.keep(model if good else None, record)
        except OSError as error:
            logger.warning("The exported model cannot be stored (%s): it is made anew at the next start.", error)
        self._demand_agreement(lowest)
        return engine

    def _lowest_cosine(self, engine: Engine) -> float:
        found = np.concatenate([engine.vectors([sequence]) for sequence in self.sequences])
        return lowest_cosine(found, self.expected())

    def _demand_agreement(self, lowest: float) -> None:
        if lowest < (asked := LOWEST_COSINE[self.precision]):
            raise NotExportableError(
                f"in {self.precision} its vectors differ too much on this CPU"
                f" (lowest cosine {lowest:.4f}, {asked} is asked)"
            )

    def _loaded(self, model: bytes, reread: Callable[[], bytes | None]) -> Engine:
        try:
            return Engine(model, reread, self.files, self.precision, cores())
        except (RuntimeError, ValueError) as error:
            raise NotExportableError(f"{VERSION} cannot load it ({error})") from None

    def _is_current(self, record: Record) -> bool:
        made = (record.engine, record.form, record.source, record.cpu)
        return made == (VERSION, FORM, self.source, this_cpu())


def state_of(weights: Path) -> str:
    """What tells one state of a weights file from another without reading it."""
    try:
        found = weights.stat()
    except OSError as error:
        raise ModelError(f"The model file {weights} cannot be read: {error.strerror}.") from None
    return f"{found.st_size} bytes of {found.st_mtime_ns}"
