#!/bin/sh
# Runs one large fit of k-means. Prints the cost of each iteration and the peak memory of driver and executors.
# docs/benchmarks/kmeans.md has figures.
#
#   docs/benchmarks/large-fit.sh FOLDER 2000000 384 1000 3 k-means++ 'local[2]'
#   WINNOW_DRIVER_MEMORY=1317m docs/benchmarks/large-fit.sh FOLDER 500000 768 50000 3 random 'local-cluster[1,2,2100]'
#
# FOLDER keeps the generated rows. For each size, a first run with a large heap and `local[2]` writes them. The name of a
# local cluster sets the memory of an executor.
# Environment: JAVA_HOME; WINNOW_SPARK (a Spark line); WINNOW_OFFLINE=1 (Maven offline); WINNOW_DRIVER_MEMORY (default 6g).
set -eu

root=$(CDPATH= cd -- "$(dirname -- "$0")/../.." && pwd -P)
cd "$root"
memory=6g
[ $# -eq 7 ] || {
  echo "usage: large-fit.sh FOLDER ROWS DIM K ITERATIONS random|k-means++ MASTER" >&2
  exit 2
}
data=$1
master=$7
# The executors of a local cluster start from a Spark home. The launcher's build assembles it.
./winnow --version >/dev/null
. docs/benchmarks/prepare.sh

executors=$(printf '%s' "$master" | sed -n 's/^local-cluster\[.*,\([0-9]*\)\]$/\1/p')
absolute=""
for part in $(printf '%s' "$path" | tr : ' '); do
  case "$part" in
    /*) absolute="$absolute:$part" ;;
    *) absolute="$absolute:$root/$part" ;;
  esac
done
folder=target
scala=2.13
case "$target" in
  */spark-*) folder=target/spark-$WINNOW_SPARK ;;
esac
[ "${WINNOW_SPARK:-}" != 3.5 ] || scala=2.12
# Spark refuses a heap size among an executor's options. Java chooses the garbage collector of executors, as on a cluster,
# because the parallel collector limits cached rows to two thirds of the heap.
options_of_executors=$(printf '%s' "$options" | sed 's/-Xmx[^ ]*//; s/-XX:+UseParallelGC//')
export SPARK_HOME="$root/cluster-configs/$folder/spark-home" SPARK_SCALA_VERSION="$scala"
# shellcheck disable=SC2086
quietly "$java" $options "-Dspark.executor.memory=${executors:-1024}m" "-Dspark.executor.extraClassPath=${absolute#:}" \
  "-Dspark.executor.extraJavaOptions=$options_of_executors" -cp "$path" \
  dev.winnow.transforms.cluster.LargeFitBenchmark "$2" "$3" "$4" "$5" "$6" "$master" "$data"
