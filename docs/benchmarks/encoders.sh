#!/bin/sh
# Benchmark of embedding: Spark beside ONNX Runtime alone, on the same rows and the same number of threads.
# docs/benchmarks/encoders.md says what each line means.
#
#   docs/benchmarks/encoders.sh --corpus images --data FOLDER --model FOLDER --output embedding
#   docs/benchmarks/encoders.sh --corpus texts --data FILE.jsonl.gz --model FOLDER --output sentence_embedding --max-length 256
#
# Further options go to EncoderBenchmark: --rows, --batch, --cores, --rounds.
#
# Environment: JAVA_HOME; WINNOW_SPARK (3.5 for that line); WINNOW_OFFLINE=1 (Maven offline); WINNOW_DRIVER_MEMORY (default 4g).
set -eu

root=$(CDPATH= cd -- "$(dirname -- "$0")/../.." && pwd -P)
cd "$root"
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
profiles=benchmarks
target=transforms/target
if [ "${WINNOW_SPARK:-4.0}" = 3.5 ]; then
  profiles=benchmarks,spark-3.5
  target=transforms/target/spark-3.5
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT

mvn -B -q ${WINNOW_OFFLINE:+-o} -P "$profiles" -pl schemas,transforms -DskipTests package >"$log" 2>&1 || {
  tail -n 40 "$log" >&2
  exit 1
}
options="--add-modules=jdk.incubator.vector -Xmx${WINNOW_DRIVER_MEMORY:-4g} -Djdk.reflect.useDirectMethodHandle=false"
for package in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util java.util.concurrent \
  java.util.concurrent.atomic sun.nio.ch sun.nio.cs sun.security.action sun.util.calendar; do
  options="$options --add-opens=java.base/$package=ALL-UNNAMED"
done
export SPARK_LOCAL_IP="${SPARK_LOCAL_IP:-127.0.0.1}"
echo "docs/benchmarks/encoders.sh $*"
# shellcheck disable=SC2086
"$java" $options -cp "$target/jmh-classes:$target/classes:$(cat "$target/jmh-classpath")" \
  dev.winnow.transforms.embed.EncoderBenchmark "$@" 2>"$log" || {
  status=$?
  tail -n 40 "$log" >&2
  exit $status
}
