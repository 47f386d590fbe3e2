package dev.winnow.transforms.kernel;

import java.lang.reflect.InvocationTargetException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the kernel of this JVM, once. It is the JDK's vectors where their module is loaded, the
 * machine's vectors hold at least eight floats and the optimising compiler is on; otherwise it is
 * plain Java. For work that names no device, the system property {@value #PROPERTY} ({@code simd},
 * {@code plain} or {@code gpu}) overrides this choice. All kernels give the same bits.
 */
public final class Kernels {

  static final String PROPERTY = "winnow.kernel";

  private static final String MODULE = "jdk.incubator.vector";
  private static final String SIMD = "dev.winnow.transforms.kernel.simd.SimdKernel";
  private static final String ONNX = "dev.winnow.transforms.kernel.onnx.OnnxKernel";
  private static final String GPU = "gpu";
  private static final Logger LOG = LoggerFactory.getLogger(Kernels.class);
  private static final String ASKED = System.getProperty(PROPERTY, "");
  private static final DenseKernel CPU =
      choose(ASKED.equals(GPU) ? "" : ASKED, System.getProperty("java.vm.info", ""));

  /** Kernel of each GPU by its number, or the reason why it has none. */
  private static final Map<Integer, Object> GPUS = new HashMap<>();

  /** Returns the CPU's kernel in this JVM. The first call logs the choice and its reason. */
  public static DenseKernel cpu() {
    return CPU;
  }

  /**
   * Returns the kernel of this JVM for work that names no device: that of the CPU, unless the
   * property is {@code gpu}.
   *
   * @throws DeviceUnavailable when the property asks for a GPU that can't be used
   */
  public static DenseKernel chosen() {
    return ASKED.equals(GPU) ? gpu(0) : CPU;
  }

  /**
   * Returns the kernel for a device. With {@link Device#AUTO}, the system property goes first, and
   * a GPU that can't be used is replaced by the CPU, with a warning.
   *
   * @param gpu number of the GPU that Spark gave the caller; empty for none
   * @throws DeviceUnavailable when a GPU is requested and can't be used
   */
  public static DenseKernel of(Device device, OptionalInt gpu) {
    return switch (device) {
      case CPU -> CPU;
      case GPU -> gpu(gpu.orElse(0));
      case AUTO -> ASKED.isEmpty() && gpu.isPresent() ? gpuOrCpu(gpu.getAsInt()) : chosen();
    };
  }

  /** Returns the kernel of a GPU, which is tried once in each JVM. */
  private static DenseKernel gpu(int number) {
    synchronized (GPUS) {
      Object tried = GPUS.computeIfAbsent(number, Kernels::tried);
      if (tried instanceof DenseKernel kernel) {
        return kernel;
      }
      throw new DeviceUnavailable((String) tried);
    }
  }

  private static Object tried(int number) {
    try {
      DenseKernel kernel = onnx(number);
      LOG.info("kernel: {}; all other work runs on {}", kernel.name(), CPU.name());
      return kernel;
    } catch (DeviceUnavailable e) {
      LOG.warn(e.getMessage());
      return e.getMessage();
    }
  }

  private static DenseKernel gpuOrCpu(int number) {
    try {
      return gpu(number);
    } catch (DeviceUnavailable e) {
      // The first attempt has logged the warning; the results are the same.
      return CPU;
    }
  }

  /** Returns true when this JVM was started with the module of the JDK's vectors. */
  static boolean hasVectors() {
    return ModuleLayer.boot().findModule(MODULE).isPresent();
  }

  /**
   * Chooses a kernel of the CPU.
   *
   * @param asked {@code simd}, {@code plain}, or empty for the best
   * @param mode mode of the virtual machine, the system property {@code java.vm.info}
   * @throws IllegalArgumentException when the word is unknown, or the requested kernel can't run
   *     here
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
          throw new IllegalArgumentException(
              PROPERTY + " must be simd, plain or gpu, got " + asked);
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
    // Unless vectors are compiled to instructions, each operation allocates an object.
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

  /** Loads the kernel by name, since without the module its classes can't be loaded. */
  private static DenseKernel simd() {
    DenseKernel kernel = load(SIMD, new Class<?>[0]);
    LOG.info("kernel: {}", kernel.name());
    return kernel;
  }

  /** Loads the kernel by name, so that this package does not depend on that one. */
  private static DenseKernel onnx(int number) {
    return load(ONNX, new Class<?>[] {int.class, DenseKernel.class}, number, CPU);
  }

  private static DenseKernel load(String name, Class<?>[] types, Object... arguments) {
    try {
      return (DenseKernel) Class.forName(name).getDeclaredConstructor(types).newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof DeviceUnavailable unavailable) {
        throw unavailable;
      }
      throw new IllegalStateException(name + " can't start", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(name + " must be in Winnow's jar, but is not", e);
    }
  }

  private Kernels() {}
}
