# Builds the image for cluster-configs/kubernetes and cluster-configs/kubernetes-operator: Spark and the job's jar. Nothing in it
# runs as root.
#
#   mvn package -DskipTests -Pkubernetes     makes Spark with its Kubernetes client, and the jar
#   docker build -t my/winnow:0.1.0 .
#   docker run --rm my/winnow:0.1.0 --master 'local[*]' --class dev.winnow.jobs.Winnow /opt/winnow/winnow-0.1.0_spark4.2_2.13-all.jar --version

# A JRE is enough, because Spark compiles its generated code with its own compiler. The C library must be glibc, against which
# ONNX Runtime is linked, so Alpine does not work. For my/winnow-gpu, give a base image with CUDA 12, cuDNN 9 and a Java 17, and
# add onnxruntime_gpu to /opt/winnow/gpu.
ARG BASE=eclipse-temurin:17-jre-jammy
FROM ${BASE}

ARG WINNOW_JAR=winnow-0.1.0_spark4.2_2.13-all.jar

# The pod templates name 185 as user and group. The user needs an entry in the password file, because Hadoop asks for its name.
RUN groupadd --gid 185 spark \
  && useradd --uid 185 --gid 185 --no-create-home --home-dir /opt/spark/work-dir --shell /usr/sbin/nologin spark \
  && install -d -o 185 -g 185 /opt/spark/work-dir

# Spark changes least often and is the largest part, so it comes first and its layer is reused.
COPY cluster-configs/target/spark-home /opt/spark
COPY LICENSE /opt/winnow/LICENSE
COPY cluster-configs/gpu-discovery.sh /opt/winnow/gpu-discovery.sh
COPY cluster-configs/recipes /opt/winnow/recipes
COPY cluster-configs/kubernetes/entrypoint.sh /opt/winnow/entrypoint.sh
# The jar changes most often, so it comes last.
COPY jobs/target/${WINNOW_JAR} /opt/winnow/${WINNOW_JAR}

# Text encoders by name are not in the image: mount the folder of `./winnow models fetch`, and set WINNOW_MODELS to it.
# Spark needs SPARK_SCALA_VERSION if none of its own scripts has set it. DJL unpacks the tokenizer in DJL_CACHE_DIR, because the
# user has no home. File names are UTF-8, so the locale is too.
ENV LC_ALL=C.UTF-8 \
  SPARK_HOME=/opt/spark \
  SPARK_SCALA_VERSION=2.13 \
  DJL_CACHE_DIR=/tmp/djl

WORKDIR /opt/spark/work-dir
# The user is given by number, because a cluster that requires runAsNonRoot cannot look up a name.
USER 185:185
ENTRYPOINT ["/opt/winnow/entrypoint.sh"]
