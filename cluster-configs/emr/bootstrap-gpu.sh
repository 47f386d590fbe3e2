#!/bin/sh
# Bootstrap action of the GPU cluster: copies onnxruntime_gpu to every node.
# EMR sets spark.*.extraClassPath to its own paths, and a job that sets it loses them. Spark's jars folder is on the class path in
# any case and comes before the job's jar. Spark is installed after the bootstrap actions, so a background loop waits for the
# folder.
set -eu

JAR=${1:?usage: bootstrap-gpu.sh s3://bucket/onnxruntime_gpu-1.21.0.jar}
sudo mkdir -p /opt/winnow/gpu
sudo aws s3 cp "$JAR" /opt/winnow/gpu/
(
  while [ ! -d /usr/lib/spark/jars ]; do
    sleep 5
  done
  sudo cp /opt/winnow/gpu/*.jar /usr/lib/spark/jars/
) >/dev/null 2>&1 &
