package dev.winnow.jobs.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.winnow.transforms.LocalSpark;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataSizesTest {

  @ParameterizedTest(name = "{0} bytes on {1} cores: {2} shuffle partitions")
  @CsvSource({
    "0, 2, 2",
    "1000000, 64, 2",
    "10485760, 64, 10",
    "154000000, 2, 6",
    "1073741824, 2, 32",
    "1073741824, 64, 128",
    "1610612736000, 64, 20000"
  })
  void shufflePartitionsFollowTheBytesAndTheCores(long bytes, int cores, String partitions) {
    assertEquals(partitions, DataSizes.settings(bytes, cores).get(DataSizes.SHUFFLE));
  }

  @Test
  void aDeltaLogIsOnePartitionUntilItsTableIsHuge() {
    assertEquals("1", DataSizes.settings(1L << 39, 64).get(DataSizes.SNAPSHOT));
    assertEquals("5", DataSizes.settings(4L << 40, 64).get(DataSizes.SNAPSHOT));
  }

  @Test
  void onlyTheQueriesOfSmallInputsAreInterpreted() {
    assertEquals("NO_CODEGEN", DataSizes.settings(4 << 20, 2).get(DataSizes.FACTORY));
    assertFalse(DataSizes.settings((4 << 20) + 1, 2).containsKey(DataSizes.FACTORY));
    assertFalse(DataSizes.settings((4 << 20) + 1, 2).containsKey(DataSizes.WHOLE_STAGE));
  }

  @Test
  void settingsOfTheUserStayAndTheOthersAreRestored() {
    SparkSession spark = LocalSpark.session().newSession();
    spark.conf().set(DataSizes.DEFAULTS, "");
    spark.conf().set(DataSizes.SHUFFLE, "7");
    spark.conf().unset(DataSizes.SNAPSHOT);
    List<String> during =
        DataSizes.during(
            spark,
            3L << 40,
            () ->
                List.of(spark.conf().get(DataSizes.SHUFFLE), spark.conf().get(DataSizes.SNAPSHOT)));
    assertEquals(List.of("7", "4"), during);
    assertEquals("7", spark.conf().get(DataSizes.SHUFFLE));
    assertFalse(spark.conf().getAll().contains(DataSizes.SNAPSHOT));
  }
}
