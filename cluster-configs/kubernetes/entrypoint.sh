#!/bin/sh
# Entry point of the image. Kubernetes starts it with `driver ...` or `executor`, as with Spark's own images. Any other arguments
# are passed to spark-submit unchanged.
set -eu

SPARK_HOME=${SPARK_HOME:-/opt/spark}
export SPARK_HOME
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
# The extra class path of this pod comes first, so that GPU libraries hide those of the job's jar.
classes="${SPARK_EXTRA_CLASSPATH:+$SPARK_EXTRA_CLASSPATH:}${SPARK_CONF_DIR:-$SPARK_HOME/conf}:${HADOOP_CONF_DIR:+$HADOOP_CONF_DIR:}$SPARK_HOME/jars/*"

# Spark's launcher derives memory, class path and options of the JVM from the properties. It prints a zero byte, a newline and
# then the command, each word ended by a zero byte. Newlines within words pass through `read` as bytes of value one.
spark_submit() {
  words=$(mktemp)
  "$java" -Xmx128m -cp "$SPARK_HOME/jars/*" org.apache.spark.launcher.Main org.apache.spark.deploy.SparkSubmit "$@" >"$words"
  set --
  while IFS= read -r word; do
    set -- "$@" "$(printf '%s' "$word" | tr '\001' '\n')"
  done <<END
$(tail -c +3 "$words" | tr '\n\000' '\001\n')
END
  rm -f "$words"
  exec "$@"
}

case "${1:-}" in
  driver)
    shift
    spark_submit --conf "spark.driver.bindAddress=$SPARK_DRIVER_BIND_ADDRESS" \
      --conf "spark.executorEnv.SPARK_DRIVER_POD_IP=$SPARK_DRIVER_BIND_ADDRESS" --deploy-mode client "$@"
    ;;
  executor)
    # Spark passes the JVM options one by one: SPARK_JAVA_OPT_0, SPARK_JAVA_OPT_1 ...
    set --
    n=0
    while eval "[ -n \"\${SPARK_JAVA_OPT_$n+set}\" ]"; do
      eval "set -- \"\$@\" \"\$SPARK_JAVA_OPT_$n\""
      n=$((n + 1))
    done
    exec "$java" "$@" "-Xms$SPARK_EXECUTOR_MEMORY" "-Xmx$SPARK_EXECUTOR_MEMORY" -cp "$classes" \
      org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend \
      --driver-url "$SPARK_DRIVER_URL" --executor-id "$SPARK_EXECUTOR_ID" --cores "$SPARK_EXECUTOR_CORES" \
      --app-id "$SPARK_APPLICATION_ID" --hostname "$SPARK_EXECUTOR_POD_IP" \
      --resourceProfileId "$SPARK_RESOURCE_PROFILE_ID" --podName "$SPARK_EXECUTOR_POD_NAME"
    ;;
  *) spark_submit "$@" ;;
esac
