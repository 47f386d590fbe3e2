#!/bin/sh
# Near duplicates of texts: which edited copies go, by kind of edit and threshold, and what other rows go with them.
# docs/benchmarks/dedup.md says what the columns mean.
#
#   docs/benchmarks/dedup-texts.sh [--jaccard 0.76,0.78,0.80]
#
# The data lie in WINNOW_SHARED, by default the folder `shared` beside the checkout.
# Environment: JAVA_HOME; WINNOW_SPARK (3.5 for that line); WINNOW_OFFLINE=1 (Maven offline); WINNOW_DRIVER_MEMORY (default 3g).
set -eu

root=$(CDPATH= cd -- "$(dirname -- "$0")/../.." && pwd -P)
cd "$root"
memory=3g
. docs/benchmarks/prepare.sh

echo "docs/benchmarks/dedup-texts.sh $*"
# shellcheck disable=SC2086
quietly "$java" $options "-Dwinnow.shared=${WINNOW_SHARED:-$root/../shared}" -cp "$path" \
  dev.winnow.transforms.dedup.text.TextDuplicatesBenchmark "$@"
