package dev.winnow.transforms.cluster;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Runs of consecutive centroids, one for each task that writes them. A driver that puts all of them
 * into one task passes the limit of a message to an executor, {@code spark.rpc.message.maxSize}; so
 * the values are broadcast, which has no such limit, and a task gets the bounds of its slice alone.
 */
public final class CentroidSlices {

  /** Bytes of the values of a slice: the memory of a task, and about the size of its file. */
  private static final long SLICE_BYTES = 32L << 20;

  /**
   * Returns the bounds {@code {set, from, to}} of all slices, each in a partition of its own.
   *
   * @param sizes number of centroids of each set, such as a level
   * @param dim length of a centroid
   */
  public static JavaRDD<int[]> of(JavaSparkContext spark, List<Integer> sizes, int dim) {
    int most = (int) Math.max(1, SLICE_BYTES / ((long) Float.BYTES * dim));
    List<int[]> slices = new ArrayList<>();
    for (int set = 0; set < sizes.size(); set++) {
      for (int from = 0; from < sizes.get(set); from += most) {
        slices.add(new int[] {set, from, Math.min(sizes.get(set), from + most)});
      }
    }
    return spark.parallelize(slices, slices.size());
  }

  private CentroidSlices() {}
}
