#!/bin/sh
# Adds the steps to a running EMR cluster: ./submit.sh j-ABC gpu, or ./submit.sh j-ABC cpu. JSON has no comments, so the
# explanations of all files are here.
#
# steps-emr8-gpu.json   EMR 8 has Spark 4.0 with Scala 2.13. Photographs: ingest on CPU nodes, embed on the GPU node group, the
#                       rest on CPU nodes. cpu and gpu are YARN node labels; leave them out if all nodes are of one kind.
# steps-emr7-cpu.json   EMR 7 has Spark 3.5 with Scala 2.12 and needs the jar of that line. Documents, no GPU.
# configurations-gpu.json  for create-cluster: makes YARN manage GPUs, and hides the GPUs of others from a container.
# bootstrap-gpu.sh      for create-cluster: copies onnxruntime_gpu to every node.
#
# Cluster mode: no driver needs a GPU. The driver of embed finds the length of the model's vectors on its CPU.
# LC_ALL: file names are UTF-8, whatever the locale of a node is.
# maxAppAttempts 1: YARN does not start a faulty recipe twice. CANCEL_AND_WAIT: a failed step stops the later steps, but the
# cluster stays. Recipes are read from s3:// with EMR's own credentials. Do not turn delta-defaults on: the jar brings its own
# Delta, and two versions of Delta do not mix. Add the steps again after any failure: finished stages are reused, and a finished
# run is a no-op.
set -eu

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
cluster=${1:?usage: submit.sh CLUSTER_ID cpu|gpu}
case "${2:?usage: submit.sh CLUSTER_ID cpu|gpu}" in
  gpu) steps=steps-emr8-gpu.json ;;
  cpu) steps=steps-emr7-cpu.json ;;
  *)
    echo "usage: submit.sh CLUSTER_ID cpu|gpu" >&2
    exit 2
    ;;
esac
exec aws emr add-steps --cluster-id "$cluster" --steps "file://$here/$steps"
