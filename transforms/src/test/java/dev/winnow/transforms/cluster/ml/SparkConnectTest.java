package dev.winnow.transforms.cluster.ml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.TinyModels;
import dev.winnow.transforms.embed.ml.DjlEmbedder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients of Spark Connect fit and transform by Winnow's stages, as they do by MLlib's. */
@Tag("line")
class SparkConnectTest {

  private static final String KMEANS = "dev.winnow.transforms.cluster.ml.KMeans";
  private static final Pattern MODEL = Pattern.compile("obj_ref \\{\\s*id: \"([^\"]+)\"");

  /** Two groups of points around (1, 0) and (0, 1). */
  private static final String POINTS =
      "SELECT id, array(CAST(id % 2 AS float), CAST(1 - id % 2 + id / 100 AS float)) AS features"
          + " FROM range(40)";

  private static final String K_2 =
      "params { params { key: 'k' value { integer: 2 } } params { key: 'seed' value { long: 3 } }"
          + " params { key: 'distanceMeasure' value { string: 'cosine' } } }";

  @TempDir private static Path folder;
  private static ConnectServer server;

  @BeforeAll
  static void start() throws Exception {
    Path jar = ConnectServer.jar().orElse(null);
    assumeTrue(
        jar != null, "the server of Spark Connect is not in this build (winnow.connect.jar)");
    server = new ConnectServer(jar);
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  private static String fit() throws Exception {
    return model(
        server.execute(
            "command { ml_command { fit { estimator { name: '%s' uid: 'kmeans_1' type:"
                    .formatted(KMEANS)
                + " OPERATOR_TYPE_ESTIMATOR } %s dataset { sql { query: \"%s\" } } } } }"
                    .formatted(K_2, POINTS)));
  }

  private static String model(String responses) {
    Matcher found = MODEL.matcher(responses);
    assertTrue(found.find(), responses);
    return found.group(1);
  }

  /** Returns the rows of a transform, which the server writes as Parquet. */
  private static Dataset<Row> transformed(String operator, String query, String name)
      throws Exception {
    Path to = folder.resolve(name);
    server.execute(
        "command { write_operation { source: 'parquet' path: '%s' mode: SAVE_MODE_OVERWRITE"
                .formatted(to)
            + " input { ml_relation { transform { %s input { sql { query: \"%s\" } } } } } } }"
                .formatted(operator, query));
    return LocalSpark.session().read().parquet(to.toString());
  }

  private static List<Row> clusters(String model) throws Exception {
    return transformed("obj_ref { id: '" + model + "' } params {}", POINTS, "clusters")
        .select("id", "prediction")
        .orderBy("id")
        .collectAsList();
  }

  private static List<Row> clustersHere() {
    Dataset<Row> points = LocalSpark.session().sql(POINTS);
    return new KMeans()
        .setK(2)
        .setSeed(3)
        .setDistanceMeasure("cosine")
        .fit(points)
        .transform(points)
        .select("id", "prediction")
        .orderBy("id")
        .collectAsList();
  }

  @Test
  void aFitOfTheServerPredictsAsAFitOfThisSession() throws Exception {
    assertEquals(clustersHere(), clusters(fit()));
  }

  @Test
  void aModelIsWrittenAndReadByItsClass() throws Exception {
    Path path = folder.resolve("model");
    server.execute(
        "command { ml_command { write { obj_ref { id: '%s' } path: '%s' } } }"
            .formatted(fit(), path));
    String again =
        model(
            server.execute(
                "command { ml_command { read { operator { name: '%sModel' type:".formatted(KMEANS)
                    + " OPERATOR_TYPE_MODEL } path: '%s' } } }".formatted(path)));

    assertEquals(clustersHere(), clusters(again));
  }

  /** Servers from 4.1 on move models to their disk when memory runs short. */
  @Test
  void aModelThatTheServerMovedToItsDiskPredictsTheSame() throws Exception {
    String version = LocalSpark.session().version();
    assumeTrue(!version.startsWith("4.0"), () -> "Spark " + version + " keeps models in memory");
    String model = fit();
    server.execute(
        "command { ml_command { delete { obj_refs { id: '%s' } evict_only: true } } }"
            .formatted(model));

    assertEquals(clustersHere(), clusters(model));
  }

  @Test
  void aWrongParameterIsRefusedWithItsName() {
    RuntimeException refused =
        assertThrows(
            RuntimeException.class,
            () ->
                server.execute(
                    "command { ml_command { fit { estimator { name: '%s' uid: 'kmeans_2' type:"
                            .formatted(KMEANS)
                        + " OPERATOR_TYPE_ESTIMATOR } params { params { key: 'k' value { integer:"
                        + " 0 } } } dataset { sql { query: \"%s\" } } } } }".formatted(POINTS)));

    assertTrue(
        refused.getMessage().contains("parameter k given invalid value 0"), refused::toString);
  }

  @Test
  void textsAreEmbeddedWithTheBitsOfThisSession() throws Exception {
    String model = TinyModels.texts(Files.createDirectory(folder.resolve("texts"))).toString();
    String texts = "SELECT id, concat('rain ', id) AS text FROM range(4)";
    List<Row> here =
        new DjlEmbedder()
            .setModelUrl(model)
            .setDevice("cpu")
            .transform(LocalSpark.session().sql(texts))
            .orderBy("id")
            .collectAsList();

    List<Row> there =
        transformed(
                "transformer { name: '%s' uid: 'djl_1' type: OPERATOR_TYPE_TRANSFORMER } params {"
                        .formatted(DjlEmbedder.class.getName())
                    + " params { key: 'modelUrl' value { string: '%s' } } params { key: 'device'"
                        .formatted(model)
                    + " value { string: 'cpu' } } params { key: 'batchSize' value { long: 2 } } }",
                texts,
                "embedded")
            .orderBy("id")
            .collectAsList();

    assertEquals(4, there.size());
    for (int i = 0; i < 4; i++) {
      assertArrayEquals(
          here.get(i).<Float>getList(2).toArray(), there.get(i).<Float>getList(2).toArray());
    }
  }
}
