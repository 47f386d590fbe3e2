"""Prints the ranks of plans as JSON: one plan for each line on standard input, which has its arguments as JSON.

The first argument is the folder of winnow_release.py. With "table" in a line, the files come from its log.
"""

import json
import sys

sys.path.insert(0, sys.argv[1])
import winnow_release as release  # noqa: E402


def ranks_in(files):
    known = {file.path: file for file in files}
    return lambda path: ((rank, rank) for rank in range(known[path].first, known[path].last + 1))


for line in sys.stdin:
    case = json.loads(line)
    if "table" in case:
        files = release.table_files(case["table"], case["version"])
        print(json.dumps(sorted([file.path, file.first, file.last] for file in files)))
        continue
    if "budget" in case:
        print(json.dumps(release.rows_within(case["budget"], case["ranked"])))
        continue
    if "fraction" in case:
        print(json.dumps(release.rows_at(case["fraction"], case["n"])))
        continue
    files = [release.DataFile(*file) for file in case["files"]]
    plan = release.Plan(
        files, case["limit"], case["seed"], case["part"], case["parts"], case["deal"], case["mix"] or None
    )
    loader = release.Loader(plan, ranks_in(files))
    loader.set_epoch(case["epoch"])
    rows = iter(loader)
    before = [next(rows) for _ in range(case["stop"])]
    resumed = release.Loader(plan, ranks_in(files))
    resumed.load_state_dict(json.loads(json.dumps(loader.state_dict())))
    after = list(resumed)
    assert len(loader) == len(before) + len(after)
    assert resumed.epoch == case["epoch"] + 1 and resumed.position == 0
    other = release.Plan(files, case["limit"], case["seed"] + 1, case["part"], case["parts"])
    try:
        release.Loader(other, ranks_in(files)).load_state_dict(loader.state_dict())
        raise AssertionError("the state of another plan was taken")
    except ValueError:
        print(json.dumps(before + after))
