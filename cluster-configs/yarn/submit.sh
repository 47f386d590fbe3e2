#!/bin/sh
# Curates photographs on YARN: ingest on CPU nodes, embed on the GPU node group, the rest on CPU nodes.
# ingest and run are in client mode, where spark-submit ends with Winnow's own exit code. embed is in cluster mode, where
# spark-submit ends with 1 for every failure; Winnow's code is in the log of the application master. Start it again after any
# failure: finished stages are reused.
set -eu

# The driver in client mode takes the locale of this host; file names are UTF-8.
export LC_ALL=C.UTF-8

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
WINNOW_JAR=${WINNOW_JAR:-/opt/winnow/winnow-0.1.0_spark4.2_2.13-all.jar}
# The recipe must be on a file system of the cluster: the driver of embed runs on another node, without the files of this host.
WINNOW_RECIPE=${WINNOW_RECIPE:-hdfs:///winnow/recipes/images-djl.yaml}

spark-submit --master yarn --properties-file "$here/cpu.properties" --name winnow-ingest \
  --class dev.winnow.jobs.Winnow "$WINNOW_JAR" ingest "$WINNOW_RECIPE"

# YARN makes the files that it ships executable.
spark-submit --master yarn --properties-file "$here/gpu.properties" --name winnow-embed \
  --files "$here/../gpu-discovery.sh" \
  --class dev.winnow.jobs.Winnow "$WINNOW_JAR" embed "$WINNOW_RECIPE"

spark-submit --master yarn --properties-file "$here/cpu.properties" --name winnow-run \
  --class dev.winnow.jobs.Winnow "$WINNOW_JAR" run "$WINNOW_RECIPE"
