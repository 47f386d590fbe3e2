package dev.winnow.transforms.task;

import java.util.OptionalInt;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/** The GPU that Spark gave the running task. */
public final class TaskGpu {

  private static final String GPU = "gpu";

  /**
   * Returns the GPU's address as a number. An address that is not a number, such as a UUID, is 0,
   * because it names the only GPU that CUDA shows. Empty outside of tasks, and where Spark gave no
   * GPU.
   */
  public static OptionalInt address() {
    TaskContext task = TaskContext.get();
    ResourceInformation given = task == null ? null : task.resourcesJMap().get(GPU);
    if (given == null || given.addresses().length == 0) {
      return OptionalInt.empty();
    }
    String address = given.addresses()[0];
    return OptionalInt.of(address.matches("\\d{1,4}") ? Integer.parseInt(address) : 0);
  }

  private TaskGpu() {}
}
