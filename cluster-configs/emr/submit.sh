#!/bin/sh
# Adds the steps to a running EMR cluster: ./submit.sh j-ABC gpu, or ./submit.sh j-ABC cpu. JSON takes no comments, so the reasons stand here.
#
# steps-emr8-gpu.json   EMR 8 is Spark 4.0 with Scala 2.13. Photographs: ingest on CPU nodes, embed on the GPU node group, the rest on CPU
#                       nodes. The node labels cpu and gpu are YARN's; leave them out on a cluster of one kind of nodes.
# steps-emr7-cpu.json   EMR 7 is Spark 3.5 with Scala 2.12: the jar of that line. Documents, no GPU.
# configurations-gpu.json  for create-cluster: YARN learns of GPUs, and hides those of others from a container.
# bootstrap-gpu.sh      for create-cluster: onnxruntime_gpu on every node.
#
# Cluster mode: no driver needs a GPU, that of embed learns the length of the model's vectors on its CPU.
# maxAppAttempts 1: YARN does not start a faulty recipe twice. CANCEL_AND_WAIT: a failed step stops the later ones, the cluster stays.
# Recipes stand behind s3://, which EMR reads with its own credentials. Don't turn delta-defaults on: the jar brings its own Delta, and
# two of them do not mix. Add the steps again after any failure: what is done is reused, and a finished run is a no-op.
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
