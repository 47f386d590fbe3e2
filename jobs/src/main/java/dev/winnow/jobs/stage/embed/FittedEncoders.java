package dev.winnow.jobs.stage.embed;

import static dev.winnow.schemas.Examples.CONTENT_SHA256;

import dev.winnow.jobs.recipe.Embed;
import dev.winnow.jobs.recipe.EncoderKind;
import dev.winnow.jobs.recipe.variable.EnvironmentText;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.tables.Warehouse;
import dev.winnow.jobs.text.Texts;
import dev.winnow.transforms.embed.Encoder;
import dev.winnow.transforms.embed.EncoderSource;
import dev.winnow.transforms.embed.Encoding;
import dev.winnow.transforms.embed.djl.DjlModels;
import dev.winnow.transforms.embed.fitted.PatchKmeans;
import dev.winnow.transforms.embed.fitted.PatchKmeansModel;
import dev.winnow.transforms.embed.fitted.TfidfSvd;
import dev.winnow.transforms.embed.fitted.TfidfSvdModel;
import dev.winnow.transforms.embed.ml.MlEncoding;
import dev.winnow.transforms.embed.ml.MlTransformers;
import dev.winnow.transforms.image.ImageDecoder;
import dev.winnow.transforms.image.ImageRejected;
import dev.winnow.transforms.image.RasterImage;
import dev.winnow.transforms.image.Resampler;
import dev.winnow.transforms.ingest.Modality;
import dev.winnow.transforms.task.Draws;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Prepares the encoder that a recipe names for executors. An encoder that is fitted on the corpus
 * reads a sample drawn by a hash of the id, in id order, and is stored in the warehouse after the
 * fit.
 */
final class FittedEncoders {

  /** Most rows of a fitting sample, which the driver holds. */
  private static final long SAMPLE = 30_000;

  /** Longest side, in pixels, of an image that a fit reads without reducing it. */
  private static final int SMALL_IMAGE = 40;

  private static final int REDUCED = 32;

  /**
   * Encoder that is ready to use.
   *
   * @param dim 0 when it is known from the vectors alone
   * @param encoding from the contents to {@link Encoding#SCHEMA}
   * @param model file of the model; null for none
   * @param className class of a transformer without a file; null for none
   * @param fitRows rows that this run fitted it on; null where none were read for a fit
   * @param settings settings of a model in words
   */
  record Choice(
      String name,
      int dim,
      UnaryOperator<Dataset<Row>> encoding,
      String model,
      String className,
      Integer fitRows,
      List<String> settings) {

    Choice(
        String name,
        int dim,
        UnaryOperator<Dataset<Row>> encoding,
        String model,
        String className,
        Integer fitRows) {
      this(name, dim, encoding, model, className, fitRows, List.of());
    }
  }

  private record Sampled(String id, String text, RasterImage image) implements Serializable {}

  private final RunContext run;
  private final Embed embed;
  private final Content content;
  private final Dataset<Row> examples;
  private final long rows;

  /**
   * @param content contents of the side that the encoder reads
   * @param examples those that may be read for a fit
   * @param rows number of all examples, at least as many
   */
  FittedEncoders(RunContext run, Embed embed, Content content, Dataset<Row> examples, long rows) {
    this.run = run;
    this.embed = embed;
    this.content = content;
    this.examples = examples;
    this.rows = rows;
  }

  Choice choose(String key) {
    return switch (embed.encoder()) {
      case COLUMN -> column();
      case DJL -> djl();
      case SPARK_ML -> transformer();
      case TFIDF_SVD, PATCH_KMEANS -> fitted(key);
    };
  }

  private Choice column() {
    int dim = Vectors.commonLength(content.readAll(), "vector");
    return new Choice("column", dim, encoding(null, dim)::apply, null, null, null, null);
  }

  private Choice transformer() {
    boolean saved = embed.model() != null;
    MlEncoding encoding =
        new MlEncoding(
            saved
                ? MlTransformers.load(run.spark(), embed.model())
                : MlTransformers.create(embed.className()),
            saved ? ModelHash.of(run.hadoop(), embed) : embed.className(),
            EnvironmentText.resolved(embed.params()),
            embed.params(),
            content.side() == Modality.TEXT ? "text" : "content");
    return new Choice(
        encoding.name(),
        0,
        encoding::apply,
        saved ? embed.model() : null,
        saved ? null : embed.className(),
        null,
        null);
  }

  private Encoding encoding(EncoderSource source, int dim) {
    return new Encoding(
        source, embed.batch(), run.input().maxBytes(), run.input().maxPixels(), dim);
  }

  private Choice djl() {
    DjlTasks tasks = new DjlTasks(run, DjlSettings.of(run, embed));
    DjlModels.Description facts = tasks.facts();
    return new Choice(
        facts.name(),
        facts.dim(),
        tasks.encoding(encoding(tasks.source(), facts.dim())),
        embed.model(),
        null,
        null,
        facts.settings());
  }

  private Choice fitted(String key) {
    String file =
        run.tables().folder()
            + "/_models/"
            + embed.encoder().label()
            + (run.recipe().severalEncoders() ? "-" + embed.name() : "")
            + "-"
            + key.substring(0, 16)
            + ".bin";
    Optional<byte[]> stored = Warehouse.read(run.hadoop(), file);
    List<Sampled> sample = stored.isPresent() ? null : sample();
    Encoder encoder = sample == null ? read(stored.get()) : fit(file, sample);
    Broadcast<Encoder> shipped =
        JavaSparkContext.fromSparkContext(run.spark().sparkContext()).broadcast(encoder);
    return new Choice(
        encoder.name(),
        encoder.dim(),
        encoding(shipped::value, encoder.dim())::apply,
        file,
        null,
        sample == null ? null : sample.size(),
        null);
  }

  private boolean isOfTexts() {
    return embed.encoder() == EncoderKind.TFIDF_SVD;
  }

  private Encoder read(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      return isOfTexts() ? TfidfSvdModel.read(in) : PatchKmeansModel.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "a stored encoder is damaged; delete folder _models to fit it again", e);
    }
  }

  private Encoder fit(String file, List<Sampled> sample) {
    run.progress()
        .step(
            "fitting " + embed.encoder().label() + " on " + Texts.count(sample.size()) + " rows",
            0);
    int dim = embed.dim();
    long seed = run.recipe().seed();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Encoder encoder;
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      if (isOfTexts()) {
        TfidfSvdModel model =
            TfidfSvd.fit(
                sample.stream().map(Sampled::text).toList(), TfidfSvd.Options.of(dim, seed));
        model.write(out);
        encoder = model;
      } else {
        PatchKmeansModel model =
            PatchKmeans.fit(
                sample.stream().map(Sampled::image).toList(), PatchKmeans.Options.of(dim, seed));
        model.write(out);
        encoder = model;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array refused bytes", e);
    }
    Warehouse.write(run.hadoop(), file, bytes.toByteArray());
    return encoder;
  }

  /**
   * Returns the rows with the lowest hashes of id and seed, in id order, with images reduced as the
   * fit would.
   */
  private List<Sampled> sample() {
    run.progress().step("sampling rows to fit " + embed.encoder().label(), 0);
    Dataset<Row> sampled = examples.select("id", "source", CONTENT_SHA256, "text", "content");
    long most = rows > SAMPLE ? sampled.count() : rows;
    if (most > SAMPLE) {
      sampled =
          sampled.where(
              Draws.isDrawn(Draws.hash(run.recipe().seed(), "encoder"), (double) SAMPLE / most));
    }
    long maxBytes = run.input().maxBytes();
    long maxPixels = run.input().maxPixels();
    List<Sampled> sample =
        new ArrayList<>(
            content
                .readSome(sampled)
                .select("id", "text", "content")
                .javaRDD()
                .mapPartitions(
                    (FlatMapFunction<Iterator<Row>, Sampled>)
                        partition -> {
                          ImageDecoder decoder = new ImageDecoder(maxBytes, maxPixels);
                          List<Sampled> decoded = new ArrayList<>();
                          while (partition.hasNext()) {
                            Row row = partition.next();
                            if (!row.isNullAt(1)) {
                              decoded.add(new Sampled(row.getString(0), row.getString(1), null));
                            } else if (!row.isNullAt(2)) {
                              RasterImage image = decode(decoder, (byte[]) row.get(2));
                              if (image != null) {
                                decoded.add(new Sampled(row.getString(0), null, image));
                              }
                            }
                          }
                          return decoded.iterator();
                        })
                .collect());
    sample.sort(Comparator.comparing(Sampled::id));
    return sample;
  }

  /**
   * Returns null for an image that changed since ingest: the embedding pass refuses its row with a
   * code.
   */
  private static RasterImage decode(ImageDecoder decoder, byte[] bytes) {
    try {
      RasterImage image = decoder.decode(bytes);
      return Math.max(image.width(), image.height()) > SMALL_IMAGE
          ? Resampler.bilinear(image, REDUCED, REDUCED)
          : image;
    } catch (ImageRejected e) {
      return null;
    }
  }
}
