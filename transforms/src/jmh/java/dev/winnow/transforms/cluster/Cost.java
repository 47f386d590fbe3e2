package dev.winnow.transforms.cluster;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * Time that something took, or a moment as time since some other.
 *
 * @param wall seconds by the clock
 * @param cpu seconds of all threads of this process, those that compile and collect among them
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
