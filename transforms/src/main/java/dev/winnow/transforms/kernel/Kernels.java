package dev.winnow.transforms.kernel;

import java.lang.reflect.InvocationTargetException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Picks the kernel of this JVM, once: the JDK's vectors where their module is loaded, the machine's
 * vectors hold at least eight floats and the optimising compiler is on, else plain Java. The system
 * property {@value #PROPERTY} ({@code simd} or {@code plain}) picks by hand. Both give the same
 * bits.
 */
public final class Kernels {

  static final String PROPERTY = "winnow.kernel";

  private static final String MODULE = "jdk.incubator.vector";
  private static final String SIMD = "dev.winnow.transforms.kernel.simd.SimdKernel";
  private static final Logger LOG = LoggerFactory.getLogger(Kernels.class);
  private static final DenseKernel CHOSEN =
      choose(System.getProperty(PROPERTY, ""), System.getProperty("java.vm.info", ""));

  /** The kernel of this JVM; which one, and why, is logged when it is first asked for. */
  public static DenseKernel chosen() {
    return CHOSEN;
  }

  /** Whether this JVM was started with the module of the JDK's vectors. */
  static boolean hasVectors() {
    return ModuleLayer.boot().findModule(MODULE).isPresent();
  }

  /**
   * @param asked {@code simd}, {@code plain}, or empty for the best
   * @param mode of the virtual machine, as {@code java.vm.info} says it
   * @throws IllegalArgumentException when the word is none of those known, or the kernel that was
   *     asked for can't run here
   */
  static DenseKernel choose(String asked, String mode) {
    return switch (asked) {
      case "plain" -> plain(PROPERTY + "=plain");
      case "simd" -> {
        if (!hasVectors()) {
          throw new IllegalArgumentException(
              PROPERTY + "=simd needs the JVM's option --add-modules " + MODULE);
        }
        yield simd();
      }
      case "" -> best(mode);
      default ->
          throw new IllegalArgumentException(PROPERTY + " must be simd or plain, got " + asked);
    };
  }

  private static DenseKernel best(String mode) {
    if (!hasVectors()) {
      LOG.warn(
          "clustering and encoding run in plain Java, two to three times slower; add --add-modules={} to"
              + " spark.driver.extraJavaOptions and spark.executor.extraJavaOptions",
          MODULE);
      return new PlainKernel();
    }
    // Where vectors are not compiled to instructions, each operation allocates an object.
    if (mode.contains("emulated-client") || mode.contains("interpreted")) {
      return plain("the optimising compiler is off (" + mode + ")");
    }
    DenseKernel simd = simd();
    return simd.lanes() < 8
        ? plain("the machine's vectors hold " + simd.lanes() + " floats")
        : simd;
  }

  private static DenseKernel plain(String why) {
    LOG.info("kernel: plain Java, for {}", why);
    return new PlainKernel();
  }

  /** By name: without the module, a class that refers to it can't be loaded. */
  private static DenseKernel simd() {
    try {
      DenseKernel kernel = (DenseKernel) Class.forName(SIMD).getDeclaredConstructor().newInstance();
      LOG.info("kernel: {}", kernel.name());
      return kernel;
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(SIMD + " can't start", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(SIMD + " must be in Winnow's jar, and is not", e);
    }
  }

  private Kernels() {}
}
