package dev.winnow.jobs.tables;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.types.StructType;

/**
 * Content of a table at a version.
 *
 * @param data the files with its rows
 * @param schema its columns
 */
record TableContent(List<TableContent.DataFile> data, StructType schema) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Range of the values of a column in a file.
   *
   * @param least least value
   * @param greatest greatest value
   */
  record Range(long least, long greatest) {}

  /**
   * A file with rows of a table.
   *
   * @param path its full path
   * @param added the action that the log has of it
   */
  record DataFile(Path path, JsonNode added) {

    /** Returns its path as the log has it, encoded as a URI, in most cases relative. */
    String logged() {
      return added.path("path").asText();
    }

    /** Returns its size as the writer recorded it; -1 if the log does not say. */
    long bytes() {
      return added.path("size").asLong(-1);
    }

    /** Returns its number of rows as the writer counted them; empty if the log does not say. */
    OptionalLong rows() {
      JsonNode rows = statistics().path("numRecords");
      return rows.isIntegralNumber() ? OptionalLong.of(rows.asLong()) : OptionalLong.empty();
    }

    /**
     * Returns the range of a whole-number column without nulls; empty if the log does not say it.
     */
    Optional<Range> range(String column) {
      JsonNode least = statistics().path("minValues").path(column);
      JsonNode greatest = statistics().path("maxValues").path(column);
      return least.isIntegralNumber() && greatest.isIntegralNumber()
          ? Optional.of(new Range(least.asLong(), greatest.asLong()))
          : Optional.empty();
    }

    private JsonNode statistics() {
      try {
        return JSON.readTree(added.path("stats").asText("{}"));
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException("the statistics of file " + path + " are damaged", e);
      }
    }
  }

  List<Path> files() {
    return data.stream().map(DataFile::path).toList();
  }

  /** Returns the number of rows; empty if the log does not say it of every file. */
  OptionalLong rows() {
    long sum = 0;
    for (DataFile file : data) {
      OptionalLong rows = file.rows();
      if (rows.isEmpty()) {
        return rows;
      }
      sum += rows.getAsLong();
    }
    return OptionalLong.of(sum);
  }
}
