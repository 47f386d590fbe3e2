"""Curates photographs every night: ingest on CPU nodes, embed on GPU nodes, the rest on CPU nodes.

With Airflow (2.7 or later, and its Spark provider) this is a DAG. Without it, `python3 winnow_dag.py` runs the same steps in
the same order with the same retries. In both cases a step may be retried after any failure: finished stages are reused, and a
finished run is a no-op.
"""

import os
import re
import subprocess
import sys
import time

JAR = "local:///opt/winnow/winnow-0.1.0_spark4.2_2.13-all.jar"
MAIN = "dev.winnow.jobs.Winnow"
RECIPE = "/opt/winnow/recipes/images-djl.yaml"
# The Airflow connection winnow_spark must hold the same values: host k8s://..., and {"deploy-mode": "cluster", "namespace": "winnow"}.
MASTER = "k8s://https://kubernetes.default.svc"
DEPLOY_MODE = "cluster"
CONNECTION = "winnow_spark"

# Commands of Winnow, each with its kind of nodes. A stage reads the tables of the stages before it, so the order is fixed.
STEPS = (("ingest", "cpu"), ("embed", "gpu"), ("run", "cpu"))

RETRIES = 5
# A dead driver's lease expires after one minute. An earlier retry would find the tables held.
RETRY_SECONDS = 90

_COMMON = {
    "spark.kubernetes.namespace": "winnow",
    "spark.kubernetes.authenticate.driver.serviceAccountName": "winnow",
    "spark.kubernetes.driver.podTemplateFile": "/opt/winnow/kubernetes/driver-pod.yaml",
    "spark.driver.memory": "8g",
    "spark.executor.memory": "12g",
    "spark.executorEnv.LC_ALL": "C.UTF-8",  # file names are UTF-8
    "spark.kubernetes.driverEnv.LC_ALL": "C.UTF-8",
}
CONF = {
    "cpu": {
        **_COMMON,
        "spark.kubernetes.container.image": "my/winnow:0.1.0",
        "spark.executor.instances": "16",
        "spark.executor.cores": "4",
    },
    "gpu": {
        **_COMMON,
        "spark.kubernetes.container.image": "my/winnow-gpu:0.1.0",
        "spark.kubernetes.executor.podTemplateFile": "/opt/winnow/kubernetes/executor-gpu-pod.yaml",
        "spark.executor.instances": "4",
        "spark.executor.cores": "8",
        "spark.executor.memoryOverhead": "8g",  # ONNX Runtime uses memory outside the heap
        "spark.executor.resource.gpu.vendor": "nvidia.com",
        "spark.executor.resource.gpu.amount": "1",
        "spark.executor.resource.gpu.discoveryScript": "/opt/winnow/gpu-discovery.sh",
        "spark.task.resource.gpu.amount": "0.125",  # 8 cores share one GPU
        "spark.executor.extraClassPath": "/opt/winnow/gpu/*",
        "spark.executorEnv.DJL_CACHE_DIR": "/tmp/djl",
        "spark.kubernetes.driverEnv.DJL_CACHE_DIR": "/tmp/djl",
    },
}


def job(command, nodes):
    """Returns a step as keyword arguments of a SparkSubmitOperator. The result depends only on the arguments."""
    return {
        "name": "winnow-" + command,
        "application": JAR,
        "java_class": MAIN,
        "conf": dict(CONF[nodes]),
        "application_args": [command, RECIPE],
    }


def submit_line(command, nodes):
    """Returns a step as the argument list of spark-submit."""
    step = job(command, nodes)
    line = ["spark-submit", "--master", MASTER, "--deploy-mode", DEPLOY_MODE, "--name", step["name"]]
    for key, value in step["conf"].items():
        line += ["--conf", key + "=" + value]
    return line + ["--class", step["java_class"], step["application"]] + step["application_args"]


def verdict(code):
    """Returns the action for an exit code of Winnow: done, retry or fail.

    2 to 5 are faults of recipe, input, data or environment. A retry does not help, and a person has to act. 6 means that
    another driver holds the tables. 1 and codes above 128, such as 143 after SIGTERM, may be a lost node.
    """
    if code == 0:
        return "done"
    return "fail" if code in (2, 3, 4, 5) else "retry"


def exit_code(text):
    """Returns the driver's exit code from the output of spark-submit or the operator's message, or None if it is absent."""
    codes = re.findall(r"exit code(?: is)?: *(\d+)", text, re.IGNORECASE) or re.findall(r"Error code is: *(\d+)", text)
    return int(codes[-1]) if codes else None


def submit(command, nodes):
    """Runs a step to its end and returns the exit code of its driver."""
    done = subprocess.run(submit_line(command, nodes), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    sys.stderr.write(done.stdout)
    # In cluster mode, spark-submit may end with 0 although the driver failed. It prints the code of the driver's container.
    printed = exit_code(done.stdout)
    return done.returncode if printed is None else printed


def main():
    wait = float(os.environ.get("WINNOW_RETRY_SECONDS", RETRY_SECONDS))
    for command, nodes in STEPS:
        for attempt in range(RETRIES + 1):
            code = submit(command, nodes)
            if verdict(code) != "retry" or attempt == RETRIES:
                break
            time.sleep(wait)
        if code != 0:
            print(f"winnow-{command} ended with {code}", file=sys.stderr)
            return code
    return 0


try:
    from airflow import DAG
except ImportError:
    DAG = None

if DAG is not None:
    # Separate from the import above, so that an Airflow without the Spark provider shows an import error instead of no DAG.
    from datetime import datetime, timedelta

    from airflow.exceptions import AirflowException, AirflowFailException
    from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator

    class WinnowOperator(SparkSubmitOperator):
        """Fails at once if a retry cannot help."""

        def execute(self, context):
            try:
                return super().execute(context)
            except AirflowFailException:
                raise
            except AirflowException as failure:
                code = exit_code(str(failure))
                if code is not None and verdict(code) == "fail":
                    raise AirflowFailException(f"Winnow ended with {code}: {failure}") from failure
                raise

    with DAG(
        dag_id="winnow_photos",
        schedule="15 2 * * *",
        start_date=datetime(2026, 1, 1),
        # A run reads the current input, so a missed night needs no run later.
        catchup=False,
        # Only one driver at a time may work on the tables of a recipe.
        max_active_runs=1,
        default_args={"retries": RETRIES, "retry_delay": timedelta(seconds=RETRY_SECONDS), "retry_exponential_backoff": True},
    ) as dag:
        before = None
        for _command, _nodes in STEPS:
            task = WinnowOperator(task_id=_command, conn_id=CONNECTION, **job(_command, _nodes))
            if before is not None:
                before >> task
            before = task

if __name__ == "__main__":
    sys.exit(main())
