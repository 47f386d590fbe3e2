package dev.winnow.transforms.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.winnow.schemas.Inputs;
import dev.winnow.schemas.PassedOver;
import dev.winnow.transforms.ingest.files.InputEntry;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.InputFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The account of an input: for every entry that the driver listed, the rows that its reader counted
 * and the rows that arrived. The three sides are independent of each other, so that a row that is
 * lost or doubled on its way shows.
 */
public final class InputAccount {

  private static final int ENTRIES_OF_TASK = 10_000;

  private static final StructType LISTED =
      new StructType()
          .add(Inputs.FILE, DataTypes.StringType, false)
          .add(Inputs.PATH, DataTypes.StringType, false)
          .add(Inputs.KIND, DataTypes.StringType, false)
          .add(Inputs.BYTES, DataTypes.LongType, false)
          .add(Inputs.PASSED_OVER, DataTypes.StringType, true)
          .add(Inputs.DETAIL, DataTypes.StringType, true)
          .add("companion", DataTypes.BooleanType, false);

  /** Returns the checked rows without the records of the readers. */
  public static Dataset<Row> rows(Dataset<Row> checked) {
    return checked.where(isRecord().notEqual(true));
  }

  /**
   * Returns the entries of an input. Of several folders of matrices, the recipe reads one; the
   * matrices of the others are passed over.
   */
  public static List<InputEntry> entries(InputSpec spec, InputFiles files) {
    if (spec.format() != InputFormat.NPY) {
      return files.entries();
    }
    Set<String> read = uris(NpyFiles.matrices(spec, files));
    Set<String> data = uris(files.files());
    return files.entries().stream()
        .map(
            entry ->
                data.contains(entry.uri()) && !read.contains(entry.uri())
                    ? new InputEntry(
                        entry.uri(),
                        entry.relativePath(),
                        entry.kind(),
                        entry.length(),
                        PassedOver.OTHER_KIND,
                        "input.content names another folder of matrices")
                    : entry)
        .toList();
  }

  private static Set<String> uris(List<InputFiles.InputFile> files) {
    return files.stream().map(InputFiles.InputFile::uri).collect(Collectors.toSet());
  }

  /**
   * Returns the rows of table {@code inputs}. Cost: two shuffles by file.
   *
   * @param checked output of {@link RowChecks}, with the records of the readers
   * @param decided output of {@link Ids} for {@link #rows}
   */
  public static Dataset<Row> table(
      SparkSession spark,
      InputSpec spec,
      InputFiles files,
      Dataset<Row> checked,
      Dataset<Row> decided) {
    Dataset<Row> listed = listed(spark, entries(spec, files), files);
    Dataset<Row> counted =
        checked
            .where(isRecord())
            .select(
                col(Inputs.FILE), number(0).as("from"), number(1).as("to"), number(2).as("of_part"))
            .groupBy(Inputs.FILE)
            .agg(
                sum("of_part").as("counted"),
                sum(col("to").minus(col("from"))).as("covered"),
                min("from").as("first"),
                max("to").as("last"),
                count(lit(1)).as("parts"),
                countDistinct("from").as("places"));
    Dataset<Row> arrived =
        decided
            .groupBy(Inputs.FILE)
            .agg(
                sum(when(col("code").isNull(), 1L).otherwise(0L)).as(Inputs.ACCEPTED),
                sum(when(col("code").isNull(), 0L).otherwise(1L)).as(Inputs.REFUSED));
    Column whole =
        col("first")
            .equalTo(0)
            .and(col("last").equalTo(col(Inputs.BYTES)))
            .and(col("covered").equalTo(col(Inputs.BYTES)))
            .and(col("parts").equalTo(col("places")));
    return listed
        .join(counted, seq(), "left")
        .join(arrived, seq(), "left")
        .select(
            col(Inputs.FILE),
            col(Inputs.PATH),
            col(Inputs.KIND),
            col(Inputs.BYTES),
            when(col(Inputs.PASSED_OVER).isNotNull().or(col("companion")), lit(0L))
                .when(whole, col("counted"))
                .as(Inputs.ROWS),
            coalesce(col(Inputs.ACCEPTED), lit(0L)).as(Inputs.ACCEPTED),
            coalesce(col(Inputs.REFUSED), lit(0L)).as(Inputs.REFUSED),
            col(Inputs.PASSED_OVER),
            col(Inputs.DETAIL));
  }

  private static String[] seq() {
    return new String[] {Inputs.FILE};
  }

  private static Dataset<Row> listed(
      SparkSession spark, List<InputEntry> entries, InputFiles files) {
    Set<String> data = uris(files.files());
    List<Row> rows =
        entries.stream()
            .map(
                entry ->
                    RowFactory.create(
                        entry.uri(),
                        entry.relativePath(),
                        entry.kind().word(),
                        entry.length(),
                        entry.passedOver() == null ? null : entry.passedOver().word(),
                        entry.detail(),
                        !data.contains(entry.uri())))
            .toList();
    return spark.createDataFrame(
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(rows, 1 + rows.size() / ENTRIES_OF_TASK),
        LISTED);
  }

  private static Column isRecord() {
    return coalesce(col("code").equalTo(Counted.CODE), lit(false));
  }

  private static Column number(int index) {
    return split(col("message"), " ").getItem(index).cast("long");
  }

  private InputAccount() {}
}
