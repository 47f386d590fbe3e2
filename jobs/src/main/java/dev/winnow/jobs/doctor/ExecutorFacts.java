package dev.winnow.jobs.doctor;

import dev.winnow.transforms.embed.djl.NativeLibraries;
import dev.winnow.transforms.kernel.Kernels;
import dev.winnow.transforms.task.TaskGpu;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkEnv;

/**
 * Facts about the JVM of an executor.
 *
 * @param executor its id in Spark
 * @param java feature version
 * @param kernel name of its kernel
 * @param encoding character set of file names
 * @param scratch reason why its folder for temporary files takes none; empty if it does
 * @param cache reason why the folder of native libraries takes none; empty if it does
 * @param natives reason why the native libraries can't be loaded; empty if they are
 * @param gpu true if Spark gives a task a GPU, or the machine shows one
 */
record ExecutorFacts(
    String executor,
    int java,
    String kernel,
    String encoding,
    String scratch,
    String cache,
    String natives,
    boolean gpu)
    implements Serializable {

  private static final Path DEVICE = Path.of("/dev/nvidia0");

  /** Returns the facts of this JVM. */
  static ExecutorFacts here() {
    SparkEnv env = SparkEnv.get();
    return new ExecutorFacts(
        env == null ? "driver" : env.executorId(),
        Runtime.version().feature(),
        Kernels.cpu().name(),
        System.getProperty("sun.jnu.encoding", "unknown"),
        NativeLibraries.refusal(Path.of(System.getProperty("java.io.tmpdir"))),
        NativeLibraries.refusal(NativeLibraries.cache()),
        NativeLibraries.fault(),
        TaskGpu.address().isPresent() || Files.exists(DEVICE));
  }
}
