#!/bin/sh
# Measures near duplicates of texts: the share of edited copies that are removed, by kind of edit and threshold, and the
# other rows that are removed with them. docs/benchmarks/dedup.md explains the columns.
#
#   docs/benchmarks/dedup-texts.sh [--jaccard 0.76,0.78,0.80]
#
# The data are in WINNOW_SHARED, by default the folder `shared` beside the checkout.
# Environment: JAVA_HOME; WINNOW_SPARK (a Spark line); WINNOW_OFFLINE=1 (Maven offline); WINNOW_DRIVER_MEMORY (default 3g).
set -eu

root=$(CDPATH= cd -- "$(dirname -- "$0")/../.." && pwd -P)
cd "$root"
memory=3g
. docs/benchmarks/prepare.sh

echo "docs/benchmarks/dedup-texts.sh $*"
# shellcheck disable=SC2086
quietly "$java" $options "-Dwinnow.shared=${WINNOW_SHARED:-$root/../shared}" -cp "$path" \
  dev.winnow.transforms.dedup.text.TextDuplicatesBenchmark "$@"
