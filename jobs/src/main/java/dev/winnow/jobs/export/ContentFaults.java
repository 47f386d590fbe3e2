package dev.winnow.jobs.export;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import java.io.Serializable;

/** Counts rows whose contents are not those of the release, by partition. */
final class ContentFaults extends ByPartition<ContentFaults.Fault, ContentFaults.Tally> {

  private static final long serialVersionUID = 1;

  /**
   * Row that can't be exported.
   *
   * @param partition partition of the task that found it
   * @param missing true if the input does not have it, false if its bytes are others
   */
  record Fault(int partition, String id, boolean missing) {}

  /**
   * Faults of a partition.
   *
   * @param first smallest id among them
   */
  record Tally(long missing, long changed, String first) implements Serializable {

    Tally plus(Tally other) {
      return new Tally(
          missing + other.missing,
          changed + other.changed,
          first.compareTo(other.first) <= 0 ? first : other.first);
    }
  }

  @Override
  ContentFaults empty() {
    return new ContentFaults();
  }

  @Override
  public void add(Fault fault) {
    Tally one = new Tally(fault.missing() ? 1 : 0, fault.missing() ? 0 : 1, fault.id());
    found().merge(fault.partition(), one, Tally::plus);
  }

  /**
   * Stops the export if a row has a fault.
   *
   * @throws Failure with {@link ExitCode#DATA}, with the numbers of rows and the smallest id
   */
  void stop() {
    found().values().stream()
        .reduce(Tally::plus)
        .ifPresent(
            all -> {
              throw new Failure(
                  ExitCode.DATA,
                  "contents must be those that the run has read (content_sha256), got "
                      + all.changed()
                      + " with other bytes and "
                      + all.missing()
                      + " that are gone, such as that of "
                      + all.first()
                      + "; restore the input, or start `winnow run` again and export its release");
            });
  }
}
