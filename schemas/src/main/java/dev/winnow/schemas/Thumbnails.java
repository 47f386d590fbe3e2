package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.List;

/**
 * Contract of table {@code thumbnails}: small pictures of the image examples, for galleries and for
 * finding copies.
 */
public final class Thumbnails {

  public static final String THUMBNAIL = "thumbnail";
  public static final String PIXELS_SHA256 = "pixels_sha256";

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
                  "sha256 (hex) of width, height and the decoded, upright pixels as 8-bit RGB; equal"
                      + " pictures have equal values, also from different files")),
          List.of(Types.idIsNotEmpty(), Types.sha256(PIXELS_SHA256)));

  private Thumbnails() {}
}
