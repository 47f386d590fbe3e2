package dev.winnow.transforms.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.kernel.UnitVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Encodes rows by a fake encoder, whose vectors depend on the characters of a text. */
@Tag("line")
class EncodingTest {

  private static final List<String> TEXTS =
      List.of("rain", "", "für Elise", "雨が降る", "storm \uD83C\uDF29 and \uD83C\uDF27", "\u0000x");

  private static final Encoder CHARACTERS =
      new Encoder() {
        @Override
        public String name() {
          return "characters";
        }

        @Override
        public int dim() {
          return 2;
        }

        @Override
        public float[][] encode(List<EncoderInput> inputs) {
          return inputs.stream().map(input -> raw(input.text())).toArray(float[][]::new);
        }

        @Override
        public void close() {
          // Holds nothing.
        }
      };

  private static float[] raw(String text) {
    return new float[] {text.hashCode() % 10_007, text.length() + 1};
  }

  private static Map<String, Row> encoded(int partitions, List<Row> rows) {
    Dataset<Row> found =
        new Encoding(() -> CHARACTERS, 2, 1 << 20, 1 << 20, 2)
            .apply(LocalSpark.rows(Encoding.INPUT, partitions, rows));
    assertEquals(Encoding.SCHEMA, found.schema());
    Map<String, Row> byKey = new TreeMap<>();
    for (Row row : found.collectAsList()) {
      assertNull(byKey.put(row.getString(0), row), "a key occurs twice");
    }
    assertEquals(rows.size(), byKey.size());
    return byKey;
  }

  @Test
  void everyTextReachesTheEncoderCharacterByCharacter() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < TEXTS.size(); i++) {
      rows.add(RowFactory.create("t" + i, "sha" + i, TEXTS.get(i), null, null));
    }
    for (int partitions : new int[] {1, 3}) {
      Map<String, Row> found = encoded(partitions, rows);
      for (int i = 0; i < TEXTS.size(); i++) {
        Row row = found.get("t" + i);
        UnitVector expected = UnitVector.of(raw(TEXTS.get(i)));
        assertEquals("sha" + i, row.getString(1));
        assertEquals(List.of(expected.vector()[0], expected.vector()[1]), row.getList(2));
        assertEquals(expected.norm(), row.getFloat(3));
        assertTrue(row.isNullAt(4) && row.isNullAt(5));
      }
    }
  }

  @Test
  void aRowThatCantBeEncodedHasAReasonAndItsNeighboursAreEncoded() {
    Map<String, Row> found =
        encoded(
            1,
            List.of(
                RowFactory.create("broken", null, null, new byte[] {1, 2, 3}, null),
                RowFactory.create("text", null, "rain", null, null),
                RowFactory.create("nothing", null, null, null, null),
                RowFactory.create("long", null, null, null, List.of(1f, 2f, 3f)),
                RowFactory.create("vector", null, null, null, List.of(3f, 4f))));
    assertEquals("missing_content", found.get("nothing").getString(4));
    assertEquals("wrong_dimension", found.get("long").getString(4));
    for (String refused : List.of("broken", "nothing", "long")) {
      Row row = found.get(refused);
      assertTrue(row.isNullAt(2) && row.isNullAt(3), refused);
      assertTrue(!row.isNullAt(4) && !row.isNullAt(5), refused);
    }
    assertEquals(List.of(0.6f, 0.8f), found.get("vector").getList(2));
    assertEquals(5f, found.get("vector").getFloat(3));
    assertTrue(found.get("text").isNullAt(4));
  }
}
