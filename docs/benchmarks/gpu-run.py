"""Compares the runs of gpu-run.sh.

    python3 docs/benchmarks/gpu-run.py WORK SPARK_HOME

Needs numpy and pyarrow. Ends with 1 if the clusters found with the card differ from those found without it.
"""

import json
import pathlib
import sys
import urllib.parse

import numpy as np
import pyarrow.parquet as parquet

STEPS = ["cpu", "gpu-embed", "gpu-clusters", "cpu-clusters", "gpu-float32"]


def active(table):
    """Returns the data files of a Delta table without checkpoints."""
    files = set()
    for commit in sorted((table / "_delta_log").glob("*.json")):
        for action in map(json.loads, commit.read_text().splitlines()):
            if "add" in action:
                files.add(action["add"]["path"])
            if "remove" in action:
                files.discard(action["remove"]["path"])
    return [table / urllib.parse.unquote(name) for name in sorted(files)]


def rows(table, key, vector):
    """Returns the keys in sorted order, and their vectors as float[rows, dim]."""
    keys, vectors = [], []
    for name in active(table):
        read = parquet.ParquetFile(name).read(columns=[key, vector])
        flat = read.column(vector).combine_chunks()
        keys += read.column(key).to_pylist()
        vectors.append(flat.flatten().to_numpy().reshape(len(flat), -1))
    order = sorted(range(len(keys)), key=keys.__getitem__)
    return [keys[i] for i in order], np.concatenate(vectors)[order].astype(np.float64)


class Step:
    """Output of one command: its report, its tasks, its executor's log, the card's memory and load."""

    def __init__(self, name, work, home):
        self.report = json.loads((work / "logs" / (name + ".json")).read_text())
        starts = [line for line in (work / "logs" / (name + ".log")).read_text().splitlines() if "Starting task " in line]
        self.tasks = len(starts)
        self.given = sum("gpu" in line.split("Starting task ")[1] for line in starts)
        self.example = next((line for line in starts if "gpu" in line.split("Starting task ")[1]), "")
        card = [line.split(",") for line in (work / "logs" / (name + ".card")).read_text().splitlines()]
        self.memory = max((int(used) for used, _ in card), default=0)
        self.load = max((int(load) for _, load in card), default=0)
        self.embedding = 0
        for events in (work / "events").iterdir():
            if json.loads(next(line for line in events.open() if "ApplicationStart" in line))["App Name"] == name:
                self.read(events)
                self.executor = "".join(
                    file.read_text() for file in sorted(home.glob("work/" + events.name.split(".")[0] + "/*/stderr"))
                )

    def read(self, events):
        for line in events.open():
            if '"SparkListenerStageCompleted"' in line:
                stage = json.loads(line)["Stage Info"]
                if "EmbedStage" in stage["Stage Name"]:
                    seconds = (stage["Completion Time"] - stage["Submission Time"]) / 1000
                    self.embedding = max(self.embedding, seconds)

    def seconds(self, stage):
        """Returns the seconds of a stage that this command ran itself, or None if it did not."""
        found = self.report["stages"].get(stage, {})
        return found["seconds"] if found.get("state") == "done" else None


def main():
    work, home = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    steps = {name: Step(name, work, home) for name in STEPS}
    images = steps["cpu"].report["stages"]["embed"]["rows"]
    print((work / "logs" / "machine").read_text().strip())
    print("| command | embed s | its tasks s | images/s, stage | images/s, tasks | cluster s | score s | tasks given a card | card MiB, maximum | load %, maximum |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for name, step in steps.items():
        embed = step.seconds("embed")
        cells = [name]
        cells += [f"{embed:.1f}", f"{step.embedding:.1f}", f"{images / embed:,.0f}", f"{images / step.embedding:,.0f}"] if embed else [""] * 4
        cells += ["" if step.seconds(stage) is None else f"{step.seconds(stage):.1f}" for stage in ("cluster", "score")]
        print("| " + " | ".join(cells + [f"{step.given} of {step.tasks}", str(step.memory), str(step.load)]) + " |")
    print("example of a task with a card:", steps["gpu-embed"].example.split("Starting task ")[-1])
    for name, step in steps.items():
        for line in step.executor.splitlines():
            usual = "NativeCodeLoader" in line or "RECEIVED SIGNAL TERM" in line
            if not usual and ("kernel:" in line or " WARN " in line or " ERROR " in line):
                print(f"executor of {name}: {line}")

    ids, cpu = rows(work / "cpu/gpu-run/embeddings", "id", "embedding")
    _, prototypes = rows(work / "cpu/gpu-run/prototypes", "cluster_id", "prototype")
    clusters = np.concatenate([(cpu[i : i + 4096] @ prototypes.T).argmax(axis=1) for i in range(0, len(cpu), 4096)])
    for name in ("gpu", "gpu-float32"):
        other, vectors = rows(work / name / "gpu-run/embeddings", "id", "embedding")
        if other != ids:
            raise SystemExit(f"{name} must have the rows of cpu, but has others")
        distances = 1 - (cpu * vectors).sum(axis=1) / np.linalg.norm(cpu, axis=1) / np.linalg.norm(vectors, axis=1)
        same = np.concatenate([(vectors[i : i + 4096] @ prototypes.T).argmax(axis=1) for i in range(0, len(cpu), 4096)]) == clusters
        print(
            f"{name}: {len(ids):,} vectors of {vectors.shape[1]} floats; worst cosine to the vectors of cpu: 1 - {distances.max():.2g},"
            f" median: 1 - {np.median(distances):.2g}; {np.all(cpu == vectors, axis=1).mean():.1%} of the vectors are equal;"
            f" the nearest of the {len(prototypes)} prototypes of cpu is the same for {same.mean():.3%}"
        )
    digests = [steps[name].report["digest"] for name in ("gpu-clusters", "cpu-clusters")]
    print("digests of the releases, clustered with the card and without it:", *digests)
    if digests[0] != digests[1]:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
