package dev.winnow.jobs.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.LocalSpark;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Labels of a release as classes. */
class ReleaseLabelsTest {

  private static ReleaseLabels of(String... labels) {
    List<Row> rows = Arrays.stream(labels).map(label -> RowFactory.create(label)).toList();
    return ReleaseLabels.of(
        LocalSpark.rows(new StructType().add("label", DataTypes.StringType), 2, rows));
  }

  @Test
  void namesAreSortedByCodePoints() {
    ReleaseLabels labels = of("cat", "Dog", "cat", "", "\ud83d\ude00", "\uffee", "10");
    assertEquals(List.of("", "10", "Dog", "cat", "\uffee", "\ud83d\ude00"), labels.classes());
    assertFalse(labels.integers());
    assertEquals(3, labels.places().get("cat"));
  }

  @Test
  void integersAreSortedByNumberSoThatTenClassesKeepTheirNumbers() {
    ReleaseLabels labels = of("10", "2", "0", "-1", "2");
    assertTrue(labels.integers());
    assertEquals(List.of("-1", "0", "2", "10"), labels.classes());
  }

  @Test
  void anIntegerInAnUnusualSpellingIsAName() {
    assertFalse(of("1", "01").integers());
    assertFalse(of("1", "+2").integers());
    assertFalse(of("1", "9999999999999999999").integers());
    assertFalse(of("1", "-0").integers());
  }

  @Test
  void rowsWithoutALabelLeaveNoClasses() {
    ReleaseLabels some = of("3", null, "4");
    assertTrue(some.any());
    assertFalse(some.all());
    assertTrue(of("3", "4").all());
    assertTrue(some.integers());
    assertEquals(List.of(), some.classes());
    ReleaseLabels none = of(null, null);
    assertFalse(none.any());
    assertFalse(none.all());
    assertFalse(none.integers());
    assertFalse(of().any());
    assertFalse(of().all());
  }

  @Test
  void moreThanTenThousandLabelsAreNoClasses() {
    String[] labels = IntStream.range(0, 10_001).mapToObj(i -> "n" + i).toArray(String[]::new);
    assertEquals(List.of(), of(labels).classes());
    assertTrue(of(labels).all());
    assertEquals(10_000, of(Arrays.copyOf(labels, 10_000)).classes().size());
  }
}
