#!/bin/sh
# Measures the cost of a fit and of an embedding for each encoder, and the quality of its vectors.
# docs/benchmarks/encoders.md explains the columns.
#
#   docs/benchmarks/weight-free.sh [--only fashion|flowers|clinc150|imdb] [--rounds 1] [--quality no] [--rows 70000] [--model FOLDER]
#
# --rows cuts Fashion-MNIST and imdb to their first rows; --model measures a text encoder too.
#
# The data are in WINNOW_SHARED, by default the folder `shared` beside the checkout.
# Environment: JAVA_HOME; WINNOW_SPARK (a Spark line); WINNOW_OFFLINE=1 (Maven offline); WINNOW_DRIVER_MEMORY (default 5g).
set -eu

root=$(CDPATH= cd -- "$(dirname -- "$0")/../.." && pwd -P)
cd "$root"
memory=5g
. docs/benchmarks/prepare.sh

echo "docs/benchmarks/weight-free.sh $*"
# shellcheck disable=SC2086
quietly "$java" $options "-Dwinnow.shared=${WINNOW_SHARED:-$root/../shared}" -cp "$path" \
  dev.winnow.transforms.embed.fitted.WeightFreeBenchmark "$@"
