#!/bin/sh
# Measures near deduplication of photographs: the share of edited copies that it finds, and its speed.
# docs/benchmarks/dedup.md has figures.
#
#   docs/benchmarks/dedup-photographs.sh [--each 30] [--seed 7] [--radius 20] [--correlation 0.9]
#
# The data are in WINNOW_SHARED, by default the folder `shared` beside the checkout.
# Environment: JAVA_HOME; WINNOW_SPARK (a Spark line); WINNOW_OFFLINE=1 (Maven offline); WINNOW_DRIVER_MEMORY (default 4g).
set -eu

root=$(CDPATH= cd -- "$(dirname -- "$0")/../.." && pwd -P)
cd "$root"
memory=4g
. docs/benchmarks/prepare.sh

echo "docs/benchmarks/dedup-photographs.sh $*"
# shellcheck disable=SC2086
quietly "$java" $options "-Dwinnow.shared=${WINNOW_SHARED:-$root/../shared}" -cp "$path" \
  dev.winnow.transforms.dedup.image.NearImagesBenchmark "$@"
