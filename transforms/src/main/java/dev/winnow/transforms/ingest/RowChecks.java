package dev.winnow.transforms.ingest;

import static dev.winnow.schemas.Examples.CONTENT_BYTES;
import static dev.winnow.schemas.Examples.CONTENT_SHA256;
import static dev.winnow.schemas.Examples.TOKENS;

import dev.winnow.transforms.image.ExaminedImage;
import dev.winnow.transforms.image.ImageDecoder;
import dev.winnow.transforms.image.ImageRejected;
import dev.winnow.transforms.image.RasterImage;
import dev.winnow.transforms.image.Thumbnails;
import dev.winnow.transforms.ingest.files.ContentDigest;
import dev.winnow.transforms.ingest.files.InputMismatch;
import dev.winnow.transforms.ingest.files.ListedFiles;
import dev.winnow.transforms.ingest.parquet.ReadableRows;
import dev.winnow.transforms.task.Batched;
import dev.winnow.transforms.text.Words;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Checks raw rows one by one, and keeps the part of their content that the recipe requests.
 *
 * <p>Images are decoded, so that damaged ones are found before anything is embedded. Every raw row
 * gives one row with the columns of {@link #SCHEMA}; {@code code} is null for an accepted row.
 * Lazy: starts no Spark job.
 */
public final class RowChecks implements Serializable {

  /** Longer side of a thumbnail, in pixels. */
  private static final int THUMBNAIL = 160;

  /** Columns of the output of {@link #apply}. */
  public static final StructType SCHEMA =
      new StructType()
          .add("claimed_id", DataTypes.StringType, true)
          .add("path", DataTypes.StringType, false)
          .add("member", DataTypes.StringType, false)
          .add("source", DataTypes.StringType, false)
          .add("position", DataTypes.LongType, false)
          .add("modality", DataTypes.StringType, false)
          .add("text", DataTypes.StringType, true)
          .add("content", DataTypes.BinaryType, true)
          .add("label", DataTypes.StringType, true)
          .add(CONTENT_SHA256, DataTypes.StringType, true)
          .add("width", DataTypes.IntegerType, true)
          .add("height", DataTypes.IntegerType, true)
          .add("metadata", DataTypes.StringType, false)
          .add("thumbnail", DataTypes.BinaryType, true)
          .add("pixels_sha256", DataTypes.StringType, true)
          .add("is_grey", DataTypes.BooleanType, true)
          .add("file_bytes", DataTypes.LongType, true)
          .add("orientation", DataTypes.IntegerType, true)
          .add("range_scaled", DataTypes.BooleanType, true)
          .add(CONTENT_BYTES, DataTypes.LongType, true)
          .add(TOKENS, DataTypes.LongType, true)
          .add("code", DataTypes.StringType, true)
          .add("message", DataTypes.StringType, true)
          .add(Counted.FILE, DataTypes.StringType, false);

  private final InputSpec spec;

  public RowChecks(InputSpec spec) {
    this.spec = spec;
  }

  /**
   * Returns the name of the rules that give a row its result. It is part of the key of stage
   * ingest, so rows that were ingested by other rules are ingested again.
   */
  public static String rules(Modality modality) {
    return modality.hasImage() ? "all samples of all pictures" : "";
  }

  public Dataset<Row> apply(Dataset<Row> raw) {
    return raw.mapPartitions(
        (MapPartitionsFunction<Row, Row>)
            rows -> {
              ImageDecoder decoder = new ImageDecoder(spec.maxBytes(), spec.maxPixels());
              return Batched.map(
                  new ReadableRows<>(
                      rows, message -> new InputMismatch(ListedFiles.named(message))),
                  row -> check(row, decoder));
            },
        Encoders.row(SCHEMA));
  }

  private Row check(Row raw, ImageDecoder decoder) {
    Outcome outcome = new Outcome();
    outcome.code = raw.getAs("code");
    outcome.message = raw.getAs("message");
    if (outcome.code == null) {
      switch (spec.modality()) {
        case TEXT -> text(raw.getAs("text"), outcome);
        case IMAGE -> image(raw.getAs("content"), decoder, outcome);
        case PAIR -> pair(raw.getAs("content"), raw.getAs("text"), decoder, outcome);
        case EMBEDDING -> vector(raw.getList(raw.fieldIndex("vector")), outcome);
      }
    }
    if (outcome.code == null && spec.id() != null) {
      String claimed = raw.getAs("claimed_id");
      if (claimed == null || claimed.isBlank()) {
        outcome.refuse("missing_id", spec.id() + " must hold an id, got none");
      }
    }
    boolean copyText = spec.copyContent() != CopyContent.NEVER && spec.modality().hasText();
    boolean copyBytes = spec.copyContent() == CopyContent.ALWAYS && spec.modality().hasImage();
    boolean accepted = outcome.code == null;
    return RowFactory.create(
        raw.getAs("claimed_id"),
        raw.getAs("path"),
        raw.getAs("member"),
        raw.getAs("source"),
        raw.getAs("position"),
        spec.modality().label(),
        accepted && copyText ? raw.getAs("text") : null,
        accepted && copyBytes ? raw.getAs("content") : null,
        raw.getAs("label"),
        outcome.sha256,
        outcome.width,
        outcome.height,
        raw.getAs("metadata"),
        outcome.thumbnail,
        outcome.pixelsSha256,
        outcome.grey,
        outcome.fileBytes,
        outcome.orientation,
        outcome.rangeScaled,
        outcome.contentBytes,
        outcome.tokens,
        outcome.code,
        outcome.message,
        raw.getAs(Counted.FILE));
  }

  private void text(String text, Outcome outcome) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    outcome.sha256 = ContentDigest.ofBytes(bytes);
    outcome.contentBytes += bytes.length;
    outcome.tokens = Words.count(text);
    if (bytes.length > spec.maxBytes()) {
      outcome.refuse(
          "too_large", "text must have at most " + spec.maxBytes() + " bytes, got " + bytes.length);
    } else if (text.isBlank()) {
      outcome.refuse("empty_text", "text must hold more than white space");
    } else if (text.indexOf('\u0000') >= 0) {
      outcome.refuse("bad_text", "text must not hold U+0000, got one at " + text.indexOf('\u0000'));
    }
  }

  private static void image(byte[] bytes, ImageDecoder decoder, Outcome outcome) {
    outcome.sha256 = ContentDigest.ofBytes(bytes);
    outcome.contentBytes += bytes.length;
    try {
      ExaminedImage examined = decoder.examine(bytes);
      RasterImage image = examined.image();
      outcome.width = image.width();
      outcome.height = image.height();
      outcome.thumbnail = Thumbnails.jpeg(image, THUMBNAIL);
      outcome.pixelsSha256 = examined.pixelsSha256();
      outcome.grey = image.isGrey();
      outcome.fileBytes = (long) bytes.length;
      outcome.orientation = examined.orientation();
      outcome.rangeScaled = examined.rangeScaled();
    } catch (ImageRejected e) {
      outcome.refuse(e.code(), e.getMessage());
    }
  }

  /**
   * Checks a pair. Its hash is the hash of the hex digests of its image and its text, one after the
   * other. If the image is refused, the pair has the hash of the image.
   */
  private void pair(byte[] bytes, String text, ImageDecoder decoder, Outcome outcome) {
    image(bytes, decoder, outcome);
    String image = outcome.sha256;
    if (outcome.code == null) {
      text(text, outcome);
      outcome.sha256 = ContentDigest.ofPair(image, outcome.sha256);
    }
  }

  private static void vector(List<Float> vector, Outcome outcome) {
    outcome.sha256 = ContentDigest.ofVector(vector);
    outcome.contentBytes += (long) Float.BYTES * vector.size();
    if (vector.isEmpty()) {
      outcome.refuse("missing_content", "embedding must have at least one float, got none");
    }
  }

  private static final class Outcome {
    private String sha256;
    private Integer width;
    private Integer height;
    private byte[] thumbnail;
    private String pixelsSha256;
    private Boolean grey;
    private Long fileBytes;
    private Integer orientation;
    private Boolean rangeScaled;
    private long contentBytes;
    private Long tokens;
    private String code;
    private String message;

    void refuse(String code, String message) {
      this.code = code;
      this.message = message;
    }
  }
}
