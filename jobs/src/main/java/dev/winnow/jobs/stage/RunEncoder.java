package dev.winnow.jobs.stage;

import static org.apache.spark.sql.functions.col;

import dev.winnow.jobs.run.EmbedFacts;
import dev.winnow.jobs.run.StageResult;
import dev.winnow.jobs.tables.TableStore;
import dev.winnow.schemas.Embeddings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Encoder of a run, for the stages after embedding.
 *
 * @param name in the recipe; null for the only encoder of a run
 * @param encoder value of column {@code encoder} of the embeddings
 * @param dim length of its vectors
 */
public record RunEncoder(String name, String encoder, int dim) {

  /** Returns the encoders of a finished embedding, in the order of the recipe. */
  public static List<RunEncoder> of(StageResult<EmbedFacts> embeddings) {
    return embeddings.facts().encoders().stream()
        .map(facts -> new RunEncoder(facts.name(), facts.encoder(), facts.dim()))
        .toList();
  }

  /** Returns the table properties that name the encoders. */
  public static Map<String, String> properties(List<RunEncoder> encoders) {
    Map<String, String> properties = new LinkedHashMap<>();
    for (RunEncoder encoder : encoders) {
      properties.put(
          "winnow.encoder" + (encoders.size() == 1 ? "" : "." + encoder.name()), encoder.encoder());
    }
    return properties;
  }

  /**
   * Returns the beginning of messages that name the encoder; empty for the only encoder of a run.
   */
  public String prefix() {
    return name == null ? "" : "encoder " + name + ": ";
  }

  /** Returns its vectors of all embedded examples: columns id and embedding. */
  public Dataset<Row> embeddings(TableStore tables, StageResult<EmbedFacts> embeddings) {
    Dataset<Row> all = tables.read(Embeddings.SPEC, embeddings.version(Embeddings.SPEC.name()));
    Dataset<Row> selected = name == null ? all : all.where(col("encoder").equalTo(encoder));
    return selected.select("id", "embedding");
  }
}
