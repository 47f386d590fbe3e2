#!/bin/sh
# Curates photographs on two Dataproc clusters, one of CPU nodes and one of GPU nodes: ingest, embed, and the rest.
# Image 2.2 has Spark 3.5 with Scala 2.12 and needs the jar of that line. On an image with Spark 4 and Scala 2.13, set
# WINNOW_JAR to the jar of its line. Create the GPU cluster with GPUs on the workers (the master needs none), and with an
# initialization action that installs the driver, CUDA, cuDNN and /usr/lib/spark/jars/onnxruntime_gpu-1.21.0.jar.
# The script waits for each job and ends if one fails. Start it again after any failure: finished stages are reused.
set -eu

WINNOW_REGION=${WINNOW_REGION:-europe-west4}
WINNOW_CPU_CLUSTER=${WINNOW_CPU_CLUSTER:-winnow-cpu}
WINNOW_GPU_CLUSTER=${WINNOW_GPU_CLUSTER:-winnow-gpu}
WINNOW_JAR=${WINNOW_JAR:-gs://my-bucket/jars/winnow-0.1.0_spark3.5_2.12-all.jar}
WINNOW_RECIPE=${WINNOW_RECIPE:-gs://my-bucket/recipes/images-djl.yaml}

# The addresses in the recipe belong to another cloud, so every step sets the same three values. Stages are keyed by input and
# model, so a step with other values would find nothing to reuse.
gcloud dataproc jobs submit spark --region="$WINNOW_REGION" --cluster="$WINNOW_CPU_CLUSTER" \
  --class=dev.winnow.jobs.Winnow --jars="$WINNOW_JAR" \
  --properties=spark.executorEnv.LC_ALL=C.UTF-8,spark.yarn.appMasterEnv.LC_ALL=C.UTF-8 \
  -- ingest "$WINNOW_RECIPE" --set warehouse=gs://my-bucket/winnow --set input.path=gs://my-bucket/photos \
  --set embed.model=gs://my-bucket/models/encoder

# 8 cores share the one GPU of their executor. ONNX Runtime uses memory outside the heap.
gcloud dataproc jobs submit spark --region="$WINNOW_REGION" --cluster="$WINNOW_GPU_CLUSTER" \
  --class=dev.winnow.jobs.Winnow --jars="$WINNOW_JAR" --files=gs://my-bucket/winnow/gpu-discovery.sh \
  --properties=spark.executor.cores=8,spark.executor.memory=12g,spark.executor.memoryOverhead=8g,spark.executor.resource.gpu.amount=1,spark.executor.resource.gpu.discoveryScript=./gpu-discovery.sh,spark.task.resource.gpu.amount=0.125,spark.executorEnv.LC_ALL=C.UTF-8,spark.yarn.appMasterEnv.LC_ALL=C.UTF-8 \
  -- embed "$WINNOW_RECIPE" --set warehouse=gs://my-bucket/winnow --set input.path=gs://my-bucket/photos \
  --set embed.model=gs://my-bucket/models/encoder

# Clustering is two to three times faster with the module of the JDK's vectors, which Spark 3.5 does not load by itself.
gcloud dataproc jobs submit spark --region="$WINNOW_REGION" --cluster="$WINNOW_CPU_CLUSTER" \
  --class=dev.winnow.jobs.Winnow --jars="$WINNOW_JAR" \
  --properties=spark.driver.extraJavaOptions=--add-modules=jdk.incubator.vector,spark.executor.extraJavaOptions=--add-modules=jdk.incubator.vector,spark.executorEnv.LC_ALL=C.UTF-8,spark.yarn.appMasterEnv.LC_ALL=C.UTF-8 \
  -- run "$WINNOW_RECIPE" --set warehouse=gs://my-bucket/winnow --set input.path=gs://my-bucket/photos \
  --set embed.model=gs://my-bucket/models/encoder
