"""The command `winnow`: starts the Java program of this package on the Spark of this machine.

Spark is that of SPARK_HOME, or that of the package pyspark. Its line must be the one that the jar was built for. Options
of Spark, such as `--master spark://host:7077`, stand before the command.
"""

import os
import shutil
import sys
from pathlib import Path

MAIN = "dev.winnow.jobs.Winnow"
SUBMIT = "org.apache.spark.deploy.SparkSubmit"
OPENED = (
    "java.lang", "java.lang.invoke", "java.lang.reflect", "java.io", "java.net", "java.nio", "java.util",
    "java.util.concurrent", "java.util.concurrent.atomic", "sun.nio.ch", "sun.nio.cs", "sun.security.action",
    "sun.util.calendar",
)
# Options of Spark that take no value.
FLAGS = ("--verbose", "-v", "--supervise")
OWN = ("--help", "-h", "--version", "-V", "--debug")


def fail(code, message):
    print("winnow: " + message, file=sys.stderr)
    sys.exit(code)


def jar():
    """Returns the path of the jar in this package, for --jars and for spark.jars."""
    found = sorted((Path(__file__).parent / "jars").glob("winnow-*-all.jar"))
    if not found:
        fail(5, "the package must hold winnow-*-all.jar; build the wheel again by `./winnow wheel`")
    return str(found[0])


def spark_home():
    home = os.environ.get("SPARK_HOME")
    if not home:
        try:
            import pyspark
        except ImportError:
            fail(5, "no Spark found; set SPARK_HOME, or install pyspark of the line that the jar's name has")
        home = os.path.dirname(pyspark.__file__)
    if not os.path.isdir(os.path.join(home, "jars")):
        fail(5, "SPARK_HOME must hold a folder jars, got " + home)
    return home


def java():
    home = os.environ.get("JAVA_HOME")
    program = os.path.join(home, "bin", "java") if home else shutil.which("java")
    if not program or not os.access(program, os.X_OK):
        fail(5, "no Java found; install JDK 17 or set JAVA_HOME")
    return program


def split(arguments):
    """Returns Spark's options, which stand before the command, and the other arguments."""
    spark, rest = [], list(arguments)
    while rest and rest[0].startswith("-") and rest[0] not in OWN:
        option = rest.pop(0)
        if "=" in option:
            spark += option.split("=", 1)
        elif option in FLAGS:
            spark.append(option)
        elif rest:
            spark += [option, rest.pop(0)]
        else:
            fail(2, "option " + option + " needs a value")
    return spark, rest


def command_line(arguments, environment):
    """Returns the command that runs these arguments, and its environment."""
    home = spark_home()
    spark, rest = split(arguments)
    memory = environment.get("WINNOW_DRIVER_MEMORY", "4g")
    if "--driver-memory" in spark:
        memory = spark[spark.index("--driver-memory") + 1]
    if "--master" not in spark:
        spark = ["--master", "local[*]"] + spark
    line = [java(), "--add-modules=jdk.incubator.vector"]
    line += ["--add-opens=java.base/" + package + "=ALL-UNNAMED" for package in OPENED]
    line += ["-Djdk.reflect.useDirectMethodHandle=false", "-Djava.awt.headless=true", "-Xmx" + memory]
    conf = environment.get("SPARK_CONF_DIR", os.path.join(home, "conf"))
    line += ["-cp", os.pathsep.join([os.path.join(home, "jars", "*"), jar(), conf])]
    line += [SUBMIT] + spark + ["--class", MAIN, jar()] + rest
    environment = dict(environment, SPARK_HOME=home)
    environment.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    environment.setdefault("LC_ALL", "C.UTF-8")
    return line, environment


def main():
    line, environment = command_line(sys.argv[1:], os.environ)
    sys.stdout.flush()
    os.execvpe(line[0], line, environment)
