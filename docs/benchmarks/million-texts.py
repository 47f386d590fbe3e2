#!/usr/bin/env python3
"""Writes a corpus of short texts with many labels, and a recipe for it, to time runs and cuts.

    docs/benchmarks/million-texts.py clinc150.jsonl.gz OUT_FOLDER [--rows 1000000]

Each text is joined from two queries of one label: the beginning of one, the end of the other, and up to two single
words. Labels follow an exponential law, so some are large and many are small. Three texts hold only punctuation and
one is an exact duplicate. The same number of rows gives the same files.
"""

import argparse
import gzip
import json
import os
import random

FILES = 16
SEED = 7
SILENT_FILE = 5
DUPLICATE_FILE = 6

RECIPE = """\
apiVersion: winnow/v1
name: million
warehouse: {folder}/warehouse
input: {{format: jsonl, path: "{folder}/part-*.jsonl", id: id, content: text, label: label}}
dedup: {{near: false}}
embed: {{encoder: tfidf-svd}}
cluster: {{k: 1000, iterations: 10}}
prune: {{keep: hard, keep_fraction: 0.8, balance: {{floor: 0.5}}}}
"""


def queries(path):
    """Returns the labels in sorted order, and for each label the words of its queries, in the order of the file."""
    opened = gzip.open if path.endswith(".gz") else open
    texts = {}
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            texts.setdefault(row["label"], []).append(row["text"].split())
    return sorted(texts), texts


def text(draw, of_label):
    a = draw.choice(of_label)
    b = draw.choice(of_label)
    words = a[: draw.randrange(1, len(a) + 1)] + b[draw.randrange(0, len(b)) :]
    words += [draw.choice(draw.choice(of_label)) for _ in range(draw.randrange(3))]
    return " ".join(words)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clinc", help="CLINC150 as JSON lines with text and label, plain or .gz")
    parser.add_argument("folder", help="folder for the files")
    parser.add_argument("--rows", type=int, default=1_000_000, help="texts, in 16 files of equal length")
    args = parser.parse_args()
    if args.rows < FILES:
        parser.error(f"--rows must be at least {FILES}, got {args.rows}")

    folder = os.path.abspath(args.folder)
    os.makedirs(folder, exist_ok=True)
    labels, texts = queries(args.clinc)
    draw = random.Random(SEED)
    number = 0
    for file in range(FILES):
        with open(os.path.join(folder, f"part-{file:02d}.jsonl"), "w", encoding="utf-8") as out:

            def write(**row):
                out.write(json.dumps(row) + "\n")

            while number < args.rows * (file + 1) // FILES:
                label = labels[min(int(draw.expovariate(1) * 40), len(labels) - 1)]
                write(id=f"q{number:07d}", text=text(draw, texts[label]), label=label)
                number += 1
            if file == SILENT_FILE:
                for mute in range(1, 4):
                    write(id=f"mute{mute}", text="?!", label=labels[0])
            if file == DUPLICATE_FILE:
                write(id="dupA", text="what spare vacation days to time", label="pto_balance")
    with open(os.path.join(folder, "million.yaml"), "w", encoding="utf-8") as out:
        out.write(RECIPE.format(folder=folder))


if __name__ == "__main__":
    main()
