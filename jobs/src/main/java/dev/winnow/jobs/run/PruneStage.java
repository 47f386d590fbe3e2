package dev.winnow.jobs.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.winnow.jobs.recipe.Balance;
import dev.winnow.jobs.recipe.Prune;
import dev.winnow.schemas.Decisions;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Quarantine;
import dev.winnow.schemas.Scores;
import dev.winnow.transforms.select.BalanceForm;
import dev.winnow.transforms.select.Keep;
import dev.winnow.transforms.select.Selection;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Ranks the scored examples, cuts, and writes a decision for every input row. */
final class PruneStage {

  private final RunContext run;

  PruneStage(RunContext run) {
    this.run = run;
  }

  StageResult execute(String key, StageResult ingest, StageResult embed, StageResult score) {
    Prune prune = run.recipe().prune();
    BigDecimal fraction = prune == null ? BigDecimal.ONE : prune.keepFraction();
    Balance balance = prune == null ? null : prune.balance();
    Selection selection =
        new Selection(
            prune == null ? Keep.HARD : prune.keep(),
            fraction,
            balance == null ? null : "class",
            balance == null ? BigDecimal.ZERO : balance.floor(),
            balance == null ? BalanceForm.RELATIVE : balance.form(),
            run.recipe().seed());
    run.progress().step("ranking " + Texts.count(score.rows()) + " rows", 0);
    Dataset<Row> scores =
        run.tables()
            .read(Scores.SPEC, score.version(Scores.SPEC.name()))
            .select(col("id"), col("cluster_id"), col("hardness").as("score"));
    Dataset<Row> ranked = selection.apply(withClass(scores, balance, ingest));
    Dataset<Row> decided =
        ranked
            .withColumn("stage", lit(Stage.PRUNE.label()))
            .withColumn("metric", lit(run.metric()))
            .withColumn("duplicate_of", lit(null).cast("string"))
            .withColumn("representative", lit(null).cast("string"))
            .withColumn("cosine_similarity", lit(null).cast("double"));
    Dataset<Row> refused =
        run.tables()
            .read(Quarantine.SPEC, embed.version(Quarantine.SPEC.name()))
            .select(refusedColumns());
    Dataset<Row> decisions = decided.select(Columns.of(Decisions.SPEC)).unionByName(refused);
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("winnow.metric", run.metric());
    properties.put(
        "winnow.keep",
        prune == null ? "all" : prune.keep().name().toLowerCase(java.util.Locale.ROOT));
    properties.put("winnow.keep_fraction", fraction.toPlainString());
    long version =
        run.tables()
            .overwrite(
                Decisions.SPEC,
                decisions,
                run.writeKey(Stage.PRUNE, key, Decisions.SPEC.name()),
                run.properties(properties));

    Map<String, Long> reasons = new TreeMap<>();
    long rows = 0;
    for (Row row :
        run.tables()
            .read(Decisions.SPEC, version)
            .groupBy("reason")
            .agg(count(lit(1)))
            .collectAsList()) {
      reasons.put(row.getString(0), row.getLong(1));
      rows += row.getLong(1);
    }
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("reasons", reasons);
    details.put("kept", reasons.getOrDefault("kept", 0L));
    details.put("keep_fraction", fraction);
    return new StageResult(Map.of(Decisions.SPEC.name(), version), rows, details);
  }

  private Dataset<Row> withClass(Dataset<Row> scores, Balance balance, StageResult ingest) {
    if (balance == null) {
      return scores;
    }
    if (balance.by().equals("cluster")) {
      return scores.withColumn("class", col("cluster_id").cast("string"));
    }
    Dataset<Row> labels =
        run.tables()
            .read(Examples.SPEC, ingest.version(Examples.SPEC.name()))
            .select(col("id"), col("label").as("class"));
    return scores.join(labels, "id");
  }

  private static Column[] refusedColumns() {
    return Decisions.SPEC.columns().stream()
        .map(
            column ->
                switch (column.name()) {
                  case "id", "stage" -> col(column.name());
                  case "kept" -> lit(false).as("kept");
                  case "reason" -> lit("quarantined").as("reason");
                  default -> lit(null).cast(column.type()).as(column.name());
                })
        .toArray(Column[]::new);
  }
}
