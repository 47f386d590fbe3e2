package dev.winnow.transforms.cluster;

import dev.winnow.transforms.kernel.DenseKernel;
import dev.winnow.transforms.kernel.Device;
import dev.winnow.transforms.kernel.Kernels;
import dev.winnow.transforms.task.TaskGpu;

/** Choice of the kernel on which a task compares rows with centroids. */
public final class TaskKernels {

  /**
   * Returns the kernel of the running task: that of the GPU which Spark gave it, or that of the
   * CPU. Tasks of one JVM share the kernel that the first of them made, so an executor uses one
   * GPU.
   *
   * @throws dev.winnow.transforms.kernel.DeviceUnavailable when a GPU is requested and can't be
   *     used
   */
  public static DenseKernel of(Device device) {
    return Kernels.of(device, TaskGpu.address());
  }

  private TaskKernels() {}
}
