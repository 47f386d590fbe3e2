# Builds the benchmarks and sets the variables that a run needs. The scripts in this folder source it from the project's root.
#   memory   set by the script before: the largest heap, used if WINNOW_DRIVER_MEMORY is not set
#   java, path, options   set here: the command, the class path and the JVM's options
#   quietly COMMAND ...   runs a command and shows its errors only if it fails
# The script may set `work`, a folder that is removed with the log at the end.
# shellcheck shell=sh disable=SC2034

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
profiles=benchmarks
target=transforms/target
if [ "${WINNOW_SPARK:-4.2}" != 4.2 ]; then
  profiles=benchmarks,spark-$WINNOW_SPARK
  target=transforms/target/spark-$WINNOW_SPARK
fi
log=$(mktemp)
trap 'rm -rf "$log" ${work:+"$work"}' EXIT

quietly() {
  "$@" 2>"$log" || {
    status=$?
    tail -n 40 "$log" >&2
    exit $status
  }
}

mvn -B -q ${WINNOW_OFFLINE:+-o} -P "$profiles" -pl schemas,transforms -DskipTests package >"$log" 2>&1 || {
  tail -n 40 "$log" >&2
  exit 1
}
path="$target/jmh-classes:$target/test-classes:$target/classes:$(cat "$target/jmh-classpath")"
options="--add-modules=jdk.incubator.vector -Xmx${WINNOW_DRIVER_MEMORY:-$memory} -XX:+UseParallelGC -Djdk.reflect.useDirectMethodHandle=false"
for package in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util java.util.concurrent \
  java.util.concurrent.atomic sun.nio.ch sun.nio.cs sun.security.action sun.util.calendar; do
  options="$options --add-opens=java.base/$package=ALL-UNNAMED"
done
export SPARK_LOCAL_IP="${SPARK_LOCAL_IP:-127.0.0.1}"
