#!/bin/sh
# Init script of the GPU cluster: copies onnxruntime_gpu to the platform's jars. They come before the job's library on the class
# path, so its classes hide those of the CPU build.
set -eu
cp /Volumes/main/winnow/files/onnxruntime_gpu-1.21.0.jar /databricks/jars/
