package dev.winnow.jobs.run;

import java.util.Map;

/**
 * Facts of stage ingest.
 *
 * @param inputRows accepted and quarantined rows
 * @param codes quarantined rows of each code, by code
 * @param otherFiles files of other kinds, which were not read
 * @param bytes size of the files that were read
 * @param classes distinct labels of the accepted rows
 * @param rangeScaled accepted pictures of more than 8 bits that were decoded by the part of the
 *     range that their samples use; null without pictures, and where earlier runs lack it
 * @param entries rows of table inputs, as the driver listed them; null for runs of versions without
 *     that table, and so are the next two
 * @param passedOver files and links that were not read, by the word of the reason
 * @param foldersNotEntered folders that were not entered
 */
public record IngestFacts(
    long inputRows,
    long accepted,
    long quarantined,
    Map<String, Long> codes,
    long otherFiles,
    long bytes,
    long classes,
    Long rangeScaled,
    Long entries,
    Map<String, Long> passedOver,
    Long foldersNotEntered)
    implements StageFacts {

  public IngestFacts {
    codes = codes == null ? Map.of() : codes;
  }
}
