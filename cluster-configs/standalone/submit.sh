#!/bin/sh
# Curates photographs on a standalone cluster: ingest on CPU workers, embed on GPU workers, the rest on CPU workers.
# The driver runs on this host, in client mode, and needs no GPU.
# In client mode, spark-submit ends with Winnow's own exit code, and so does this script. Start it again after any failure:
# finished stages are reused, and a finished run is a no-op.
set -eu

# The driver in client mode takes the locale of this host; file names are UTF-8.
export LC_ALL=C.UTF-8

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
WINNOW_CPU_MASTER=${WINNOW_CPU_MASTER:-spark://cpu-master:7077}
WINNOW_GPU_MASTER=${WINNOW_GPU_MASTER:-spark://gpu-master:7077}
WINNOW_JAR=${WINNOW_JAR:-/opt/winnow/winnow-0.1.0_spark4.2_2.13-all.jar}
WINNOW_RECIPE=${WINNOW_RECIPE:-$here/../recipes/images-djl.yaml}

# A stage reads the tables of the stages before it: embed needs ingest, and ingest needs no GPU.
spark-submit --master "$WINNOW_CPU_MASTER" --properties-file "$here/cpu.properties" --name winnow-ingest \
  --class dev.winnow.jobs.Winnow "$WINNOW_JAR" ingest "$WINNOW_RECIPE"

spark-submit --master "$WINNOW_GPU_MASTER" --properties-file "$here/gpu.properties" --name winnow-embed \
  --class dev.winnow.jobs.Winnow "$WINNOW_JAR" embed "$WINNOW_RECIPE"

# Same recipe, same input: ingest and embed are reused, and the stages from cluster to publish run.
spark-submit --master "$WINNOW_CPU_MASTER" --properties-file "$here/cpu.properties" --name winnow-run \
  --class dev.winnow.jobs.Winnow "$WINNOW_JAR" run "$WINNOW_RECIPE"
