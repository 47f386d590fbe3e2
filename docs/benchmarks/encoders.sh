#!/bin/sh
# Compares embedding on Spark with ONNX Runtime alone, on the same rows and with the same number of threads.
# docs/benchmarks/encoders.md explains the lines of the output.
#
#   docs/benchmarks/encoders.sh --corpus images --data FOLDER --model FOLDER --output embedding
#   docs/benchmarks/encoders.sh --corpus texts --data FILE.jsonl.gz --model FOLDER --output sentence_embedding --max-length 256
#
# Further options are passed to EncoderBenchmark: --rows, --batch, --cores, --rounds, --from ready|encoded.
#
# Environment: JAVA_HOME; WINNOW_SPARK (a Spark line); WINNOW_OFFLINE=1 (Maven offline); WINNOW_DRIVER_MEMORY (default 4g).
set -eu

root=$(CDPATH= cd -- "$(dirname -- "$0")/../.." && pwd -P)
cd "$root"
memory=4g
. docs/benchmarks/prepare.sh

echo "docs/benchmarks/encoders.sh $*"
# shellcheck disable=SC2086
quietly "$java" $options -cp "$path" dev.winnow.transforms.embed.djl.EncoderBenchmark "$@"
