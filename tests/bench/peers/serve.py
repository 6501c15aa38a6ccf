"""The process of one peer: `python -m tests.bench.peers.serve NAME MODEL`, requests and answers as lines of JSON.

`{"index": [[id, text], …], "vectors": file or null}` is answered by `{"seconds": s, "megabytes": m}`,
`{"rank": question, "most": k}` by `{"ids": […], "seconds": s}`. Seconds are taken here, without the way to and fro.
"""

import json
import resource
import sys
import time

import numpy as np

from tests.bench.peers.peer import makers


def main() -> None:
    """Serve until standard input ends."""
    name, model = sys.argv[1:]
    answers, sys.stdout = sys.stdout, sys.stderr  # what libraries print is no answer
    peer = makers()[name](model)
    for line in sys.stdin:
        request = json.loads(line)
        ids: list[str] = []
        started = time.perf_counter()
        if "index" in request:
            vectors = np.load(request["vectors"]) if request["vectors"] else None
            peer.index([(passage, text) for passage, text in request["index"]], vectors)
        else:
            ids = peer.rank(request["rank"], request["most"])
        seconds = time.perf_counter() - started
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        answers.write(json.dumps({"ids": ids, "seconds": seconds, "megabytes": megabytes}) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
