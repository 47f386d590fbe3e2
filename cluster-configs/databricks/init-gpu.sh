#!/bin/sh
# Init script of the GPU cluster: onnxruntime_gpu among the platform's jars, which come before the job's library, so that its classes hide
# those of the CPU build.
set -eu
cp /Volumes/main/winnow/files/onnxruntime_gpu-1.21.0.jar /databricks/jars/
