#!/bin/sh
# Runs a Spark standalone cluster on this machine: a Master and Workers, in the background, bound to the loopback address.
#
#   cluster.sh up        starts the processes that do not run, waits for the workers, prints the master's URL and the log folder
#   cluster.sh status    prints a line per process; ends with 0 if all run, else with 3
#   cluster.sh down      stops the processes that `up` started, and no others
#
# Environment: SPARK_HOME; JAVA_HOME; WINNOW_WORKERS (2), WINNOW_WORKER_CORES (1) and WINNOW_WORKER_MEMORY (1536, in MB, for each);
# WINNOW_MASTER_PORT (exactly this port, 0 for any; unset: 7077, or the next free port); WINNOW_MASTER_UI_PORT (0: any);
# WINNOW_CLUSTER_DIR (pid files and logs); WINNOW_CLUSTER_WAIT (120, the seconds within which the workers must register).
set -eu

# Workers hand their locale on to executors; file names are UTF-8.
export LC_ALL=C.UTF-8

root=$(CDPATH= cd -- "$(dirname -- "$0")/../.." && pwd -P)
spark=${SPARK_HOME:-$root/cluster-configs/target/spark-home}
run=${WINNOW_CLUSTER_DIR:-$root/target/standalone}
wait=${WINNOW_CLUSTER_WAIT:-120}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
host=127.0.0.1

fail() {
  echo "winnow: $2" >&2
  exit "$1"
}

number() {
  case "$2" in
    '' | *[!0-9]*) fail 2 "$1 must be a whole number, got \"$2\"" ;;
  esac
}

# Prints the pid of a process that `up` started and that still runs. A pid alone proves nothing, because the system reuses pids.
# The command line must contain the mark that `start` put there.
pid() {
  [ -f "$run/$1.pid" ] || return 1
  id=$(cat "$run/$1.pid")
  case "$id" in
    '' | *[!0-9]*) return 1 ;;
  esac
  if [ -r "/proc/$id/cmdline" ]; then
    tr '\0' '\n' <"/proc/$id/cmdline" 2>/dev/null | grep -qxF -e "-Dwinnow.standalone=$run/$1" || return 1
  else
    ps -ww -o args= -p "$id" 2>/dev/null | grep -qF -e "-Dwinnow.standalone=$run/$1 " || return 1
  fi
  echo "$id"
}

# start NAME CLASS [JVM options] -- [arguments]: starts a process in the background, with its own log.
start() {
  name=$1
  class=$2
  shift 2
  options=""
  while [ "$1" != -- ]; do
    options="$options $1"
    shift
  done
  shift
  # No --add-opens here: the daemons need none, and they pass executors theirs.
  # shellcheck disable=SC2086
  nohup "$java" "-Dwinnow.standalone=$run/$name" -Xmx256m -XX:+UseSerialGC $options \
    -Dlog4j2.configurationFile="$run/log4j2.properties" -cp "$spark/conf:$spark/jars/*" "$class" "$@" >"$run/$name.log" 2>&1 </dev/null &
  echo $! >"$run/$name.pid"
  started="$name $started"
  # Until the new process has become Java, it still has this script's command line.
  tries=5
  until pid "$name" >/dev/null || [ "$tries" -eq 0 ]; do
    sleep 1
    tries=$((tries - 1))
  done
}

# stop NAME: asks the process to end, and kills it after ten seconds.
stop() {
  if stopped=$(pid "$1"); then
    kill "$stopped" 2>/dev/null || true
    left=10
    while pid "$1" >/dev/null && [ "$left" -gt 0 ]; do
      sleep 1
      left=$((left - 1))
    done
    if stopped=$(pid "$1"); then
      kill -9 "$stopped" 2>/dev/null || true
    fi
    echo "$1 stopped"
  fi
  rm -f "$run/$1.pid"
}

# Stops the workers first and the master last, because a worker without its master only waits for another master.
stop_all() {
  for file in "$run"/worker-*.pid; do
    [ ! -f "$file" ] || stop "$(basename "$file" .pid)"
  done
  stop master
  rm -f "$run/workers"
}

# Stops the processes that this `up` has started, the master last. Processes that ran before continue.
undo() {
  for name in $started; do
    stop "$name" >/dev/null
  done
}

# give_up NAME WHY: shows the end of the log and stops the new processes, so that no half of a cluster remains.
give_up() {
  tail -n 5 "$run/$1.log" >&2 || true
  undo
  fail 5 "$2; the whole log is $run/$1.log"
}

# await NAME TEXT: returns when the text is in the log.
await() {
  until grep -q "$2" "$run/$1.log" 2>/dev/null; do
    if ! pid "$1" >/dev/null; then
      taken=$(sed -n 's/.* retries (starting from \([0-9]*\)).*/\1/p' "$run/$1.log" | head -n 1)
      [ -z "$taken" ] || give_up "$1" "port $taken must be free, and is taken; choose another WINNOW_MASTER_PORT, or 0 for any"
      give_up "$1" "the $1 ended before it was ready"
    fi
    [ "$(date +%s)" -lt "$deadline" ] || give_up "$1" "the $1 was not ready within $wait seconds (WINNOW_CLUSTER_WAIT)"
    sleep 1
  done
}

url() {
  sed -n 's/.*Starting Spark master at \(spark:[^ ]*\).*/\1/p' "$run/master.log" | tail -n 1
}

up() {
  workers=${WINNOW_WORKERS:-2}
  cores=${WINNOW_WORKER_CORES:-1}
  memory=${WINNOW_WORKER_MEMORY:-1536}
  number WINNOW_WORKERS "$workers"
  number WINNOW_WORKER_CORES "$cores"
  number WINNOW_WORKER_MEMORY "$memory"
  number WINNOW_CLUSTER_WAIT "$wait"
  number WINNOW_MASTER_PORT "${WINNOW_MASTER_PORT:-0}"
  number WINNOW_MASTER_UI_PORT "${WINNOW_MASTER_UI_PORT:-0}"
  command -v "$java" >/dev/null 2>&1 || fail 5 "no Java found; install JDK 17 or set JAVA_HOME"
  [ -d "$spark/jars" ] || fail 5 "SPARK_HOME must hold a folder of jars, $spark does not"
  scala=$(ls "$spark/jars" | sed -n 's/^spark-core_\([0-9.]*\)-.*\.jar$/\1/p' | head -n 1)
  [ -n "$scala" ] || fail 5 "SPARK_HOME must hold Spark, $spark/jars has no spark-core"
  mkdir -p "$run"
  if ! (set -C && echo $$ >"$run/up.lock") 2>/dev/null; then
    # If the process of the lock does not run, the lock is left from an `up` that was killed.
    ! kill -0 "$(cat "$run/up.lock")" 2>/dev/null || fail 6 "another up is already running for $run, process $(cat "$run/up.lock")"
    echo $$ >"$run/up.lock"
  fi
  trap 'rm -f "$run/up.lock"' EXIT
  started=""
  trap 'undo; exit 129' HUP
  trap 'undo; exit 130' INT
  trap 'undo; exit 143' TERM
  # The workers pass these to executors. SPARK_LOCAL_IP binds everything to the loopback address.
  export SPARK_HOME="$spark" SPARK_SCALA_VERSION="$scala" SPARK_LOCAL_IP="$host"
  # At level INFO, Spark logs when it listens and when a worker is registered.
  cat >"$run/log4j2.properties" <<'END'
status = error
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.target = SYSTEM_ERR
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{HH:mm:ss} %p %c{1}: %m%n%ex
END

  deadline=$(($(date +%s) + wait))
  if ! pid master >/dev/null; then
    # Workers of a dead master wait for it at an address that may never come back.
    stop_all >/dev/null
    # By default, Spark tries the next port if a port is taken. A requested port must be used exactly.
    retries=16
    [ -z "${WINNOW_MASTER_PORT:-}" ] || retries=0
    start master org.apache.spark.deploy.master.Master "-Dspark.port.maxRetries=$retries" -- \
      --host "$host" --port "${WINNOW_MASTER_PORT:-7077}" --webui-port "${WINNOW_MASTER_UI_PORT:-0}"
  fi
  await master 'Starting Spark master at spark:'
  # The master is ready once it has elected itself.
  await master 'New state: ALIVE'
  echo "$workers" >"$run/workers"
  n=1
  while [ "$n" -le "$workers" ]; do
    if ! pid "worker-$n" >/dev/null; then
      start "worker-$n" org.apache.spark.deploy.worker.Worker -- --host "$host" --port 0 --webui-port 0 \
        --cores "$cores" --memory "${memory}m" --work-dir "$run/worker-$n" "$(url)"
    fi
    n=$((n + 1))
  done
  n=1
  while [ "$n" -le "$workers" ]; do
    await "worker-$n" 'Successfully registered with master spark:'
    n=$((n + 1))
  done
  if [ -z "${WINNOW_MASTER_PORT:-}" ]; then
    case "$(url)" in
      *:7077) ;;
      *) echo "winnow: port 7077 is taken, so the master listens on another one" >&2 ;;
    esac
  fi
  echo "master  $(url)"
  echo "web     $(sed -n 's/.*Bound MasterWebUI to .* started at \(http:.*\)/\1/p' "$run/master.log" | tail -n 1)"
  echo "logs    $run"
}

status() {
  all=0
  names=master
  n=1
  workers=$(cat "$run/workers" 2>/dev/null || echo "${WINNOW_WORKERS:-2}")
  while [ "$n" -le "$workers" ]; do
    names="$names worker-$n"
    n=$((n + 1))
  done
  for name in $names; do
    if running=$(pid "$name"); then
      echo "$name  running, process $running"
    else
      echo "$name  not running"
      all=3
    fi
  done
  return "$all"
}

case "${1:-}" in
  up) up ;;
  status) status ;;
  down) stop_all ;;
  *) fail 2 "standalone needs one of up, status and down, got \"${1:-}\"" ;;
esac
