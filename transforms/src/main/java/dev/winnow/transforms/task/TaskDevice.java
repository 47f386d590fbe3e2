package dev.winnow.transforms.task;

import ai.djl.Device;
import dev.winnow.transforms.kernel.DeviceUnavailable;
import java.util.OptionalInt;
import org.apache.spark.TaskContext;

/** The device that a task is to use. */
public final class TaskDevice {

  /**
   * The GPU that Spark gave the running task; without such a resource, one by the number of its
   * partition, so that tasks spread over the cards that the engine sees; the CPU where it sees
   * none, or when asked for.
   *
   * <p>An address that this process can't see, because its cards are numbered anew (containers,
   * {@code CUDA_VISIBLE_DEVICES}), counts as one of the visible cards.
   *
   * @param asked auto, cpu or gpu
   * @param visible number of GPUs that the engine sees
   * @param library that the engine needs to see one, for the message
   * @throws DeviceUnavailable when a GPU is asked for and the engine sees none
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
