"""The news: articles, passages, their index, search and answers."""

import os

# Questions run beside each other, and their products are small: on several threads each takes longer and all take more.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
