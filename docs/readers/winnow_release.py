"""Reads a release of Winnow for training: which rows, in which order, on which worker, and from where on again.

The plan is plain Python. Rows are read by pyarrow. Tables on object stores, and tables with checkpoints, also need
deltalake. PyTorch is imported only where it is used. So this file can be copied into a project as it is. The class
`ReleasePlan` of the package `dev.winnow.jobs.example` makes the same plan in Java.
"""

import json
import math
import os
import urllib.parse
from dataclasses import dataclass
from fractions import Fraction

MASK = (1 << 64) - 1
STEP = 0x9E3779B97F4A7C15


def mixed(value):
    """Mixes the bits of a 64-bit number by the finalizer of MurmurHash3."""
    value = ((value ^ (value >> 33)) * 0xFF51AFD7ED558CCD) & MASK
    value = ((value ^ (value >> 33)) * 0xC4CEB9FE1A85EC53) & MASK
    return value ^ (value >> 33)


def shuffle_key(seed, epoch, number):
    """Returns a 64-bit key: rows sorted by it are shuffled, in another order for each seed and epoch."""
    return mixed((mixed((seed + STEP * (epoch + 1)) & MASK) + STEP * number) & MASK)


@dataclass(frozen=True)
class DataFile:
    """A Parquet file of `curated`: it has the rows with the ranks from `first` to `last`, each once."""

    path: str
    first: int
    last: int


@dataclass(frozen=True)
class Share:
    """Rows of one file that one worker gets: those with a rank up to `limit` that the worker is dealt."""

    file: DataFile
    rows: int


class Plan:
    """Fixed plan of one worker: its files, the number of its rows, and their order in each epoch.

    Rows are dealt by rank: worker `part` of `parts` gets the ranks r with (r - 1) % parts == part. No row goes to two
    workers, none is lost, and workers differ by at most one row. With deal="files" a worker gets whole files instead,
    so each file is read once: the largest first, each to the worker with the fewest rows so far.

    `mix` files are read together, and their rows are shuffled among each other. Files hold ranges of ranks, so a larger
    number mixes hard and easy rows better and holds more rows in memory. None mixes all files.
    """

    def __init__(self, files, limit, seed=0, part=0, parts=1, deal="rows", mix=4):
        if not 0 <= part < parts:
            raise ValueError(f"part must be in [0, {parts}), got {part}")
        if deal not in ("rows", "files"):
            raise ValueError(f"deal must be rows or files, got {deal}")
        if mix is not None and mix < 1:
            raise ValueError(f"mix must be at least 1, got {mix}")
        self.limit = limit
        self.seed = seed
        self.part = part
        self.parts = parts
        self.deal = deal
        self.mix = mix
        wanted = sorted((file for file in files if file.first <= limit), key=lambda file: file.first)
        if deal == "files":
            wanted = self._dealt(wanted)
        shares = (Share(file, self._rows(file)) for file in wanted)
        self.shares = [share for share in shares if share.rows > 0]
        self.rows = sum(share.rows for share in self.shares)

    def _dealt(self, files):
        held = [0] * self.parts
        mine = []
        for file in sorted(files, key=lambda file: (file.first - min(file.last, self.limit), file.first)):
            part = held.index(min(held))
            held[part] += min(file.last, self.limit) - file.first + 1
            if part == self.part:
                mine.append(file)
        return sorted(mine, key=lambda file: file.first)

    def _rows(self, file):
        last = min(file.last, self.limit)
        if self.deal == "files":
            return last - file.first + 1
        return self._dealt_up_to(last) - self._dealt_up_to(file.first - 1)

    def _dealt_up_to(self, rank):
        return (rank - self.part + self.parts - 1) // self.parts

    def has(self, rank):
        """Returns whether a row of one of the files is dealt to this worker."""
        return rank <= self.limit and (self.deal == "files" or (rank - 1) % self.parts == self.part)

    def groups(self, epoch):
        """Returns the shares that are read together, in the order of an epoch."""
        order = sorted(self.shares, key=lambda share: shuffle_key(self.seed, epoch, -share.file.first & MASK))
        size = len(order) if self.mix is None else self.mix
        return [order[at : at + size] for at in range(0, len(order), max(1, size))]

    def rows_of(self, epoch, read, position=0):
        """Yields the rows of an epoch from a position on, as (rank, row).

        `read(path)` yields (rank, row) of a file. Files that lie before the position are not read.
        """
        passed = 0
        for group in self.groups(epoch):
            size = sum(share.rows for share in group)
            if passed + size <= position:
                passed += size
                continue
            rows = [pair for share in group for pair in read(share.file.path) if self.has(pair[0])]
            if len(rows) != size:
                raise ValueError(
                    f"files must have the ranks that the log says: expected {size} rows, got {len(rows)} in "
                    + ", ".join(share.file.path for share in group)
                )
            rows.sort(key=lambda pair: shuffle_key(self.seed, epoch, pair[0]))
            yield from rows[max(0, position - passed) :]
            passed += size


def log_files(table, version=None):
    """Returns the data files of a local table by path, each with its statistics, and the version that was read.

    Without a version, the latest. Raises ValueError where commits before the version are gone: deltalake reads the
    checkpoints that replace them.
    """
    log = os.path.join(table, "_delta_log")
    commits = sorted(int(name[:-5]) for name in os.listdir(log) if name.endswith(".json") and name[:-5].isdigit())
    if version is None:
        version = commits[-1]
    if commits[: version + 1] != list(range(version + 1)):
        raise ValueError(f"{log} must have all commits up to {version}; install deltalake, which reads checkpoints")
    files = {}
    for number in range(version + 1):
        with open(os.path.join(log, f"{number:020d}.json"), encoding="utf-8") as lines:
            for line in lines:
                action = json.loads(line)
                if "add" in action:
                    files[action["add"]["path"]] = json.loads(action["add"].get("stats") or "{}")
                elif "remove" in action:
                    files.pop(action["remove"]["path"], None)
    return {os.path.join(table, urllib.parse.unquote(path)): stats for path, stats in files.items()}, version


def table_files(table, version):
    """Returns the data files of a local table at a version, from its log."""
    return [
        data_file(
            path,
            stats.get("numRecords"),
            stats.get("minValues", {}).get("keep_rank"),
            stats.get("maxValues", {}).get("keep_rank"),
        )
        for path, stats in log_files(table, version)[0].items()
        if stats.get("numRecords") != 0
    ]


def delta_files(table, version):
    """Returns the data files of a table at a version, by deltalake where it is installed."""
    try:
        from deltalake import DeltaTable
    except ImportError:
        return table_files(table, version)
    actions = DeltaTable(table, version=version).get_add_actions(flatten=True)
    names = ("path", "num_records", "min.keep_rank", "max.keep_rank")
    columns = [actions.column(name).to_pylist() for name in names]
    return [
        data_file(f"{table}/{urllib.parse.unquote(path)}", rows, first, last)
        for path, rows, first, last in zip(*columns)
        if rows != 0
    ]


def delta_dataset(table, version=None):
    """Returns a dataset of pyarrow on a table, by deltalake where it is installed."""
    try:
        from deltalake import DeltaTable
    except ImportError:
        import pyarrow.dataset as ds

        return ds.dataset(sorted(log_files(table, version)[0]), format="parquet")
    return DeltaTable(table, version=version).to_pyarrow_dataset()


def data_file(path, rows, first, last):
    """Returns a file of which the log knows the ranks."""
    if rows is None or first is None or last is None or last - first + 1 != rows:
        raise ValueError(
            f"{path} must hold a range of ranks, got {rows} rows with ranks {first} to {last};"
            " publish the release again with this version of Winnow"
        )
    return DataFile(path, first, last)


def rows_at(fraction, ranked):
    """Returns the number of rows that a cut keeps of a number of ranked rows: floor(fraction ranked + 0.5)."""
    if not 0 < fraction <= 1:
        raise ValueError(f"fraction must be in (0, 1], got {fraction}")
    # Fractions, since 0.15 * 10 is not the float 1.5.
    return math.floor(Fraction(str(fraction)) * ranked + Fraction(1, 2))


def rows_within(budget, ranked):
    """Returns the number of rows, from rank 1 on, whose tokens are within a budget.

    `ranked` yields (keep_rank, cumulative_tokens) of `decisions`, in any order.
    """
    if budget < 1:
        raise ValueError(f"tokens must be at least 1, got {budget}")
    return max((rank for rank, tokens in ranked if rank and tokens is not None and tokens <= budget), default=0)


class Loader:
    """Iterates over the rows of a plan, epoch after epoch, and can be stopped and continued.

    `read(path)` yields (rank, row) of a file. `state_dict` names the next row; `load_state_dict` goes on with it and
    refuses the state of another plan, whose rows would be others.
    """

    def __init__(self, plan, read):
        self.plan = plan
        self.read = read
        self.epoch = 0
        self.position = 0

    def __len__(self):
        return self.plan.rows

    def __iter__(self):
        for _, row in self.plan.rows_of(self.epoch, self.read, self.position):
            self.position += 1
            yield row
        self.epoch += 1
        self.position = 0

    def set_epoch(self, epoch):
        """Begins an epoch, as samplers of PyTorch do."""
        self.epoch = epoch
        self.position = 0

    def _fingerprint(self):
        plan = self.plan
        files = [(share.file.first, share.file.last) for share in plan.shares]
        return json.dumps([plan.limit, plan.seed, plan.part, plan.parts, plan.deal, plan.mix, files])

    def state_dict(self):
        return {"epoch": self.epoch, "position": self.position, "plan": self._fingerprint()}

    def load_state_dict(self, state):
        if state["plan"] != self._fingerprint():
            raise ValueError("state must be that of the same release, size, seed, part and parts")
        self.epoch = state["epoch"]
        self.position = state["position"]


class Release:
    """A release by name, at a fraction or within a budget of tokens that the reader chooses.

    Without both, all rows of the release. `order` names another policy of table `orders`, and `order_seed` its seed
    where the table has several. Rows of another order are found by their ids, which are held in memory, and every
    worker reads all files of `examples`.
    """

    def __init__(
        self,
        corpus,
        release,
        fraction=None,
        tokens=None,
        order=None,
        order_seed=None,
        columns=("id", "source", "label"),
    ):
        if tokens is not None and (fraction is not None or order is not None):
            raise ValueError("tokens must be given without fraction and order")
        pinned = delta_dataset(f"{corpus}/releases").to_table(columns=["release", "table", "version"]).to_pylist()
        self.corpus = corpus
        self.versions = {row["table"]: row["version"] for row in pinned if row["release"] == release}
        if "curated" not in self.versions:
            raise ValueError(f"release {release} is not in {corpus}/releases")
        self.columns = list(columns)
        self.ranks = None
        self.files = delta_files(f"{corpus}/curated", self.versions["curated"])
        kept = max((file.last for file in self.files), default=0)
        if order is not None:
            self._take_order(release, order, order_seed, fraction, kept)
        elif tokens is not None:
            rows = self._decided(["keep_rank", "cumulative_tokens"])
            self.limit = min(kept, rows_within(tokens, ((row["keep_rank"], row["cumulative_tokens"]) for row in rows)))
        elif fraction is not None:
            self.limit = min(kept, rows_at(fraction, sum(1 for row in self._decided(["keep_rank"]) if row["keep_rank"])))
        else:
            self.limit = kept

    def _table(self, name):
        return delta_dataset(f"{self.corpus}/{name}", self.versions[name])

    def _decided(self, names):
        table = self._table("decisions")
        missing = set(names) - set(table.schema.names)
        if missing:
            raise ValueError(f"table decisions of this release has no {', '.join(missing)}; give a fraction")
        return table.to_table(columns=names).to_pylist()

    def _take_order(self, release, order, seed, fraction, kept):
        if "orders" not in self.versions:
            raise ValueError(f"release {release} has no table orders; run it with prune.orders")
        rows = self._table("orders").to_table(columns=["policy", "seed", "id", "keep_rank"]).to_pylist()
        rows = [row for row in rows if row["policy"] == order]
        seeds = sorted({row["seed"] for row in rows if seed is None or row["seed"] == seed})
        if len(seeds) != 1:
            raise ValueError(f"order {order} must have one seed, got {seeds}; give order_seed")
        ranks = {row["id"]: row["keep_rank"] for row in rows if row["seed"] == seeds[0]}
        self.limit = kept if fraction is None else rows_at(fraction, len(ranks))
        self.ranks = {key: rank for key, rank in ranks.items() if rank <= self.limit}
        self.files = [DataFile("examples", 1, self.limit)] if self.limit else []

    def read(self, path):
        """Yields (rank, row) of a file, each row a dict."""
        import pyarrow.dataset as ds

        wanted = {*self.columns, "id" if self.ranks is not None else "keep_rank"}
        rows = self._table("examples") if self.ranks is not None else ds.dataset(path, format="parquet")
        for batch in rows.to_batches(columns=sorted(wanted)):
            for row in batch.to_pylist():
                rank = row["keep_rank"] if self.ranks is None else self.ranks.get(row["id"])
                if rank is not None:
                    yield rank, {name: row[name] for name in self.columns}

    def loader(self, **plan):
        """Returns the loader of one worker; `plan` has seed, part, parts, deal and mix."""
        return Loader(Plan(self.files, self.limit, **plan), self.read)


def torch_dataset(release, rank=0, world=1, **plan):
    """Returns an IterableDataset for PyTorch. The workers of each rank share its rows.

    Its state is that of its worker: use StatefulDataLoader of torchdata, or a DataLoader without workers.
    """
    from torch.utils.data import IterableDataset, get_worker_info

    class Dataset(IterableDataset):
        def __init__(self):
            self.loader = None
            self.state = None
            self.epoch = 0

        def _open(self):
            worker = get_worker_info()
            workers = worker.num_workers if worker else 1
            part = rank * workers + (worker.id if worker else 0)
            self.loader = release.loader(part=part, parts=world * workers, **plan)
            self.loader.set_epoch(self.epoch)
            if self.state is not None:
                self.loader.load_state_dict(self.state)
                self.state = None

        def __iter__(self):
            if self.loader is None:
                self._open()
            yield from self.loader

        def set_epoch(self, epoch):
            self.epoch = epoch
            self.state = None
            if self.loader is not None:
                self.loader.set_epoch(epoch)

        def state_dict(self):
            return self.state if self.loader is None else self.loader.state_dict()

        def load_state_dict(self, state):
            self.state = state
            self.loader = None

    return Dataset()
