package dev.winnow.transforms.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class KeyPartitionerTest {

  private record Place(int partition, String id) implements KeyPartitioner.Key {}

  @Test
  void theKeyIsThePartition() {
    assertEquals(3, new KeyPartitioner(4).getPartition(3));
    assertEquals(2, new KeyPartitioner(4).getPartition(new Place(2, "a")));
  }

  @Test
  void partitionersWithTheSameNumberOfPartitionsAreEqual() {
    assertEquals(new KeyPartitioner(4), new KeyPartitioner(4));
    assertNotEquals(new KeyPartitioner(5), new KeyPartitioner(4));
  }
}
