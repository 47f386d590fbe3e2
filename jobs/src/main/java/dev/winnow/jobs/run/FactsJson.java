package dev.winnow.jobs.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.schemas.Decisions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Binds the facts of steps to the JSON of column {@code details}: flat objects with names in snake
 * case, without the figures that are null. Reading ignores names that it does not know, so rows of
 * other versions bind, too.
 */
final class FactsJson {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL)
          .configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** Keeps the digits of a keep fraction as they were written. */
  private static final ObjectReader READER =
      JSON.reader().with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private static final String ENCODERS = "encoders";

  /** Beginnings of the names of dropped rows, KIND_RULE; no other figure begins with a kind. */
  private static final List<String> KINDS = List.of("exact_", "near_", "semantic_");

  /** Numbers of the facts of stage prune that do not come from a policy. */
  private static final Set<String> SIZES = Set.of(Decisions.KEPT, "keep_fraction", "target_rows");

  /**
   * Returns the facts of a step, null for a step that this version does not know.
   *
   * @param step a stage or {@link CutFacts#STEP}, as table {@code runs} names it
   * @param details the JSON; null for none
   */
  static StageFacts read(String step, String details) {
    try {
      JsonNode json = READER.readTree(details == null ? "{}" : details);
      return switch (step) {
        case "ingest" -> bind(json, IngestFacts.class);
        case "split" -> bind(json, StageFacts.Split.class);
        case "leaks" -> bind(json, StageFacts.Leaks.class);
        case "embed" -> embed(json);
        case "dedup" -> dedup(json);
        case "cluster", "recluster" -> cluster(json);
        case "score", "rescore" -> bind(json, ScoreFacts.class);
        case "semantic" -> semantic(json);
        case "prune" -> prune(json);
        case "publish" -> bind(json, PublishFacts.class);
        case CutFacts.STEP -> cut(json);
        default -> null;
      };
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "the runs table holds details that are not those of " + step + ": " + details, e);
    }
  }

  /** Returns the facts as one flat JSON object; an empty one for null. */
  static ObjectNode write(StageFacts facts) {
    if (facts instanceof EmbedFacts embed) {
      ObjectNode json =
          embed.encoders().size() == 1
              ? flat(embed.encoders().get(0))
              : JSON.createObjectNode().set(ENCODERS, JSON.valueToTree(embed.encoders()));
      json.put("quarantined", embed.quarantined());
      return json.set("codes", JSON.valueToTree(embed.codes()));
    }
    if (facts instanceof DedupFacts dedup) {
      return unwrapped(flat(dedup), "dropped");
    }
    if (facts instanceof SemanticFacts semantic) {
      return unwrapped(flat(semantic), "dropped");
    }
    if (facts instanceof ClusterFacts cluster) {
      return cluster(cluster);
    }
    if (facts instanceof PruneFacts prune) {
      return unwrapped(flat(prune), "figures");
    }
    if (facts instanceof CutFacts cut) {
      // The release holds its name by the same name.
      return unwrapped(flat(cut), "release");
    }
    return facts == null ? JSON.createObjectNode() : flat(facts);
  }

  /** Returns the same object as values of the JDK. */
  static Map<String, Object> map(StageFacts facts) {
    return JSON.convertValue(write(facts), new TypeReference<LinkedHashMap<String, Object>>() {});
  }

  private static <T> T bind(JsonNode json, Class<T> type) throws JsonProcessingException {
    return JSON.treeToValue(json, type);
  }

  private static <T> T bind(JsonNode json, TypeReference<T> type) {
    return json.isMissingNode() || json.isNull() ? null : JSON.convertValue(json, type);
  }

  private static EmbedFacts embed(JsonNode json) throws JsonProcessingException {
    List<EmbedFacts.Encoder> encoders = new ArrayList<>();
    if (json.has(ENCODERS)) {
      for (JsonNode encoder : json.get(ENCODERS)) {
        encoders.add(bind(encoder, EmbedFacts.Encoder.class));
      }
    } else {
      encoders.add(bind(json, EmbedFacts.Encoder.class));
    }
    return new EmbedFacts(
        encoders,
        json.path("quarantined").asLong(),
        bind(json.path("codes"), new TypeReference<TreeMap<String, Long>>() {}));
  }

  private static DedupFacts dedup(JsonNode json) throws JsonProcessingException {
    DedupFacts facts = bind(json, DedupFacts.class);
    return new DedupFacts(
        facts.pairs(),
        facts.crowdedHashes(),
        facts.boundedBuckets(),
        facts.pairsLeftOut(),
        dropped(json),
        facts.evidence());
  }

  private static SemanticFacts semantic(JsonNode json) throws JsonProcessingException {
    SemanticFacts facts = bind(json, SemanticFacts.class);
    return new SemanticFacts(
        facts.epsilonClusters(),
        facts.epsilonRows(),
        facts.epsilonRowsKept(),
        facts.epsilon(),
        facts.compared(),
        dropped(json),
        facts.audit(),
        facts.evaluationLeaks(),
        facts.leaksBy(),
        facts.evidence());
  }

  private static Map<String, Long> dropped(JsonNode json) {
    Map<String, Long> dropped = new TreeMap<>();
    json.properties()
        .forEach(
            field -> {
              if (KINDS.stream().anyMatch(kind -> field.getKey().startsWith(kind))) {
                dropped.put(field.getKey(), field.getValue().asLong());
              }
            });
    return dropped;
  }

  private static ClusterFacts cluster(JsonNode json) throws JsonProcessingException {
    Map<String, ClusterFacts> others = null;
    if (json.has("others")) {
      others = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> other : json.get("others").properties()) {
        others.put(other.getKey(), cluster(other.getValue()));
      }
    }
    return new ClusterFacts(
        bind(json, ClusterFacts.Fit.class),
        bind(json, ClusterFacts.Speed.class),
        bind(json, ClusterFacts.Levels.class),
        bind(json.path("warnings"), new TypeReference<List<String>>() {}),
        json.path("dim").asInt(),
        bind(json, ClusterFacts.Sizes.class),
        json.path("by").asText(null),
        others);
  }

  private static ObjectNode cluster(ClusterFacts facts) {
    ObjectNode json = flat(facts.fit());
    json.setAll(flat(facts.speed()));
    json.setAll(flat(facts.levels()));
    json.set("warnings", JSON.valueToTree(facts.warnings()));
    json.put("dim", facts.dim());
    json.setAll(flat(facts.sizes()));
    if (facts.by() != null) {
      json.put("by", facts.by());
    }
    if (facts.others() != null) {
      ObjectNode others = json.putObject("others");
      facts.others().forEach((name, other) -> others.set(name, cluster(other)));
    }
    return json;
  }

  private static PruneFacts prune(JsonNode json) throws JsonProcessingException {
    PruneFacts facts = bind(json, PruneFacts.class);
    return new PruneFacts(
        figures(json),
        facts.reasons(),
        facts.kept(),
        facts.keepFraction(),
        facts.targetRows(),
        facts.certificate());
  }

  /** Returns the numbers that are no component of the facts. */
  private static Map<String, Number> figures(JsonNode json) {
    Map<String, Number> figures = new TreeMap<>();
    json.properties()
        .forEach(
            field -> {
              JsonNode value = field.getValue();
              if (value.isNumber() && !SIZES.contains(field.getKey())) {
                figures.put(
                    field.getKey(),
                    value.isIntegralNumber() ? (Number) value.longValue() : value.doubleValue());
              }
            });
    return figures;
  }

  private static CutFacts cut(JsonNode json) throws JsonProcessingException {
    ObjectNode ofCut = json.deepCopy();
    ofCut.remove("release");
    return bind(ofCut, CutFacts.class).withRelease(bind(json, PublishFacts.class));
  }

  private static ObjectNode flat(Object facts) {
    return JSON.valueToTree(facts);
  }

  /** Replaces a nested object by its members. */
  private static ObjectNode unwrapped(ObjectNode json, String name) {
    ObjectNode flat = JSON.createObjectNode();
    json.properties()
        .forEach(
            field -> {
              if (field.getKey().equals(name)) {
                flat.setAll((ObjectNode) field.getValue());
              } else {
                flat.set(field.getKey(), field.getValue());
              }
            });
    return flat;
  }

  private FactsJson() {}
}
