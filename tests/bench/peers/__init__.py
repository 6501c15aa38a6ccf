"""Other ways to search the same passages with the same model, each behind `Peer`, for benchmarks beside Newsdesk.

They run in an environment of their own (`pip install newsdesk[bench]`), as a process that `tests.bench.peers.process`
starts and talks to, so that nothing they load weighs on what is measured here. Each imports what it needs when made.
"""
