package dev.winnow.transforms.task;

import ai.djl.Device;
import dev.winnow.transforms.kernel.DeviceUnavailable;
import java.util.OptionalInt;
import org.apache.spark.TaskContext;

/** Choice of the device on which a task runs its model. */
public final class TaskDevice {

  /**
   * Returns the GPU that Spark gave the running task. Without such a resource, it chooses a GPU by
   * the number of the task's partition, so that tasks spread over the GPUs that the engine sees. It
   * returns the CPU where the engine sees no GPU, or when the CPU is requested.
   *
   * <p>An address that this process can't see, because its GPUs have other numbers here
   * (containers, {@code CUDA_VISIBLE_DEVICES}), counts as one of the visible GPUs.
   *
   * @param asked auto, cpu or gpu
   * @param visible number of GPUs that the engine sees
   * @param library library that the engine needs to see a GPU, for the message
   * @throws DeviceUnavailable when a GPU is requested and the engine sees none
   */
  public static Device of(String asked, int visible, String library) {
    if (asked.equals("cpu") || (visible == 0 && !asked.equals("gpu"))) {
      return Device.cpu();
    }
    if (visible == 0) {
      throw new DeviceUnavailable(
          "embed.device gpu needs a GPU and "
              + library
              + " on the class path, this machine has none; set embed.device: cpu to run slower");
    }
    OptionalInt given = TaskGpu.address();
    TaskContext task = TaskContext.get();
    return Device.gpu(
        given.isPresent()
            ? given.getAsInt() % visible
            : task == null ? 0 : task.partitionId() % visible);
  }

  private TaskDevice() {}
}
