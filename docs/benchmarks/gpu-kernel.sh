#!/bin/sh
# Measures the search for the nearest of k centroids on a GPU, by ONNX Runtime: rows per second, GFLOP/s and share of
# the card's peak. First it checks some rows against the CPU's kernel. docs/benchmarks/gpu-kernel.md explains the lines
# of the output.
#
#   docs/benchmarks/gpu-kernel.sh --bundle DIR   on any machine with Maven: builds, and copies the jars that a run needs,
#                                                except ONNX Runtime, to DIR
#   docs/benchmarks/gpu-kernel.sh                on the GPU's machine, which needs a JDK but no Maven or network; the
#                                                folder WINNOW_GPU_JARS holds the jars, including onnxruntime_gpu
#   docs/benchmarks/gpu-kernel.sh --smoke        builds, and runs tiny sizes on the CPU; its figures are meaningless
#
# Further options are passed to GpuBenchmark: --k, --dim (lists), --rows, --threads, --rounds, --peak (TFLOP/s of the card
# in float32; measured if absent), --size (of the matrices that measure it), --device.
#
# Environment: JAVA_HOME; WINNOW_GPU_JARS; ONNXRUNTIME_NATIVE (a folder with ONNX Runtime's libraries, used instead of those
# in its jar); WINNOW_HEAP (default: half of the machine's memory, at most 16 GiB); WINNOW_OFFLINE=1 (Maven offline).
set -eu

root=$(CDPATH= cd -- "$(dirname -- "$0")/../.." && pwd -P)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
target=$root/transforms/target

build() {
  (cd "$root" && mvn -B -q ${WINNOW_OFFLINE:+-o} -P benchmarks -pl schemas,transforms -DskipTests package)
}

case "${1:-}" in
  --bundle)
    [ $# -eq 2 ] || {
      echo "gpu-kernel.sh: --bundle needs a folder" >&2
      exit 2
    }
    mkdir -p "$2"
    to=$(CDPATH= cd -- "$2" && pwd -P)
    build
    jar=${JAVA_HOME:+$JAVA_HOME/bin/}jar
    "$jar" --create --file "$to/winnow-gpu-kernel.jar" \
      -C "$target/classes" dev/winnow/transforms/kernel -C "$target/jmh-classes" dev/winnow/transforms/kernel/onnx
    tr : '\n' <"$target/jmh-classpath" | grep '/slf4j-api-[0-9.]*\.jar$' | while read -r file; do cp "$file" "$to"; done
    ls -l "$to"
    exit 0
    ;;
  --smoke)
    shift
    build
    path="$target/jmh-classes:$target/classes:$(cat "$target/jmh-classpath")"
    set -- --device cpu --k 37,300,1001 --dim 24 --rows 3000 --rounds 1 --threads 2 --size 128 "$@"
    ;;
  *)
    path=${WINNOW_GPU_JARS:?gpu-kernel.sh: WINNOW_GPU_JARS must be the folder of the jars, see --bundle}/*
    ;;
esac

kib=$(sed -n 's/^MemTotal: *\([0-9]*\) kB$/\1/p' /proc/meminfo 2>/dev/null || true)
memory=$((${kib:-8388608} / 2048))
[ "$memory" -le 16384 ] || memory=16384
exec "$java" --add-modules=jdk.incubator.vector "-Xmx${WINNOW_HEAP:-${memory}m}" \
  "-XX:MaxDirectMemorySize=${WINNOW_HEAP:-${memory}m}" ${ONNXRUNTIME_NATIVE:+-Donnxruntime.native.path=$ONNXRUNTIME_NATIVE} \
  -cp "$path" dev.winnow.transforms.kernel.onnx.GpuBenchmark "$@"
