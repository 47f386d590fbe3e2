"""Loads a DAG file against stand-ins for Airflow's modules, and runs its tasks in order as the scheduler would, without waiting.

The operator's stand-in starts spark-submit from the arguments that it was given, and fails with the message of the real one.
"""

import runpy
import subprocess
import sys
import types


class AirflowException(Exception):
    pass


class AirflowFailException(AirflowException):
    pass


class DAG:
    current = None

    def __init__(self, dag_id, **settings):
        self.dag_id, self.settings, self.tasks = dag_id, settings, []

    def __enter__(self):
        DAG.current = self
        return self

    def __exit__(self, *failure):
        DAG.current = None


class SparkSubmitOperator:
    def __init__(self, *, task_id, conn_id, application, java_class, name, conf, application_args):
        self.task_id, self.after = task_id, []
        self.line = ["spark-submit", "--name", name]
        for key, value in conf.items():
            self.line += ["--conf", f"{key}={value}"]
        self.line += ["--class", java_class, application, *application_args]
        DAG.current.tasks.append(self)

    def __rshift__(self, other):
        other.after.append(self.task_id)
        return other

    def execute(self, context):
        code = subprocess.run(self.line, check=False).returncode
        if code:
            raise AirflowException(f"Cannot execute: spark-submit. Error code is: {code}.")


for module, names in {
    "airflow": {"DAG": DAG},
    "airflow.exceptions": {"AirflowException": AirflowException, "AirflowFailException": AirflowFailException},
    "airflow.providers": {},
    "airflow.providers.apache": {},
    "airflow.providers.apache.spark": {},
    "airflow.providers.apache.spark.operators": {},
    "airflow.providers.apache.spark.operators.spark_submit": {"SparkSubmitOperator": SparkSubmitOperator},
}.items():
    sys.modules[module] = types.ModuleType(module)
    sys.modules[module].__path__ = []
    sys.modules[module].__dict__.update(names)

dag = runpy.run_path(sys.argv[1], run_name="dag")["dag"]
done = set()
for task in dag.tasks:
    if not done.issuperset(task.after):
        continue
    for attempt in range(dag.settings["default_args"]["retries"] + 1):
        try:
            task.execute({})
            done.add(task.task_id)
            print(task.task_id, "success")
            break
        except AirflowFailException:
            print(task.task_id, "failed")
            break
        except AirflowException:
            print(task.task_id, "up for retry")
