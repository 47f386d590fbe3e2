#!/bin/sh
# Runs Winnow on Spark with a GPU. Executors in separate processes embed photographs with an ONNX model and find clusters, on
# the card and on the CPU; then the results are compared. docs/benchmarks/gpu-kernel.md explains the lines of the output.
#
#   docs/benchmarks/gpu-run.sh --images FOLDER --model FOLDER [--output NAME] [--copies 1] [--k 300] [--cores N]
#   docs/benchmarks/gpu-run.sh --smoke ...       the same on the CPU with a simulated card; its figures are meaningless
#
# The machine needs an NVIDIA GPU, a JDK 17, python3 with numpy and pyarrow, CUDA and cuDNN where the loader finds them
# (LD_LIBRARY_PATH), and this checkout with a build by ./winnow, or with Maven. --copies sets the number of times that each
# photograph is taken; --work names a folder that keeps tables and logs.
#
# Environment: ONNXRUNTIME_GPU (the jar of onnxruntime_gpu); ONNXRUNTIME_NATIVE (a folder with its libraries, used instead of
# those in the jar); WINNOW_GPU_MEMORY (GiB of the executor's heap, default 8); all variables that ./winnow reads.
set -eu

root=$(CDPATH= cd -- "$(dirname -- "$0")/../.." && pwd -P)
images=""
model=""
output=""
copies=1
k=300
cores=$(getconf _NPROCESSORS_ONLN)
work=""
smoke=""
gpu=gpu

fail() {
  echo "gpu-run.sh: $1" >&2
  exit 2
}

while [ $# -gt 0 ]; do
  case "$1" in
    --smoke)
      smoke=yes
      gpu=auto
      shift
      continue
      ;;
    --images | --model | --output | --copies | --k | --cores | --work) [ $# -ge 2 ] || fail "$1 needs a value" ;;
    *) fail "unknown option $1" ;;
  esac
  case "$1" in
    --images) images=$(CDPATH= cd -- "$2" && pwd -P) ;;
    --model) model=$(CDPATH= cd -- "$2" && pwd -P) ;;
    --output) output=$2 ;;
    --copies) copies=$2 ;;
    --k) k=$2 ;;
    --cores) cores=$2 ;;
    --work) work=$2 ;;
  esac
  shift 2
done
[ -n "$images" ] && [ -n "$model" ] || fail "--images and --model must be folders"
[ -n "$smoke" ] || [ -f "${ONNXRUNTIME_GPU:-}" ] || fail "ONNXRUNTIME_GPU must be the jar of onnxruntime_gpu, got \"${ONNXRUNTIME_GPU:-}\""
if [ -z "$work" ]; then
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
fi
mkdir -p "$work/conf" "$work/events" "$work/logs" "$work/input" "$work/bin"
work=$(CDPATH= cd -- "$work" && pwd -P)

if [ -n "$smoke" ]; then
  cat >"$work/bin/nvidia-smi" <<'END'
#!/bin/sh
case "$1" in *index*) echo 0 ;; *name*) echo "no card, smoke" ;; *) echo "0, 0" ;; esac
END
  chmod +x "$work/bin/nvidia-smi"
  PATH=$work/bin:$PATH
  export PATH
fi

# Each copy goes into its own folder; the photographs' folders remain their labels.
copy=1
while [ "$copy" -le "$copies" ]; do
  [ -d "$work/input/$copy" ] || cp -R "$images" "$work/input/$copy"
  copy=$((copy + 1))
done

cat >"$work/recipe.yaml" <<END
apiVersion: winnow/v1
name: gpu-run
seed: 42
warehouse: $work/cpu
input: {format: images, path: $work/input}
embed: {encoder: djl, model: $model${output:+, output: $output}, device: cpu}
cluster: {k: $k, device: cpu}
prune: {keep: hard, keep_fraction: 0.8}
END

# At level INFO, Spark logs the card that each task got.
cat >"$work/conf/log4j2.properties" <<'END'
status = error
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.target = SYSTEM_ERR
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{HH:mm:ss.SSS} %p %c{1}: %m%n%ex
logger.tasks.name = org.apache.spark.scheduler.TaskSetManager
logger.tasks.level = info
logger.winnow.name = dev.winnow
logger.winnow.level = info
END
export SPARK_CONF_DIR="$work/conf"

# run NAME SPARK_OPTIONS -- ARGUMENTS: runs ./winnow with one executor on all cores. The report, the logs and the use of the
# card go to $work/logs.
run() {
  name=$1
  shift
  spark=""
  while [ "$1" != -- ]; do
    spark="$spark $1"
    shift
  done
  shift
  nvidia-smi --query-gpu=memory.used,utilization.gpu --format=csv,noheader,nounits -lms 200 >"$work/logs/$name.card" 2>/dev/null &
  card=$!
  code=0
  # shellcheck disable=SC2086
  "$root/winnow" --master "local-cluster[1,$cores,$memory]" --conf "spark.executor.memory=${memory}m" \
    --conf "spark.eventLog.enabled=true" --conf "spark.eventLog.rolling.enabled=false" --conf "spark.eventLog.compress=false" \
    --conf "spark.eventLog.dir=file://$work/events" --conf "spark.app.name=$name" $spark "$@" --json \
    >"$work/logs/$name.json" 2>"$work/logs/$name.log" || code=$?
  kill "$card" 2>/dev/null || true
  wait "$card" 2>/dev/null || true
  if [ "$code" -ne 0 ]; then
    tail -n 30 "$work/logs/$name.log" >&2
    echo "gpu-run.sh: $name ended with $code" >&2
    exit "$code"
  fi
  echo "$name done" >&2
}

memory=$((${WINNOW_GPU_MEMORY:-8} * 1024))
with_card="--conf spark.worker.resource.gpu.amount=1 --conf spark.worker.resource.gpu.discoveryScript=$root/cluster-configs/gpu-discovery.sh"
with_card="$with_card --conf spark.executor.resource.gpu.amount=1"
if [ -z "$smoke" ]; then
  with_card="$with_card --conf spark.executor.extraClassPath=$ONNXRUNTIME_GPU"
  with_card="$with_card --conf spark.executorEnv.LD_LIBRARY_PATH=${LD_LIBRARY_PATH:-}"
  if [ -n "${ONNXRUNTIME_NATIVE:-}" ]; then
    with_card="$with_card --conf spark.executor.extraJavaOptions=-Donnxruntime.native.path=$ONNXRUNTIME_NATIVE"
  fi
fi
share=$(awk "BEGIN { print 1 / $cores }")
every_task="--conf spark.task.resource.gpu.amount=$share"
recipe=$work/recipe.yaml

echo "nvidia-smi: $(nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader)" | tee "$work/logs/machine"
# All runs embed the rows of one ingest.
run ingest -- ingest "$recipe"
for name in gpu gpu-float32; do
  cp -R "$work/cpu" "$work/$name"
done
run cpu -- run "$recipe"
# shellcheck disable=SC2086
run gpu-embed $with_card $every_task -- embed "$recipe" --set "warehouse=$work/gpu" --set "embed.device=$gpu"
# Clusters the same vectors with the card and without it.
cp -R "$work/gpu" "$work/gpu-then-cpu"
# shellcheck disable=SC2086
run gpu-clusters $with_card $every_task -- run "$recipe" --set "warehouse=$work/gpu" --set "embed.device=$gpu" \
  --set "cluster.device=$gpu"
run cpu-clusters -- run "$recipe" --set "warehouse=$work/gpu-then-cpu" --set "embed.device=$gpu"
# Runs one job, in which only the tasks that embed ask for the card; without TF32.
# shellcheck disable=SC2086
run gpu-float32 $with_card --conf spark.executorEnv.NVIDIA_TF32_OVERRIDE=0 -- run "$recipe" --gpu-tasks "$share" \
  --set "warehouse=$work/gpu-float32" --set "embed.device=$gpu"
python3 "$root/docs/benchmarks/gpu-run.py" "$work" "${SPARK_HOME:-$root/cluster-configs/target/spark-home}"
