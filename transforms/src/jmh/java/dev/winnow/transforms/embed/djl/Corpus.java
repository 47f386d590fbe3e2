package dev.winnow.transforms.embed.djl;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.transforms.embed.Encoder;
import dev.winnow.transforms.embed.EncoderInput;
import dev.winnow.transforms.embed.EncoderSource;
import dev.winnow.transforms.embed.Encoding;
import dev.winnow.transforms.embed.model.DjlOptions;
import dev.winnow.transforms.embed.model.ModelFiles;
import dev.winnow.transforms.image.ImageDecoder;
import dev.winnow.transforms.image.ImageRejected;
import dev.winnow.transforms.image.RasterImage;
import dev.winnow.transforms.image.Resampler;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * Corpus of {@link EncoderBenchmark}: photographs or texts, with the model. Row i belongs to
 * thread, or partition, i modulo their number.
 *
 * <p><i>Ready</i> means tensors for ONNX Runtime alone. For Spark it means uncompressed pictures of
 * the model's size, or texts with known tokens.
 */
final class Corpus implements AutoCloseable {

  /** Encoders by name, for tasks in this process. */
  private static final Map<String, Encoder> ENCODERS = new ConcurrentHashMap<>();

  /**
   * Contents from which tasks make their rows. A partition carries no rows itself, like a partition
   * of a table.
   */
  private static final Map<String, List<Object>> CONTENTS = new ConcurrentHashMap<>();

  private static final ImageDecoder DECODER = new ImageDecoder(1L << 26, 1L << 26);
  private static final int AHEAD = 2;

  private final boolean images;
  private final DjlOptions options;
  private final ModelFiles files;
  private final PreparedRuns bare;
  private final DjlEncoder.Batches batches;
  private final List<Object> contents;
  private final List<Object> readyContents = new ArrayList<>();
  private final List<List<List<Tensor>>> shares = new ArrayList<>();
  private final Map<String, float[]> vectors = new HashMap<>();

  private Corpus(boolean images, DjlOptions options, List<Object> contents) throws Exception {
    this.images = images;
    this.options = options;
    this.contents = contents;
    this.files = ModelFiles.copy(options);
    // DJL comes first, because it can't start after another user of ONNX Runtime's environment.
    LoadedModel model = DjlModelLoader.load(options, files, Device.cpu());
    this.bare = new PreparedRuns(files.folder().resolve(files.file()), options.output());
    this.batches = DjlEncoder.batches(options, files, model);
    for (Object content : contents) {
      readyContents.add(images ? ppm(content) : content);
    }
    ENCODERS.put("encoded", new DjlEncoder(options, files, Device.cpu(), model, batches));
    ENCODERS.put(
        "ready", new DjlEncoder(options, files, Device.cpu(), model, images ? batches : known()));
  }

  /** Cheap key of a text. A hash of the whole text would cost more time than Spark's share. */
  private record Mark(int length, int some, String end) {

    static Mark of(String text) {
      int some = 0;
      for (int i = 0; i < text.length(); i += 1 + text.length() / 64) {
        some = 31 * some + text.charAt(i);
      }
      return new Mark(text.length(), some, text.substring(Math.max(0, text.length() - 64)));
    }
  }

  /** Returns batches of texts that tokenize each text once and then look the tokens up. */
  private DjlEncoder.Batches known() {
    Map<Mark, TextBatches.Tokens> tokens = new HashMap<>();
    TextBatches texts = (TextBatches) batches;
    Set<Mark> ambiguous = new HashSet<>();
    for (Object text : contents) {
      Mark mark = Mark.of((String) text);
      TextBatches.Tokens found = texts.tokens((String) text);
      TextBatches.Tokens other = tokens.put(mark, found);
      if (other != null && !Arrays.equals(other.ids(), found.ids())) {
        ambiguous.add(mark);
      }
    }
    // The few texts with equal keys and other tokens are tokenized every time.
    tokens.keySet().removeAll(ambiguous);
    return texts.tokenizedBy(
        text -> {
          TextBatches.Tokens found = tokens.get(Mark.of(text));
          return found == null ? texts.tokens(text) : found;
        });
  }

  static Corpus read(Map<String, String> given) throws Exception {
    boolean images = !given.getOrDefault("--corpus", "images").equals("texts");
    int rows = Integer.parseInt(given.getOrDefault("--rows", "1024"));
    Path data = EncoderBenchmark.required(given, "--data");
    DjlOptions options =
        new DjlOptions(
            EncoderBenchmark.required(given, "--model").toString(),
            null,
            given.get("--output"),
            null,
            null,
            given.containsKey("--max-length") ? Integer.valueOf(given.get("--max-length")) : null,
            "cpu",
            Integer.parseInt(given.getOrDefault("--batch", "64")),
            1,
            Map.of(),
            Map.of());
    return new Corpus(images, options, images ? photographs(data, rows) : texts(data, rows));
  }

  private static List<Object> photographs(Path folder, int rows) throws IOException {
    List<Object> found = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file :
          all.filter(p -> p.toString().matches("(?i).*\\.(jpe?g|png)"))
              .sorted()
              .limit(rows)
              .toList()) {
        found.add(Files.readAllBytes(file));
      }
    }
    return found;
  }

  static List<Object> texts(Path file, int rows) throws IOException {
    List<Object> found = new ArrayList<>();
    ObjectMapper json = new ObjectMapper();
    try (InputStream in = Files.newInputStream(file);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in,
                    StandardCharsets.UTF_8))) {
      for (String line = lines.readLine();
          line != null && found.size() < rows;
          line = lines.readLine()) {
        JsonNode row = json.readTree(line);
        found.add(row.path("text").asText());
      }
    }
    return found;
  }

  /**
   * Returns the picture in the model's size, so that decoding is a copy and resizing does nothing.
   */
  private byte[] ppm(Object content) throws Exception {
    ImagePreprocessing sizes =
        ImagePreprocessing.read(
            files.folder().resolve(ModelFiles.PREPROCESSOR),
            ModelFiles.PREPROCESSOR,
            options.preprocessing(),
            -1,
            -1);
    RasterImage image = DECODER.decode((byte[]) content);
    RasterImage sized =
        Resampler.resize(image, sizes.tensor().width(), sizes.tensor().height(), sizes.filter());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        ((sized.channels() == 1 ? "P5" : "P6")
                + "\n"
                + sized.width()
                + " "
                + sized.height()
                + "\n255\n")
            .getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(sized.pixels());
    return out.toByteArray();
  }

  int rows() {
    return contents.size();
  }

  String describe() {
    return String.format(
        "%,d %s, model %s, batch %d",
        rows(), images ? "images" : "texts", files.name(), options.batch());
  }

  Encoding encoding(EncoderSource source) {
    return new Encoding(source, options.batch(), 1L << 26, 1L << 26, 0);
  }

  EncoderSource source() {
    return () -> ENCODERS.get("encoded");
  }

  EncoderSource readySource() {
    return () -> ENCODERS.get("ready");
  }

  Dataset<Row> encoded(SparkSession spark, int partitions) {
    CONTENTS.put("encoded", contents);
    return rows(spark, "encoded", partitions, 1);
  }

  /**
   * Returns uncompressed rows.
   *
   * @param repeat number of copies of each row
   */
  Dataset<Row> ready(SparkSession spark, int partitions, int repeat) {
    CONTENTS.put("ready", readyContents);
    return rows(spark, "ready", partitions, repeat);
  }

  List<Row> embedded(EncoderSource source, Dataset<Row> rows) {
    return encoding(source).apply(rows).collectAsList();
  }

  private Dataset<Row> rows(SparkSession spark, String contents, int partitions, int repeat) {
    boolean pictures = images;
    Dataset<Row> rows =
        spark
            .createDataFrame(
                new JavaSparkContext(spark.sparkContext())
                    .parallelize(IntStream.range(0, partitions).boxed().toList(), partitions)
                    .flatMap(t -> partition(contents, pictures, t, partitions, repeat)),
                Encoding.INPUT)
            .persist(StorageLevel.MEMORY_ONLY());
    rows.count();
    return rows;
  }

  private static Iterator<Row> partition(
      String contents, boolean images, int partition, int partitions, int repeat) {
    List<Object> all = CONTENTS.get(contents);
    List<Row> rows = new ArrayList<>();
    for (int time = 0; time < repeat; time++) {
      for (int i = partition; i < all.size(); i += partitions) {
        Object content = all.get(i);
        rows.add(
            RowFactory.create(
                String.valueOf(i), null, images ? null : content, images ? content : null, null));
      }
    }
    return rows.iterator();
  }

  /**
   * Returns the vectors of ONNX Runtime alone, by key, and keeps its tensors for this number of
   * threads.
   */
  Map<String, float[]> vectors(int threads) {
    shares.clear();
    for (int t = 0; t < threads; t++) {
      List<List<Tensor>> runs = new ArrayList<>();
      prepare(
          t,
          threads,
          new Recording(bare, runs),
          (window, found) -> {
            for (int i = 0; i < found.length; i++) {
              vectors.put(String.valueOf(window.get(i)), found[i]);
            }
          },
          Runnable::run);
      shares.add(runs);
    }
    return vectors;
  }

  private record Recording(LoadedModel.Runner model, List<List<Tensor>> runs)
      implements LoadedModel.Runner {

    @Override
    public ModelOutput run(List<Tensor> batch) {
      runs.add(PreparedRuns.copies(batch));
      return model.run(batch);
    }

    @Override
    public void close() {
      // The owner closes the model.
    }
  }

  private interface Window {
    void done(List<Integer> rows, float[][] found);
  }

  private void prepare(
      int thread, int threads, LoadedModel.Runner runner, Window done, Consumer<Runnable> runs) {
    List<Integer> rows = new ArrayList<>();
    for (int i = thread; i < contents.size(); i += threads) {
      rows.add(i);
    }
    for (int from = 0; from < rows.size(); from += batches.window()) {
      List<Integer> window = rows.subList(from, Math.min(rows.size(), from + batches.window()));
      float[][] found = new float[window.size()][];
      batches.prepare(
          window.stream().map(i -> input(contents.get(i))).toList(), found, runner, runs);
      runs.accept(() -> done.done(window, found));
    }
  }

  private EncoderInput input(Object content) {
    try {
      return images
          ? EncoderInput.of(DECODER.decode((byte[]) content))
          : EncoderInput.of((String) content);
    } catch (ImageRejected e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs ONNX Runtime alone on the thread's share. */
  void runShare(int thread) {
    for (List<Tensor> run : shares.get(thread)) {
      bare.run(run);
    }
  }

  /** Runs the thread's share while another thread decodes, tokenizes and lays out ahead. */
  void prepareAndRunShare(int thread, int threads) {
    BlockingQueue<Runnable> queue = new ArrayBlockingQueue<>(AHEAD);
    boolean[] ended = new boolean[1];
    Thread preparing =
        new Thread(
            () -> {
              prepare(thread, threads, bare, (rows, found) -> {}, step -> put(queue, step));
              put(queue, () -> ended[0] = true);
            });
    preparing.start();
    try {
      while (!ended[0]) {
        queue.take().run();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void put(BlockingQueue<Runnable> queue, Runnable step) {
    try {
      queue.put(step);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    ENCODERS.values().forEach(Encoder::close);
    bare.close();
  }
}
