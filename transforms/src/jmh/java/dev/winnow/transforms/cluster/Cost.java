package dev.winnow.transforms.cluster;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * A duration, or a moment as the time since some other moment.
 *
 * @param wall seconds by the clock
 * @param cpu seconds of all threads of this process, including those that compile code and collect
 *     garbage
 */
record Cost(double wall, double cpu) {

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  static Cost now() {
    return new Cost(System.nanoTime() / 1e9, SYSTEM.getProcessCpuTime() / 1e9);
  }

  Cost minus(Cost other) {
    return new Cost(wall - other.wall, cpu - other.cpu);
  }

  Cost over(int n) {
    return new Cost(wall / n, cpu / n);
  }
}
