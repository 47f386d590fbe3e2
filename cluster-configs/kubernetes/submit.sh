#!/bin/sh
# Curates photographs on Kubernetes without an operator: ingest on CPU nodes, embed on GPU nodes, the rest on CPU nodes.
# Start it again after any failure: finished stages are reused, and a finished run is a no-op.
set -eu

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
WINNOW_MASTER=${WINNOW_MASTER:-k8s://https://kubernetes.default.svc}
# local: means that the jar is in the image and nothing is uploaded.
WINNOW_JAR=${WINNOW_JAR:-local:///opt/winnow/winnow-0.1.0_spark4.2_2.13-all.jar}
# driver-pod.yaml mounts the recipe into the driver.
WINNOW_RECIPE=${WINNOW_RECIPE:-/opt/winnow/recipes/images-djl.yaml}
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# In cluster mode, spark-submit may end with 0 although the driver failed. It prints the exit code of the driver's container.
finish() {
  code=$(sed -n 's/.*exit code: *\([0-9][0-9]*\).*/\1/p' "$log" | tail -n 1)
  [ "${code:-1}" -eq 0 ] || exit "${code:-1}"
}

spark-submit --master "$WINNOW_MASTER" --properties-file "$here/cpu.properties" --name winnow-ingest \
  --conf "spark.kubernetes.driver.podTemplateFile=$here/driver-pod.yaml" \
  --class dev.winnow.jobs.Winnow "$WINNOW_JAR" ingest "$WINNOW_RECIPE" 2>&1 | tee "$log"
finish

spark-submit --master "$WINNOW_MASTER" --properties-file "$here/gpu.properties" --name winnow-embed \
  --conf "spark.kubernetes.driver.podTemplateFile=$here/driver-pod.yaml" \
  --conf "spark.kubernetes.executor.podTemplateFile=$here/executor-gpu-pod.yaml" \
  --class dev.winnow.jobs.Winnow "$WINNOW_JAR" embed "$WINNOW_RECIPE" 2>&1 | tee "$log"
finish

spark-submit --master "$WINNOW_MASTER" --properties-file "$here/cpu.properties" --name winnow-run \
  --conf "spark.kubernetes.driver.podTemplateFile=$here/driver-pod.yaml" \
  --class dev.winnow.jobs.Winnow "$WINNOW_JAR" run "$WINNOW_RECIPE" 2>&1 | tee "$log"
finish
