package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.List;

/** Small pictures of the image examples, for galleries. */
public final class Thumbnails {

  public static final TableSpec SPEC =
      new TableSpec(
          "thumbnails",
          "One row per image example",
          List.of(
              Column.required("id", StringType, "Key: the example"),
              Column.required("thumbnail", BinaryType, "JPEG of at most 160 pixels a side")),
          List.of(Types.idIsNotEmpty()));

  private Thumbnails() {}
}
