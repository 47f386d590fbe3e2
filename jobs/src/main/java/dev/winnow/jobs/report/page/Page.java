package dev.winnow.jobs.report.page;

import java.util.List;

/**
 * A report.
 *
 * @param name name of the recipe
 * @param release name of the release
 * @param identity text that is equal for reports of the same content
 * @param written time of writing; the only part that differs between two reports of one release
 * @param sections in their order
 * @param assets style sheet and script
 */
public record Page(
    String name,
    String release,
    String identity,
    String written,
    List<Section> sections,
    Assets assets) {

  public Page {
    sections = List.copyOf(sections);
  }

  /** Returns the policy that a browser enforces: nothing is loaded, and only this script runs. */
  public String policy() {
    return "default-src 'none'; img-src data:; style-src '"
        + assets.styleHash()
        + "'; script-src '"
        + assets.scriptHash()
        + "'; base-uri 'none'; form-action 'none'";
  }
}
