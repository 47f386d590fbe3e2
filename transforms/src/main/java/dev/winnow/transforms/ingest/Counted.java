package dev.winnow.transforms.ingest;

import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.task.Batched;
import dev.winnow.transforms.task.LookAhead;
import dev.winnow.transforms.task.RowValues;
import java.util.Collections;
import java.util.Iterator;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Rows of a file or of a part of it, each with the file's URI, followed by a record of their
 * number. The record travels with the rows, so the loss of a task's output loses it too, and a
 * repeated output repeats it; {@link InputAccount} finds both by the bytes that the records cover.
 */
final class Counted {

  /** Code of the records; no row of an input has it. */
  static final String CODE = "#read";

  /** Name of the column with the URI of the file. */
  static final String FILE = "file";

  static final StructType SCHEMA = RawRow.SCHEMA.add(FILE, DataTypes.StringType, false);

  /** Returns the rows of a whole file, and their number. */
  static Iterator<Row> whole(InputFiles.InputFile file, Iterator<Row> rows) {
    return part(file.uri(), file.relativePath(), 0, file.length(), rows);
  }

  /**
   * Returns the rows of a part of a file, and their number. The parts of a file cover it.
   *
   * @param from first byte of the part
   * @param to byte behind its last
   */
  static Iterator<Row> part(
      String uri, String relativePath, long from, long to, Iterator<Row> rows) {
    return new Batched<Row, Row>(rows) {
      private long count;

      @Override
      protected Iterator<Row> next(LookAhead<Row> in) {
        count++;
        return Collections.singleton(inFile(in.next(), uri)).iterator();
      }

      @Override
      protected Iterator<Row> end() {
        return Collections.singleton(record(uri, relativePath, from, to, count)).iterator();
      }
    };
  }

  /** Returns the record that a part of a file has some number of rows. */
  static Row record(String uri, String relativePath, long from, long to, long rows) {
    return inFile(RawRow.refused(relativePath, uri, CODE, from + " " + to + " " + rows).row(), uri);
  }

  /** Returns a row with the URI of its file. */
  static Row inFile(Row row, String uri) {
    return RowValues.append(row, uri);
  }

  private Counted() {}
}
