package dev.winnow.transforms.cluster;

import dev.winnow.transforms.kernel.DenseKernel;
import dev.winnow.transforms.kernel.Device;
import dev.winnow.transforms.kernel.Kernels;
import dev.winnow.transforms.task.TaskGpu;

/**
 * The kernel of the task that asks: that of the GPU which Spark gave it, or the CPU's. Tasks of one
 * JVM share what the first of them made, so an executor uses one GPU.
 */
public final class TaskKernels {

  /**
   * @throws dev.winnow.transforms.kernel.DeviceUnavailable when a GPU is asked for and can't be
   *     used
   */
  public static DenseKernel of(Device device) {
    return Kernels.of(device, TaskGpu.address());
  }

  private TaskKernels() {}
}
