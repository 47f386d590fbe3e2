package dev.winnow.transforms.embed;

import ai.djl.Device;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/** The device that a task is to use. */
final class TaskDevice {

  private static final String GPU = "gpu";

  /**
   * The GPU that Spark gave the running task; without such a resource, one by the number of its
   * partition, so that tasks spread over the cards that the engine sees; the CPU where it sees
   * none, or when asked for.
   *
   * <p>An address that is no number, or that this process can't see because its cards are numbered
   * anew (containers, {@code CUDA_VISIBLE_DEVICES}), counts as one of the visible cards.
   *
   * @param asked auto, cpu or gpu
   * @param visible number of GPUs that the engine sees
   * @param library that the engine needs to see one, for the message
   * @throws DeviceUnavailable when a GPU is asked for and the engine sees none
   */
  static Device of(String asked, int visible, String library) {
    if (asked.equals("cpu") || (visible == 0 && !asked.equals(GPU))) {
      return Device.cpu();
    }
    if (visible == 0) {
      throw new DeviceUnavailable(
          "embed.device gpu needs a GPU and "
              + library
              + " on the class path, this machine has none; set embed.device: cpu to run slower");
    }
    TaskContext task = TaskContext.get();
    if (task == null) {
      return Device.gpu(0);
    }
    Map<String, ResourceInformation> resources = task.resourcesJMap();
    ResourceInformation given = resources.get(GPU);
    if (given == null || given.addresses().length == 0) {
      return Device.gpu(task.partitionId() % visible);
    }
    String address = given.addresses()[0];
    boolean isNumber = address.matches("\\d{1,9}");
    return Device.gpu(
        Math.floorMod(isNumber ? Integer.parseInt(address) : address.hashCode(), visible));
  }

  private TaskDevice() {}
}
