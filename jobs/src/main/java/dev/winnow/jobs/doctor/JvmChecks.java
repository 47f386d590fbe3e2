package dev.winnow.jobs.doctor;

import dev.winnow.jobs.text.Texts;
import dev.winnow.transforms.kernel.Kernels;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks of the driver's virtual machine. */
final class JvmChecks {

  /** Packages that Spark reaches into on Java 17. */
  private static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.lang.reflect",
          "java.io",
          "java.net",
          "java.nio",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "sun.nio.ch",
          "sun.nio.cs",
          "sun.security.action",
          "sun.util.calendar");

  private static final String NAMES = "a\u00e9\u4e2d";
  private static final long LEAST_HEAP = 900L << 20;
  private static final double MOST_SHARE = 0.9;

  /**
   * Returns all checks.
   *
   * @param refusal reason why this jar does not fit Spark, Scala or Java; empty if it does
   */
  static List<Check> all(String versions, Optional<String> refusal) {
    List<Check> checks = new ArrayList<>();
    checks.add(
        refusal
            .map(message -> Check.of("versions", Check.State.FAIL, message))
            .orElseGet(() -> Check.ok("versions", versions)));
    checks.add(opens());
    checks.add(kernel());
    checks.add(locale(System.getProperty("sun.jnu.encoding")));
    checks.add(memory(Runtime.getRuntime().maxMemory(), machineBytes()));
    return checks;
  }

  private static Check opens() {
    Module base = Object.class.getModule();
    Module ours = JvmChecks.class.getModule();
    List<String> closed = OPENED.stream().filter(name -> !base.isOpen(name, ours)).toList();
    return closed.isEmpty()
        ? Check.ok("add-opens", OPENED.size() + " packages are open to Spark")
        : Check.warn(
            "add-opens",
            "closed to Spark: " + String.join(", ", closed),
            "start by ./winnow or spark-submit, or add --add-opens=java.base/PACKAGE=ALL-UNNAMED"
                + " for each");
  }

  private static Check kernel() {
    String name = Kernels.cpu().name();
    return Kernels.cpu().lanes() > 1
        ? Check.ok("kernel", name)
        : Check.warn(
            "kernel",
            name + "; clusters take longer, results are the same",
            "start Java with --add-modules=jdk.incubator.vector, also on executors by"
                + " spark.executor.extraJavaOptions");
  }

  /**
   * Checks the character set of file names.
   *
   * @param encoding as {@code sun.jnu.encoding} gives it; null if unknown
   */
  static Check locale(String encoding) {
    Charset charset =
        encoding != null && Charset.isSupported(encoding)
            ? Charset.forName(encoding)
            : StandardCharsets.US_ASCII;
    return charset.newEncoder().canEncode(NAMES)
        ? Check.ok("locale", "file names are " + charset.name())
        : Check.warn(
            "locale",
            "file names are " + charset.name() + ", so that a warehouse must have an ASCII name",
            "set LC_ALL=C.UTF-8 for the driver and the executors");
  }

  /**
   * Checks the heap.
   *
   * @param heap largest heap in bytes
   * @param machine memory of the machine or container in bytes; 0 if unknown
   */
  static Check memory(long heap, long machine) {
    String finding =
        "driver heap "
            + Texts.bytes(heap)
            + (machine > 0 ? " of " + Texts.bytes(machine) + " in the machine" : "");
    if (machine > 0 && heap > machine * MOST_SHARE) {
      return Check.warn(
          "memory",
          finding + "; native code and the system have too little",
          "set WINNOW_DRIVER_MEMORY or --driver-memory to half of the machine's memory");
    }
    return heap < LEAST_HEAP
        ? Check.warn("memory", finding, "set WINNOW_DRIVER_MEMORY or --driver-memory to 2g or more")
        : Check.ok("memory", finding);
  }

  private static long machineBytes() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : 0;
  }

  private JvmChecks() {}
}
