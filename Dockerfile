# The image that cluster-configs/kubernetes and cluster-configs/kubernetes-operator name: Spark, the job's jar, and nothing that runs as root.
#
#   mvn package -DskipTests -Pkubernetes     Spark with its Kubernetes client, and the jar
#   docker build -t my/winnow:0.1.0 .
#   docker run --rm my/winnow:0.1.0 --master 'local[*]' --class dev.winnow.jobs.Winnow /opt/winnow/winnow-0.1.0_spark4.0_2.13-all.jar --version

# A JRE is enough: Spark compiles its generated code with a compiler of its own. The C library has to be glibc, which ONNX Runtime is
# linked against, so no Alpine. For my/winnow-gpu, give a base with CUDA 12, cuDNN 9 and a Java 17, and add onnxruntime_gpu to /opt/winnow/gpu.
ARG BASE=eclipse-temurin:17-jre-jammy
FROM ${BASE}

ARG WINNOW_JAR=winnow-0.1.0_spark4.0_2.13-all.jar

# The number that the pod templates name as user and group; with an entry in the password file, since Hadoop asks for the user's name.
RUN groupadd --gid 185 spark \
  && useradd --uid 185 --gid 185 --no-create-home --home-dir /opt/spark/work-dir --shell /usr/sbin/nologin spark \
  && install -d -o 185 -g 185 /opt/spark/work-dir

# Spark changes least often and is the largest, so it comes first and its layer is reused.
COPY cluster-configs/target/spark-home /opt/spark
COPY LICENSE /opt/winnow/LICENSE
COPY cluster-configs/gpu-discovery.sh /opt/winnow/gpu-discovery.sh
COPY cluster-configs/recipes /opt/winnow/recipes
COPY cluster-configs/kubernetes/entrypoint.sh /opt/winnow/entrypoint.sh
# Last: of all these the jar changes most often.
COPY jobs/target/${WINNOW_JAR} /opt/winnow/${WINNOW_JAR}

# Spark asks for its Scala version where no script of its own has set it; the user has no home for DJL to unpack the tokenizer in.
ENV SPARK_HOME=/opt/spark \
  SPARK_SCALA_VERSION=2.13 \
  DJL_CACHE_DIR=/tmp/djl

WORKDIR /opt/spark/work-dir
# By number: a cluster that asks for runAsNonRoot can't look a name up.
USER 185:185
ENTRYPOINT ["/opt/winnow/entrypoint.sh"]
