package dev.winnow.jobs.run;

import java.util.List;

/**
 * Facts of a release: of stage publish, and of a cut.
 *
 * @param release its name
 * @param digest hash of its decisions, in hex
 * @param classes labels of which at least one row is kept; null where nothing was counted
 * @param shiftedClasses labels kept more than twice, or less than half, as often as all rows
 * @param classShift some of these, those with the most rows too many or too few first
 */
public record PublishFacts(
    String release, String digest, Long classes, Long shiftedClasses, List<ClassShift> classShift)
    implements StageFacts {

  /**
   * A label that a release keeps more or less often than the rest.
   *
   * @param value the label
   * @param rows examples with it
   * @param kept examples of those that are kept
   * @param ratio its kept share by the kept share of all examples
   */
  public record ClassShift(String value, long rows, long kept, double ratio) {}
}
