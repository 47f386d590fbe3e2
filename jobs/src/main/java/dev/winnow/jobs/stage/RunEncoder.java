package dev.winnow.jobs.stage;

import static org.apache.spark.sql.functions.col;

import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.StageResult;
import dev.winnow.schemas.Embeddings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * An encoder as the stages after embedding know it.
 *
 * @param name in the recipe; null for the one encoder of a run
 * @param encoder as column {@code encoder} of the embeddings has it
 * @param dim length of its vectors
 */
public record RunEncoder(String name, String encoder, int dim) {

  private static final String ENCODERS = "encoders";

  /** The encoders of a finished embedding, in the order of the recipe. */
  public static List<RunEncoder> of(StageResult embed) {
    List<RunEncoder> encoders = new ArrayList<>();
    if (embed.details().get(ENCODERS) instanceof List<?> several) {
      for (Object one : several) {
        Map<?, ?> facts = (Map<?, ?>) one;
        encoders.add(
            new RunEncoder(
                String.valueOf(facts.get("name")),
                String.valueOf(facts.get("encoder")),
                ((Number) facts.get("dim")).intValue()));
      }
    } else {
      encoders.add(
          new RunEncoder(
              null, String.valueOf(embed.details().get("encoder")), (int) embed.count("dim")));
    }
    return encoders;
  }

  /**
   * The facts of encoders for the run record, which {@link #of} reads again.
   *
   * @param more further facts of each
   */
  public static Map<String, Object> details(
      List<RunEncoder> encoders, List<Map<String, Object>> more) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (int i = 0; i < encoders.size(); i++) {
      RunEncoder encoder = encoders.get(i);
      Map<String, Object> facts = new LinkedHashMap<>();
      if (encoder.name() != null) {
        facts.put("name", encoder.name());
      }
      facts.put("dim", encoder.dim());
      facts.put("encoder", encoder.encoder());
      facts.putAll(more.get(i));
      all.add(facts);
    }
    return all.size() == 1 ? all.get(0) : Map.of(ENCODERS, all);
  }

  /** Table properties that name the encoders. */
  public static Map<String, String> properties(List<RunEncoder> encoders) {
    Map<String, String> properties = new LinkedHashMap<>();
    for (RunEncoder encoder : encoders) {
      properties.put(
          "winnow.encoder" + (encoders.size() == 1 ? "" : "." + encoder.name()), encoder.encoder());
    }
    return properties;
  }

  /** What messages of several encoders begin with; empty for the one encoder of a run. */
  public String prefix() {
    return name == null ? "" : "encoder " + name + ": ";
  }

  /** Its vectors of the examples that are left: columns id and embedding. */
  public Dataset<Row> embeddings(RunContext run, StageResult embed) {
    Dataset<Row> all = run.tables().read(Embeddings.SPEC, embed.version(Embeddings.SPEC.name()));
    Dataset<Row> own = name == null ? all : all.where(col("encoder").equalTo(encoder));
    return Survivors.among(own.select("id", "embedding"), run, embed);
  }
}
