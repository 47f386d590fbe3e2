#!/bin/sh
# Encoders: what a fit and an embedding cost, and what the vectors are worth. docs/benchmarks/encoders.md says what the columns mean.
#
#   docs/benchmarks/weight-free.sh [--only fashion|flowers|clinc150|imdb] [--rounds 1] [--worth no]
#
# The data lie in WINNOW_SHARED, by default the folder `shared` beside the checkout.
# Environment: JAVA_HOME; WINNOW_OFFLINE=1 (Maven offline); WINNOW_DRIVER_MEMORY (default 5g).
set -eu

root=$(CDPATH= cd -- "$(dirname -- "$0")/../.." && pwd -P)
cd "$root"
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# Runs a command whose errors are shown only if it fails.
quietly() {
  "$@" 2>"$log" || {
    status=$?
    tail -n 40 "$log" >&2
    exit $status
  }
}

mvn -B -q ${WINNOW_OFFLINE:+-o} -P benchmarks -pl schemas,transforms -DskipTests package >"$log" 2>&1 || {
  tail -n 40 "$log" >&2
  exit 1
}
target=transforms/target
path="$target/jmh-classes:$target/test-classes:$target/classes:$(cat "$target/jmh-classpath")"
options="--add-modules=jdk.incubator.vector -Xmx${WINNOW_DRIVER_MEMORY:-5g} -XX:+UseParallelGC -Djdk.reflect.useDirectMethodHandle=false"
for package in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util java.util.concurrent \
  java.util.concurrent.atomic sun.nio.ch sun.nio.cs sun.security.action sun.util.calendar; do
  options="$options --add-opens=java.base/$package=ALL-UNNAMED"
done
export SPARK_LOCAL_IP="${SPARK_LOCAL_IP:-127.0.0.1}"

echo "docs/benchmarks/weight-free.sh $*"
# shellcheck disable=SC2086
quietly "$java" $options "-Dwinnow.shared=${WINNOW_SHARED:-$root/../shared}" -cp "$path" \
  dev.winnow.transforms.embed.WeightFreeBenchmark "$@"
