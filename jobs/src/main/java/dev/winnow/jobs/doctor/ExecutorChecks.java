package dev.winnow.jobs.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Checks of the executors by one small job. In local mode the driver is the only executor. */
final class ExecutorChecks {

  /** Time for which a task holds its slot, so that the tasks reach every executor. */
  private static final long HOLD_MILLIS = 300;

  private static final int MOST_TASKS = 10_000;

  private final Needs needs;

  ExecutorChecks(Needs needs) {
    this.needs = needs;
  }

  /** Runs the job, and returns all checks. */
  List<Check> all(SparkSession spark) {
    return of(ask(spark), spark.sparkContext().master());
  }

  /** Returns the facts of each executor that the job reached, by its id. */
  private static Map<String, ExecutorFacts> ask(SparkSession spark) {
    boolean local = spark.sparkContext().isLocal();
    int slots = Math.min(MOST_TASKS, Math.max(1, spark.sparkContext().defaultParallelism()));
    int tasks = local ? 1 : slots;
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    context.setJobDescription("winnow doctor: versions and libraries of each executor");
    Map<String, ExecutorFacts> facts = new TreeMap<>();
    try {
      List<Integer> numbers = IntStream.range(0, tasks).boxed().toList();
      context
          .parallelize(numbers, tasks)
          .map(
              number -> {
                if (!local) {
                  Thread.sleep(HOLD_MILLIS);
                }
                return ExecutorFacts.here();
              })
          .collect()
          .forEach(each -> facts.put(each.executor(), each));
      return facts;
    } finally {
      context.setJobDescription(null);
    }
  }

  List<Check> of(Map<String, ExecutorFacts> facts, String master) {
    int driver = Runtime.version().feature();
    List<Check> checks = new ArrayList<>();
    checks.add(Check.ok("executors", facts.size() + " reached on " + master));
    checks.add(
        check(
            "executor java",
            facts,
            each -> each.java() == driver,
            true,
            "Java " + driver + " as on the driver",
            "another Java than the driver's " + driver,
            "set JAVA_HOME for executors by --conf spark.executorEnv.JAVA_HOME=..."));
    checks.add(
        check(
            "executor scratch",
            facts,
            each -> each.scratch().isEmpty(),
            true,
            "temporary files can be written",
            "no temporary file can be written: " + first(facts, ExecutorFacts::scratch),
            "make room there, or set -Djava.io.tmpdir in spark.executor.extraJavaOptions"));
    checks.add(
        check(
            "native libraries",
            facts,
            each -> each.natives().isEmpty(),
            needs.models(),
            "ONNX Runtime and tokenizers load",
            "do not load: " + first(facts, ExecutorFacts::natives),
            "use glibc 2.28 or later on x86-64 or arm64, and a cache folder without noexec"));
    checks.add(
        check(
            "library cache",
            facts,
            each -> each.cache().isEmpty(),
            needs.models(),
            "its folder can be written",
            "its folder takes no file: " + first(facts, ExecutorFacts::cache),
            "set DJL_CACHE_DIR to a folder that can be written, on executors by"
                + " spark.executorEnv.DJL_CACHE_DIR"));
    checks.add(
        check(
            "executor locale",
            facts,
            each -> JvmChecks.locale(each.encoding()).state() == Check.State.OK,
            false,
            "file names are UTF-8",
            "file names are not UTF-8",
            "set LC_ALL=C.UTF-8 for executors by spark.executorEnv.LC_ALL"));
    boolean gpu = facts.values().stream().anyMatch(ExecutorFacts::gpu);
    checks.add(
        gpu
            ? Check.ok("gpu", "a GPU is there")
            : needs.gpu()
                ? Check.fail(
                    "gpu",
                    "the recipe asks for one, and no executor has one",
                    "set device: cpu or auto, or give Spark GPUs as docs/how-to/gpus.md says")
                : Check.ok("gpu", "none; none is needed"));
    return checks;
  }

  private static Check check(
      String name,
      Map<String, ExecutorFacts> facts,
      Predicate<ExecutorFacts> good,
      boolean needed,
      String fine,
      String fault,
      String fix) {
    List<String> bad =
        facts.values().stream()
            .filter(good.negate())
            .map(ExecutorFacts::executor)
            .collect(Collectors.toList());
    if (bad.isEmpty()) {
      return Check.ok(name, fine);
    }
    return Check.bad(
        name,
        needed,
        fault + " (executor " + String.join(", ", bad.subList(0, Math.min(5, bad.size()))) + ")",
        fix);
  }

  private static String first(
      Map<String, ExecutorFacts> facts, java.util.function.Function<ExecutorFacts, String> fact) {
    return facts.values().stream().map(fact).filter(text -> !text.isEmpty()).findFirst().orElse("");
  }
}
