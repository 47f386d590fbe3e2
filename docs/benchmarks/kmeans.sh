#!/bin/sh
# Benchmarks k-means: the kernels alone, the engine on Spark beside MLlib, and NumPy, faiss and scikit-learn if they are
# installed. docs/benchmarks/kmeans.md explains the lines of the output.
#
#   docs/benchmarks/kmeans.sh            the sizes of the goals, about half an hour on two cores
#   docs/benchmarks/kmeans.sh --full     all sizes, some hours
#   docs/benchmarks/kmeans.sh --smoke    checks that everything runs; its figures are meaningless
#
# Further options are passed to KMeansBenchmark and to kmeans.py: --rows, --dim, --k, --iterations, --rounds, --master, --mllib,
# --warm-up, --data.
#
# Environment: JAVA_HOME; WINNOW_SPARK (a Spark line); WINNOW_OFFLINE=1 (Maven offline); WINNOW_DRIVER_MEMORY (default:
# half of the machine's memory, at most 8 GiB).
set -eu

# Either variable makes some builds of OpenBLAS run at half speed.
unset OPENBLAS_CORETYPE OPENBLAS_L2_SIZE

root=$(CDPATH= cd -- "$(dirname -- "$0")/../.." && pwd -P)
cd "$root"
command="docs/benchmarks/kmeans.sh $*"

ks="100 1000"
sizes=""
mllib=""
data="--rows 100000 --dim 384"
kernels="-f 1 -wi 3 -w 1 -i 10 -r 500ms"
case "${1:-}" in
  --full)
    shift
    ks="100 1000 4096 16384"
    sizes=--full
    kernels="-f 2"
    ;;
  --smoke)
    shift
    ks=10
    data="--rows 4000 --dim 32 --rounds 1 --iterations 3 --warm-up 0"
    kernels="-f 1 -wi 1 -w 100ms -i 1 -r 100ms k.=.1000"
    ;;
esac
while [ $# -gt 0 ]; do
  [ $# -ge 2 ] || {
    echo "kmeans.sh: option $1 needs a value" >&2
    exit 2
  }
  case "$1" in
    --k) ks=$(printf '%s' "$2" | tr , ' ') ;;
    --mllib) mllib=$2 ;;
    *) data="$data $1 $2" ;;
  esac
  shift 2
done

# The time of MLlib grows with k. Without --mllib, the slower solvers are left out for larger k.
rivals() {
  if [ -n "$mllib" ]; then
    echo "$mllib"
  elif [ "$1" -le 1000 ]; then
    echo block:java,block:vector,block:native,row:java
  elif [ "$1" -le 4096 ]; then
    echo block:java,block:native
  else
    echo none
  fi
}

work=$(mktemp -d)
kib=$(sed -n 's/^MemTotal: *\([0-9]*\) kB$/\1/p' /proc/meminfo 2>/dev/null || true)
memory=$((${kib:-8388608} / 2048))
[ "$memory" -le 8192 ] || memory=8192
memory=${memory}m
. docs/benchmarks/prepare.sh

echo "$command"
echo
echo "## Kernels, one thread"
# shellcheck disable=SC2086
quietly "$java" $options -cp "$path" dev.winnow.transforms.kernel.KernelBenchmarks $sizes $kernels

for k in $ks; do
  echo
  echo "## k-means, k = $k"
  # shellcheck disable=SC2086
  quietly "$java" $options -cp "$path" dev.winnow.transforms.cluster.KMeansBenchmark \
    --data "$work" --mllib "$(rivals "$k")" --k "$k" $data
  echo
  if command -v python3 >/dev/null 2>&1; then
    # shellcheck disable=SC2086
    python3 docs/benchmarks/kmeans.py --k "$k" $data
  else
    echo "python3 is not installed: NumPy, faiss and scikit-learn are left out"
  fi
done
