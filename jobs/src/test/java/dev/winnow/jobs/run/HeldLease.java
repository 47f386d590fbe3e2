package dev.winnow.jobs.run;

import org.apache.hadoop.conf.Configuration;

/** Process that takes a lease, says so on standard error, and works on without Spark. */
final class HeldLease {

  public static void main(String[] args) throws InterruptedException {
    try (RunLock lock = RunLock.acquire(new Configuration(), args[0], "held")) {
      lock.check();
      System.err.println("holds the lease");
      Thread.sleep(60_000);
    }
  }

  private HeldLease() {}
}
