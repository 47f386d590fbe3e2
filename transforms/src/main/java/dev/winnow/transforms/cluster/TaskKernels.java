package dev.winnow.transforms.cluster;

import dev.winnow.transforms.kernel.DenseKernel;
import dev.winnow.transforms.kernel.Device;
import dev.winnow.transforms.kernel.Kernels;
import java.util.OptionalInt;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/**
 * The kernel of the task that asks: that of the GPU which Spark gave it, or the CPU's. Tasks of one
 * JVM share what the first of them made, so an executor uses one GPU.
 */
final class TaskKernels {

  private static final String GPU = "gpu";

  /**
   * @throws dev.winnow.transforms.kernel.DeviceUnavailable when a GPU is asked for and can't be
   *     used
   */
  static DenseKernel of(Device device) {
    return Kernels.of(device, gpu());
  }

  /** The first GPU of the task, by its address; empty outside of tasks and where it has none. */
  private static OptionalInt gpu() {
    TaskContext task = TaskContext.get();
    ResourceInformation given = task == null ? null : task.resourcesJMap().get(GPU);
    if (given == null || given.addresses().length == 0) {
      return OptionalInt.empty();
    }
    String address = given.addresses()[0];
    // An address that is no number, such as a UUID, is one that CUDA shows as the only GPU.
    return OptionalInt.of(address.matches("[0-9]{1,4}") ? Integer.parseInt(address) : 0);
  }

  private TaskKernels() {}
}
