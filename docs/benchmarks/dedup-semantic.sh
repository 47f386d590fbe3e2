#!/bin/sh
# Measures semantic duplicates on Spark: seconds, operations a second compared with the bare kernel in the same run, and
# peak memory. Useful operations are half of the products of each cluster: n n dim for n rows, where a multiply-add counts
# as two.
#
#   docs/benchmarks/dedup-semantic.sh            one cluster of 200,000 rows, then 1,000,000 rows in 1,000 uneven clusters
#   docs/benchmarks/dedup-semantic.sh --smoke    checks that everything runs; its figures are meaningless
#
# Further options are passed to DedupBenchmark: --dim, --rule REFERENCE|GREEDY|COMPONENTS, --epsilon, --master.
#
# Environment: JAVA_HOME; WINNOW_SPARK (a Spark line); WINNOW_OFFLINE=1 (Maven offline); WINNOW_DRIVER_MEMORY (default 4g);
# TMPDIR (needs about 4 GB for the rows and as much for Spark).
set -eu

root=$(CDPATH= cd -- "$(dirname -- "$0")/../.." && pwd -P)
cd "$root"
command="docs/benchmarks/dedup-semantic.sh $*"

one="--rows 200000 --clusters 1"
many="--rows 1000000 --clusters 1000"
if [ "${1:-}" = --smoke ]; then
  shift
  one="--rows 6000 --clusters 1 --dim 64 --kernel-rows 1000"
  many="--rows 10000 --clusters 50 --dim 64 --kernel-rows 1000"
fi

work=$(mktemp -d)
memory=4g
. docs/benchmarks/prepare.sh

echo "$command"
for data in "$one" "$many"; do
  # A separate process makes the rows, so that the memory of the measured process is only that of its work.
  # shellcheck disable=SC2086
  quietly "$java" $options -cp "$path" dev.winnow.transforms.dedup.semantic.DedupBenchmark $data "$@" --prepare yes --data "$work"
  echo
  # shellcheck disable=SC2086
  quietly "$java" $options -cp "$path" dev.winnow.transforms.dedup.semantic.DedupBenchmark $data "$@" --data "$work"
done
