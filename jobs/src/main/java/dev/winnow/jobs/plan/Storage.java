package dev.winnow.jobs.plan;

import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.run.Stage;
import dev.winnow.transforms.ingest.CopyContent;
import dev.winnow.transforms.ingest.Modality;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Bytes that a run writes, by table. */
final class Storage {

  /** Bytes of a row besides its content, after compression. */
  private static final double EXAMPLE = 160;

  private static final double MOST_THUMBNAIL = 6_000;
  private static final double VECTOR = 48;
  private static final double DECISION = 110;
  private static final double SCORE = 70;
  private static final double ASSIGNMENT = 60;
  private static final double DUPLICATE = 150;

  /** Size of a text in parquet over its bytes. */
  private static final double PACKED_TEXT = 0.6;

  /** Share of rows that are taken for duplicates. */
  private static final double DUPLICATES = 0.05;

  private static final double FIXED = 8_000;

  /** Returns the tables of the stages that run, in the order of the stages. */
  static Map<String, Long> of(Recipe recipe, Shape shape, List<Stage> stages) {
    Map<String, Long> tables = new LinkedHashMap<>();
    double n = shape.rows();
    double content =
        switch (recipe.input().copyContent()) {
          case NEVER -> 0;
          case ALWAYS -> shape.rowBytes();
          case AUTO -> recipe.input().modality().hasText() ? shape.rowBytes() * PACKED_TEXT : 0;
        };
    double stored =
        recipe.input().modality() == Modality.EMBEDDING
                && recipe.input().copyContent() != CopyContent.ALWAYS
            ? 0
            : content;
    double kept =
        recipe.prune() == null || recipe.prune().keepFraction() == null
            ? n
            : n * recipe.prune().keepFraction().doubleValue();
    for (Stage stage : stages) {
      switch (stage) {
        case INGEST -> {
          put(tables, "examples", n * (EXAMPLE + stored));
          if (shape.modality().hasImage()) {
            put(tables, "thumbnails", n * Math.min(shape.rowBytes(), MOST_THUMBNAIL));
          }
        }
        case EMBED ->
            put(tables, "embeddings", n * (VECTOR + 4.0 * shape.dim()) * recipe.embed().size());
        case DEDUP, SEMANTIC -> put(tables, "duplicates", n * DUPLICATES * DUPLICATE);
        case CLUSTER, RECLUSTER -> {
          put(tables, "prototypes", 4.0 * shape.k() * shape.dim());
          put(tables, "assignments", n * ASSIGNMENT);
        }
        case SCORE, RESCORE -> put(tables, "scores", n * SCORE);
        case PRUNE -> put(tables, "decisions", n * DECISION);
        case PUBLISH -> put(tables, "curated", kept * (EXAMPLE + stored + 24));
        case SPLIT, LEAKS -> put(tables, "held_out", n * SCORE);
      }
    }
    return tables;
  }

  private static void put(Map<String, Long> tables, String table, double bytes) {
    tables.merge(table, Math.round(bytes + FIXED), Long::sum);
  }

  private Storage() {}
}
