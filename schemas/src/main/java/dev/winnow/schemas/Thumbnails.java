package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.List;

/**
 * Contract of table {@code thumbnails}: small pictures of the image examples, for galleries and for
 * finding copies.
 */
public final class Thumbnails {

  public static final String THUMBNAIL = "thumbnail";
  public static final String PIXELS_SHA256 = "pixels_sha256";
  public static final String IS_GREY = "is_grey";
  public static final String FILE_BYTES = "file_bytes";
  public static final String ORIENTATION = "orientation";
  public static final String RANGE_SCALED = "range_scaled";

  public static final TableSpec SPEC =
      new TableSpec(
          "thumbnails",
          "One row per image example",
          List.of(
              Column.required(Examples.ID, StringType, "Key: the example"),
              Column.required(THUMBNAIL, BinaryType, "JPEG of at most 160 by 160 pixels"),
              Column.required(
                  PIXELS_SHA256,
                  StringType,
                  "sha256 (hex) of width, height and the decoded, upright pixels as 8-bit RGB;"
                      + " equal pictures have equal values, also from different files"),
              Column.optional(
                  IS_GREY,
                  BooleanType,
                  "True if the channels of every pixel are equal; null where an earlier build wrote"
                      + " the row"),
              Column.optional(
                  FILE_BYTES,
                  LongType,
                  "Bytes of the image's file; null where an earlier build wrote the row"),
              Column.optional(
                  ORIENTATION,
                  IntegerType,
                  "Exif orientation of the file, 1 to 8; 1 also without one; null where an earlier"
                      + " build wrote the row"),
              Column.optional(
                  RANGE_SCALED,
                  BooleanType,
                  "True if the picture has more than 8 bits and was decoded by the part of the"
                      + " range that its samples use; null where an earlier build wrote the row")),
          List.of(Types.idIsNotEmpty(), Types.sha256(PIXELS_SHA256)));

  private Thumbnails() {}
}
