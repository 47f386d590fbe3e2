"""Photographs every night: ingest on CPU nodes, embed on GPU nodes, the rest on CPU nodes.

With Airflow (2.7 or later, and its Spark provider) this is a DAG. Without it, `python3 winnow_dag.py` does the same steps in the same
order with the same retries. Either way a step may be tried again after anything: finished stages are reused, a finished run is a no-op.
"""

import os
import re
import subprocess
import sys
import time

JAR = "local:///opt/winnow/winnow-0.1.0_spark4.0_2.13-all.jar"
MAIN = "dev.winnow.jobs.Winnow"
RECIPE = "/opt/winnow/recipes/images-djl.yaml"
# The Airflow connection winnow_spark holds the same: host k8s://..., and {"deploy-mode": "cluster", "namespace": "winnow"}.
MASTER = "k8s://https://kubernetes.default.svc"
DEPLOY_MODE = "cluster"
CONNECTION = "winnow_spark"

# Command of Winnow, and the kind of nodes for it. A stage reads the tables of the stages before it, so the order is fixed.
STEPS = (("ingest", "cpu"), ("embed", "gpu"), ("run", "cpu"))

RETRIES = 5
# A dead driver's lease is free after one minute; sooner, a retry would find the tables held.
RETRY_SECONDS = 90

_COMMON = {
    "spark.kubernetes.namespace": "winnow",
    "spark.kubernetes.authenticate.driver.serviceAccountName": "winnow",
    "spark.kubernetes.driver.podTemplateFile": "/opt/winnow/kubernetes/driver-pod.yaml",
    "spark.driver.memory": "8g",
    "spark.executor.memory": "12g",
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
        "spark.executor.memoryOverhead": "8g",  # ONNX Runtime lives outside the heap
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
    """A step as the keyword arguments of a SparkSubmitOperator; depends on nothing but its arguments."""
    return {
        "name": "winnow-" + command,
        "application": JAR,
        "java_class": MAIN,
        "conf": dict(CONF[nodes]),
        "application_args": [command, RECIPE],
    }


def submit_line(command, nodes):
    """A step as the argument list of spark-submit."""
    step = job(command, nodes)
    line = ["spark-submit", "--master", MASTER, "--deploy-mode", DEPLOY_MODE, "--name", step["name"]]
    for key, value in step["conf"].items():
        line += ["--conf", key + "=" + value]
    return line + ["--class", step["java_class"], step["application"]] + step["application_args"]


def verdict(code):
    """What an exit code of Winnow asks for: done, retry or fail.

    2 to 5 are faults of recipe, input, data or environment: trying again changes nothing, and a person has to look. 6 says that another
    driver holds the tables. 1, 130 and codes above 128 may be a lost node.
    """
    if code == 0:
        return "done"
    return "fail" if code in (2, 3, 4, 5) else "retry"


def exit_code(text):
    """The driver's exit code in what spark-submit printed, or in the operator's message; None when there is none."""
    codes = re.findall(r"exit code(?: is)?: *(\d+)", text, re.IGNORECASE) or re.findall(r"Error code is: *(\d+)", text)
    return int(codes[-1]) if codes else None


def submit(command, nodes):
    """Runs a step to its end and returns the exit code of its driver."""
    done = subprocess.run(submit_line(command, nodes), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    sys.stderr.write(done.stdout)
    # In cluster mode spark-submit may end with 0 although the driver failed; it prints the code of the driver's container.
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
    # Apart from the import above: an Airflow without the Spark provider shall show an import error, not lose the DAG in silence.
    from datetime import datetime, timedelta

    from airflow.exceptions import AirflowException, AirflowFailException
    from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator

    class WinnowOperator(SparkSubmitOperator):
        """Fails at once where a retry is of no use."""

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
        # A run reads the input as it is now, so a missed night has nothing to catch up on.
        catchup=False,
        # One driver at a time on the tables of a recipe.
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
