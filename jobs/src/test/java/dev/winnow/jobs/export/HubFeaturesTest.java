package dev.winnow.jobs.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.ingest.Modality;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Features of a data set for the hub, in its footer and on its card. */
class HubFeaturesTest {

  private static final String REST =
      "\"id\":{\"dtype\":\"string\",\"_type\":\"Value\"},"
          + "\"keep_rank\":{\"dtype\":\"int64\",\"_type\":\"Value\"},"
          + "\"hardness\":{\"dtype\":\"float64\",\"_type\":\"Value\"},"
          + "\"cluster_id\":{\"dtype\":\"int32\",\"_type\":\"Value\"},"
          + "\"metadata\":{\"dtype\":\"string\",\"_type\":\"Value\"}}}}";

  private static HubFeatures features(Modality modality, boolean any, String... classes) {
    return new HubFeatures(modality, new ReleaseLabels(any, any, false, List.of(classes)));
  }

  @Test
  void theFooterNamesPicturesAndClasses() {
    assertEquals(
        "{\"info\":{\"features\":{\"image\":{\"_type\":\"Image\"},"
            + "\"text\":{\"dtype\":\"string\",\"_type\":\"Value\"},"
            + "\"label\":{\"names\":[\"cat\",\"a \\\"dog\\\"\"],\"_type\":\"ClassLabel\"},"
            + REST,
        features(Modality.PAIR, true, "cat", "a \"dog\"").footer());
  }

  @Test
  void labelsWithoutClassesAreStringsAndNoLabelsAreNoColumn() {
    assertEquals(
        "{\"info\":{\"features\":{\"text\":{\"dtype\":\"string\",\"_type\":\"Value\"},"
            + "\"label\":{\"dtype\":\"string\",\"_type\":\"Value\"},"
            + REST,
        features(Modality.TEXT, true).footer());
    assertEquals(
        "{\"info\":{\"features\":{\"embedding\":{\"feature\":{\"dtype\":\"float32\","
            + "\"_type\":\"Value\"},\"_type\":\"Sequence\"},"
            + REST,
        features(Modality.EMBEDDING, false).footer());
  }

  @Test
  void allColumnsMayBeNullAsTheLibraryExpects() {
    String schema = features(Modality.PAIR, true, "cat").schema().toString();
    assertTrue(schema.contains("optional group image {"), schema);
    assertTrue(schema.contains("optional int64 label;"), schema);
    assertTrue(!schema.contains("required"), schema);
  }

  @Test
  void theCardQuotesNamesOfClasses() {
    StringBuilder card = new StringBuilder();
    features(Modality.IMAGE, true, "no", "a: \"b\"\n", "\u202ex\u001b\ud83d\ude00\u00e9")
        .yaml(card);
    assertTrue(
        card.toString()
            .startsWith(
                """
                  features:
                  - name: image
                    dtype: image
                  - name: label
                    dtype:
                      class_label:
                        names:
                          '0': "no"
                          '1': "a: \\"b\\"\\U0000000A"
                          '2': "\\U0000202Ex\\U0000001B\ud83d\ude00\u00e9"
                  - name: id
                    dtype: string
                """),
        card.toString());
  }
}
