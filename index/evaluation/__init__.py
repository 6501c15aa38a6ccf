"""How good search and answers are, measured on questions whose answers are known."""

from index.evaluation.evaluation import Evaluation, evaluate
from index.evaluation.question_file import KnownQuestion, read_questions

__all__ = ["Evaluation", "KnownQuestion", "evaluate", "read_questions"]
