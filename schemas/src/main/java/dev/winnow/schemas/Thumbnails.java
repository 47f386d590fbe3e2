package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.List;

/** Small pictures of the image examples, for galleries and for finding copies. */
public final class Thumbnails {

  public static final TableSpec SPEC =
      new TableSpec(
          "thumbnails",
          "One row per image example",
          List.of(
              Column.required(Examples.ID, StringType, "Key: the example"),
              Column.required("thumbnail", BinaryType, "JPEG of at most 160 pixels a side"),
              Column.required(
                  "pixels_sha256",
                  StringType,
                  "sha256 (hex) of width and height and of the decoded, upright pixels as 8-bit"
                      + " RGB: equal for equal pictures, whatever their files")),
          List.of(Types.idIsNotEmpty(), Types.sha256("pixels_sha256")));

  private Thumbnails() {}
}
