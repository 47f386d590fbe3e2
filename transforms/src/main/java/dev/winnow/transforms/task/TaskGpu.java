package dev.winnow.transforms.task;

import java.util.OptionalInt;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/** The GPU that Spark gave the running task. */
public final class TaskGpu {

  private static final String GPU = "gpu";

  /**
   * Its address as a number; 0 for one that is no number, such as a UUID, which names the only card
   * that CUDA shows. Empty outside of tasks, and where Spark gave none.
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
