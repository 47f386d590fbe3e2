package dev.winnow.jobs.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * Facts of stage embed.
 *
 * @param encoders in the order of the recipe. In the JSON, the facts of a single encoder stand
 *     beside the others; several are a list
 * @param quarantined examples without a vector
 * @param codes quarantined examples of each code, by code
 */
public record EmbedFacts(List<Encoder> encoders, long quarantined, Map<String, Long> codes)
    implements StageFacts {

  public EmbedFacts {
    codes = codes == null ? Map.of() : codes;
  }

  /**
   * One encoder.
   *
   * @param name in the recipe; null for the only encoder of a run
   * @param dim length of the vectors
   * @param encoder value of column {@code encoder} of the embeddings
   * @param model file of the model; null for none
   * @param className class of a Spark ML transformer without a file; null for none
   * @param fitRows rows that this run fitted the encoder on; null where none were read for a fit
   * @param settings settings of a model in words, each with its origin; empty for none
   */
  public record Encoder(
      String name,
      int dim,
      String encoder,
      String model,
      @JsonProperty("class") String className,
      Integer fitRows,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> settings) {

    public Encoder {
      settings = settings == null ? List.of() : settings;
    }
  }
}
