package dev.winnow.transforms.cluster.ml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Row;

/** Reads what {@link KMeansModelWriter} wrote. */
final class KMeansModelReader extends MLReader<KMeansModel> {

  @Override
  public KMeansModel load(String path) {
    KMeansModel params = new DefaultParamsReader<KMeansModel>().load(path);
    return params.copyValues(
        LocalCentroids.isPlace(path) ? local(path, params.uid()) : stored(path, params.uid()),
        new ParamMap());
  }

  private static KMeansModel local(String path, String uid) {
    try {
      return LocalCentroids.read(path, uid);
    } catch (IOException e) {
      throw new UncheckedIOException("the model must be readable at " + path, e);
    }
  }

  private KMeansModel stored(String path, String uid) {
    // Row by row: a list of all rows would hold each number as an object.
    SortedMap<Integer, float[]> rows = new TreeMap<>();
    Iterator<Row> stored = sparkSession().read().parquet(path + "/data").toLocalIterator();
    while (stored.hasNext()) {
      Row row = stored.next();
      List<Float> values = row.getList(1);
      float[] centroid = new float[values.size()];
      for (int j = 0; j < centroid.length; j++) {
        centroid[j] = values.get(j);
      }
      rows.put(row.getInt(0), centroid);
    }
    int dim = rows.get(rows.firstKey()).length;
    float[] centroids = new float[rows.size() * dim];
    int at = 0;
    for (float[] centroid : rows.values()) {
      System.arraycopy(centroid, 0, centroids, at, dim);
      at += dim;
    }
    return new KMeansModel(uid, centroids, dim);
  }
}
