package dev.winnow.transforms.embed.ml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.TinyModels;
import dev.winnow.transforms.embed.EncoderInput;
import dev.winnow.transforms.embed.djl.DjlEncoder;
import dev.winnow.transforms.embed.model.DjlOptions;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the Spark ML stage on ONNX models that each test writes. */
@Tag("line")
class DjlEmbedderTest {

  private static final List<String> TEXTS =
      List.of("rain soup", "storm", "the road to the garden", "", "bank loan film");

  @TempDir private static Path folder;

  private static DjlEmbedder texts() throws Exception {
    return new DjlEmbedder()
        .setModelUrl(TinyModels.texts(folder.resolve("texts")).toString())
        .setBatchSize(2)
        .setDevice("cpu");
  }

  private static Dataset<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < TEXTS.size(); i++) {
      rows.add(RowFactory.create(i, TEXTS.get(i)));
    }
    rows.add(RowFactory.create(TEXTS.size(), null));
    return LocalSpark.rows(
        new StructType().add("n", DataTypes.IntegerType).add("text", DataTypes.StringType),
        2,
        rows);
  }

  private static float[] vector(Row row, int column) {
    List<Float> values = row.getList(column);
    float[] vector = new float[values.size()];
    for (int j = 0; j < vector.length; j++) {
      vector[j] = values.get(j);
    }
    return vector;
  }

  @Test
  void everyRowGetsTheBitsOfTheEncoderAndNullStaysNull() throws Exception {
    List<Row> found = texts().transform(rows()).orderBy("n").collectAsList();
    assertEquals(6, found.size());
    DjlOptions options = DjlOptions.local(TinyModels.texts(folder.resolve("texts")).toString());
    try (DjlEncoder encoder = DjlEncoder.load(options)) {
      for (int i = 0; i < TEXTS.size(); i++) {
        assertEquals(TEXTS.get(i), found.get(i).getString(1));
        assertArrayEquals(
            encoder.encode(List.of(EncoderInput.of(TEXTS.get(i))))[0], vector(found.get(i), 2));
      }
    }
    assertTrue(found.get(5).isNullAt(2));
  }

  @Test
  void poolingPrefixAndLengthReachTheModel() throws Exception {
    Row row =
        texts()
            .setPooling("last")
            .setPrefix("storm ")
            .setMaxLength(2)
            .setOutputCol("v")
            .transform(rows())
            .where("n = 0")
            .select("v")
            .first();
    assertArrayEquals(TinyModels.tableRow("rain"), vector(row, 0));
  }

  @Test
  void imageBytesAreEmbeddedAndBrokenOnesAreNull() throws Exception {
    BufferedImage image = new BufferedImage(20, 12, BufferedImage.TYPE_INT_RGB);
    image.setRGB(3, 4, 0xff8040);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    Dataset<Row> images =
        LocalSpark.rows(
            new StructType().add("n", DataTypes.IntegerType).add("bytes", DataTypes.BinaryType),
            1,
            List.of(
                RowFactory.create(0, png.toByteArray()), RowFactory.create(1, new byte[] {1, 2})));
    List<Row> found =
        new DjlEmbedder()
            .setModelUrl(TinyModels.images(folder.resolve("images")).toString())
            .setInputCol("bytes")
            .setDevice("cpu")
            .transform(images)
            .orderBy("n")
            .collectAsList();
    assertEquals(TinyModels.DIM, vector(found.get(0), 2).length);
    assertTrue(found.get(1).isNullAt(2));
  }

  @Test
  void aSavedStageAndASavedPipelineGiveTheSameVectors() throws Exception {
    DjlEmbedder stage = texts().setPooling("cls").setThreads(1);
    String saved = folder.resolve("stage").toString();
    stage.save(saved);
    DjlEmbedder loaded = DjlEmbedder.load(saved);
    assertEquals(stage.uid(), loaded.uid());
    assertEquals("cls", loaded.getOrDefault(loaded.pooling()));

    SQLTransformer lower =
        new SQLTransformer().setStatement("SELECT n, lower(text) AS text FROM __THIS__");
    String pipeline = folder.resolve("pipeline").toString();
    new Pipeline().setStages(new PipelineStage[] {lower, stage}).fit(rows()).save(pipeline);
    List<Row> found = PipelineModel.load(pipeline).transform(rows()).orderBy("n").collectAsList();
    List<Row> expected = loaded.transform(rows()).orderBy("n").collectAsList();
    for (int i = 0; i < TEXTS.size(); i++) {
      assertArrayEquals(vector(expected.get(i), 2), vector(found.get(i), 2));
    }
  }

  @Test
  void aMissingOrUnknownSettingIsRefusedBeforeAnyTask() throws Exception {
    assertEquals(
        "modelUrl must be set, it is not",
        assertThrows(IllegalArgumentException.class, () -> new DjlEmbedder().transform(rows()))
            .getMessage());
    DjlEmbedder embedder = texts();
    assertThrows(IllegalArgumentException.class, () -> embedder.setEngine("TensorFlow"));
    assertEquals(
        "inputCol must be a column, got body; the columns are [n, text]",
        assertThrows(
                IllegalArgumentException.class, () -> texts().setInputCol("body").transform(rows()))
            .getMessage());
    assertEquals(
        "inputCol must be a column of string or binary, n is int",
        assertThrows(
                IllegalArgumentException.class, () -> texts().setInputCol("n").transform(rows()))
            .getMessage());
  }
}
