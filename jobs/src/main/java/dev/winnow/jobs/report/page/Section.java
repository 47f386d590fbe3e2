package dev.winnow.jobs.report.page;

import java.util.List;

/**
 * A section of a report.
 *
 * @param id anchor, lower case letters and dashes
 * @param title heading
 * @param lead one or two sentences that say how to read it, or why there is nothing to show
 * @param blocks content; empty for a section without data
 */
public record Section(String id, String title, String lead, List<Block> blocks) {

  public Section {
    blocks = List.copyOf(blocks);
  }

  /**
   * Returns a section that has nothing to show.
   *
   * @param reason one sentence
   */
  public static Section absent(String id, String title, String reason) {
    return new Section(id, title, reason, List.of());
  }
}
