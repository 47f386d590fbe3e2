package dev.winnow.transforms.ingest;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * One input row as it was read, before any check.
 *
 * @param path path below the input path; part of the id, unlike the source
 * @param member name of the row inside its file, part of the id; empty if rows have no names
 * @param position place in the order of the file's rows: an offset in bytes, or a number
 * @param code quarantine code; null if the row could be read
 */
record RawRow(
    String claimedId,
    String path,
    String member,
    String source,
    long position,
    String text,
    byte[] content,
    float[] vector,
    String label,
    String metadata,
    String code,
    String message) {

  static final StructType SCHEMA =
      new StructType()
          .add("claimed_id", DataTypes.StringType, true)
          .add("path", DataTypes.StringType, false)
          .add("member", DataTypes.StringType, false)
          .add("source", DataTypes.StringType, false)
          .add("position", DataTypes.LongType, false)
          .add("text", DataTypes.StringType, true)
          .add("content", DataTypes.BinaryType, true)
          .add("vector", DataTypes.createArrayType(DataTypes.FloatType, true), true)
          .add("label", DataTypes.StringType, true)
          .add("metadata", DataTypes.StringType, false)
          .add("code", DataTypes.StringType, true)
          .add("message", DataTypes.StringType, true);

  static RawRow image(String path, String source, byte[] bytes, String label, String metadata) {
    return new RawRow(null, path, "", source, 0, null, bytes, null, label, metadata, null, null);
  }

  static RawRow refused(String path, String source, String code, String message) {
    return new RawRow(null, path, "", source, 0, null, null, null, null, "{}", code, message);
  }

  /** Returns this row at a place in its file. */
  RawRow at(long place) {
    return new RawRow(
        claimedId, path, member, source, place, text, content, vector, label, metadata, code,
        message);
  }

  Row row() {
    return RowFactory.create(
        claimedId, path, member, source, position, text, content, vector, label, metadata, code,
        message);
  }
}
