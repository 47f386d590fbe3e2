package dev.winnow.jobs.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.schemas.Column;
import dev.winnow.schemas.TableSpec;
import dev.winnow.transforms.LocalSpark;
import io.delta.tables.DeltaTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;

/** Assertions that hold for every written table, whatever its content. */
public final class TableContracts {

  /**
   * Asserts that columns, comments and rules are those of the contract, and that any reader can
   * read the table.
   */
  public static void assertMet(TableSpec spec, Path path) {
    SparkSession spark = LocalSpark.session();
    Row detail = DeltaTable.forPath(spark, path.toString()).detail().first();
    assertEquals(1, detail.<Integer>getAs("minReaderVersion"), spec.name());
    Dataset<Row> table = spark.read().format("delta").load(path.toString());
    for (StructField field : table.schema().fields()) {
      assertTrue(field.getComment().isDefined(), spec.name() + "." + field.name());
      assertFalse(field.dataType().catalogString().contains("udt"), field.name());
    }
    assertEquals(spec.columns().stream().map(Column::name).toList(), List.of(table.columns()));
    Map<String, String> properties = detail.getJavaMap(detail.fieldIndex("properties"));
    spec.rules()
        .forEach(
            rule ->
                assertEquals(
                    rule.condition(),
                    properties.get("delta.constraints." + rule.name().toLowerCase(Locale.ROOT)),
                    spec.name() + " " + rule.name()));
  }

  private TableContracts() {}
}
