package dev.winnow.transforms.embed.fitted;

import dev.winnow.transforms.FashionMnist;
import dev.winnow.transforms.JsonTexts;
import dev.winnow.transforms.Probe;
import dev.winnow.transforms.Shared;
import dev.winnow.transforms.cluster.ClusterRows;
import dev.winnow.transforms.embed.Encoder;
import dev.winnow.transforms.embed.EncoderInput;
import dev.winnow.transforms.embed.djl.DjlEncoder;
import dev.winnow.transforms.embed.model.DjlOptions;
import dev.winnow.transforms.image.ImageDecoder;
import dev.winnow.transforms.image.ImageRejected;
import dev.winnow.transforms.image.RasterImage;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Labelled corpus in memory, with its folds for the probe.
 *
 * @param folds fold per row: f for test rows of fold f, -1 for training rows outside all tests, -2
 *     for rows of neither; encoders are fitted on all rows, without labels
 * @param k clusters for the NMI
 * @param model folder of the ONNX model to compare with; null for none
 */
record WeightFreeCorpus(
    String name,
    List<RasterImage> images,
    List<String> texts,
    String[] labels,
    int[] folds,
    int k,
    String model) {

  /** Reads the first rows of a named corpus, at most {@code rows} with the test rows. */
  static WeightFreeCorpus read(String name, int rows) throws IOException {
    return switch (name) {
      case "fashion" -> fashion(rows);
      case "flowers" -> flowers();
      case "clinc150" -> clinc150();
      case "imdb" -> imdb(rows);
      default -> throw new IllegalArgumentException("there is no corpus " + name);
    };
  }

  private static WeightFreeCorpus fashion(int rows) throws IOException {
    FashionMnist train = FashionMnist.read("train");
    FashionMnist test = FashionMnist.read("t10k");
    int trained = Math.max(0, Math.min(train.labels().length, rows - test.labels().length));
    List<RasterImage> images = new ArrayList<>(train.images().subList(0, trained));
    images.addAll(test.images());
    String[] labels = Arrays.copyOf(train.labels(), images.size());
    System.arraycopy(test.labels(), 0, labels, trained, test.labels().length);
    int[] folds = IntStream.range(0, labels.length).map(i -> i < trained ? -1 : 0).toArray();
    return new WeightFreeCorpus("fashion", images, null, labels, folds, 10, null);
  }

  /**
   * Reads all photographs in five folds, because the 500 photographs of the test part are too few.
   */
  private static WeightFreeCorpus flowers() throws IOException {
    Path folder = Shared.path("data/images/flowers128");
    ImageDecoder decoder = new ImageDecoder(1 << 24, 1 << 24);
    List<RasterImage> images = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    List<String> lines = Files.readAllLines(folder.resolve("manifest.csv"));
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split(",", -1);
      try {
        images.add(decoder.decode(Files.readAllBytes(folder.resolve(fields[0]))));
      } catch (ImageRejected e) {
        throw new IOException(fields[0], e);
      }
      labels.add(fields[1]);
    }
    int[] folds = IntStream.range(0, images.size()).map(i -> i % 5).toArray();
    return new WeightFreeCorpus(
        "flowers", images, null, labels.toArray(String[]::new), folds, 5, "mobilenet_v2_1.0_224");
  }

  private static WeightFreeCorpus clinc150() throws IOException {
    List<JsonTexts> rows = JsonTexts.read(Shared.path("data/text/clinc150.jsonl.gz"));
    int[] folds =
        rows.stream()
            .mapToInt(
                row ->
                    row.label().equals("oos")
                        ? -2
                        : row.split().equals("test") ? 0 : row.split().equals("train") ? -1 : -2)
            .toArray();
    return texts("clinc150", rows, folds, 150);
  }

  private static WeightFreeCorpus imdb(int first) throws IOException {
    List<JsonTexts> all = JsonTexts.read(Shared.path("data/text/imdb-20k.jsonl.gz"));
    List<JsonTexts> rows = all.subList(0, Math.min(first, all.size()));
    int[] folds = rows.stream().mapToInt(row -> isInTestFifth(row.id()) ? 0 : -1).toArray();
    return texts("imdb", rows, folds, 2);
  }

  private static boolean isInTestFifth(String id) {
    BigInteger digest = new BigInteger(1, DigestUtils.sha256(id));
    return digest.mod(BigInteger.valueOf(5)).signum() == 0;
  }

  private static WeightFreeCorpus texts(String name, List<JsonTexts> rows, int[] folds, int k) {
    return new WeightFreeCorpus(
        name,
        null,
        rows.stream().map(JsonTexts::text).toList(),
        rows.stream().map(JsonTexts::label).toArray(String[]::new),
        folds,
        k,
        "text-static-128");
  }

  List<EncoderInput> inputs() {
    return images != null
        ? images.stream().map(EncoderInput::of).toList()
        : texts.stream().map(EncoderInput::of).toList();
  }

  Encoder loaded() {
    return DjlEncoder.load(
        new DjlOptions(
            Shared.path("models/" + model).toString(),
            null,
            images != null ? "embedding" : "sentence_embedding",
            null,
            null,
            null,
            "cpu",
            images != null ? 16 : 64,
            1,
            Map.of(),
            Map.of()));
  }

  /**
   * Returns the mean accuracy of the probe over the folds, and the mean NMI of k-means with the
   * labels over 3 seeds.
   */
  String quality(float[][] vectors) {
    int last = Arrays.stream(folds).max().orElse(0);
    double accuracy = 0;
    for (int f = 0; f <= last; f++) {
      int fold = f;
      int[] test = rows(i -> folds[i] == fold);
      int[] train = rows(i -> folds[i] != fold && folds[i] != -2);
      accuracy +=
          Probe.accuracy(select(vectors, train), labels(train), select(vectors, test), labels(test))
              / (last + 1);
    }
    int[] clustered = rows(i -> folds[i] == -1 || last > 0);
    float[][] some = select(vectors, clustered);
    double nmi = 0;
    for (int seed = 0; seed < 3; seed++) {
      nmi += Probe.nmi(ClusterRows.assign(some, ClusterRows.fit(some, k, seed)), labels(clustered));
    }
    return String.format(Locale.ROOT, "%.1f%% | %.3f", 100 * accuracy, nmi / 3);
  }

  private int[] rows(IntPredicate taken) {
    return IntStream.range(0, labels.length).filter(taken).toArray();
  }

  private static float[][] select(float[][] vectors, int[] rows) {
    return Arrays.stream(rows).mapToObj(i -> vectors[i]).toArray(float[][]::new);
  }

  private String[] labels(int[] rows) {
    return Arrays.stream(rows).mapToObj(i -> labels[i]).toArray(String[]::new);
  }
}
