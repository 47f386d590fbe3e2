package dev.winnow.transforms.dedup.image;

import dev.winnow.transforms.Npy;
import dev.winnow.transforms.Shared;
import dev.winnow.transforms.image.ImageDecoder;
import dev.winnow.transforms.image.ImageRejected;
import dev.winnow.transforms.image.PixelDigest;
import dev.winnow.transforms.image.RasterImage;
import dev.winnow.transforms.image.Thumbnails;
import dev.winnow.transforms.kernel.UnitVector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The 2,500 flower photographs, copies of some of them, and the pairs that are copies of each
 * other.
 */
final class Photographs {

  private static final StructType THUMBNAILS =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("thumbnail", DataTypes.BinaryType, false);
  private static final StructType EMBEDDINGS =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("embedding", DataTypes.createArrayType(DataTypes.FloatType, false), false);

  /**
   * One photograph.
   *
   * @param kind kind of the edit; null for an original
   * @param source id of the original; null for an original
   * @param bytes bytes of the file; for a generated copy, its pixels
   */
  record Photograph(
      String id, String kind, String source, byte[] bytes, RasterImage image, float[] embedding) {}

  private final List<Photograph> all = new ArrayList<>();
  private final Set<Set<String>> alike = new HashSet<>();

  /** Reads the originals and the 420 copies that come with them. */
  static Photographs read() throws IOException {
    Photographs photographs = new Photographs();
    photographs.add("data/images/flowers128", "reference/embeddings/flowers128_v2.npy", "o/");
    photographs.add(
        "data/images/flowers128-dups", "reference/embeddings/flowers128_dups_v2.npy", "x/");
    for (String[] line : csv(Shared.path("reference/natural_duplicates_flowers.csv"))) {
      photographs.alike.add(Set.of("o/" + line[1], "o/" + line[2]));
    }
    return photographs;
  }

  private static List<String[]> csv(Path file) throws IOException {
    return Files.readAllLines(file).stream().skip(1).map(line -> line.split(",", -1)).toList();
  }

  private void add(String folder, String vectors, String prefix) throws IOException {
    Path root = Shared.path(folder);
    float[][] embeddings = Npy.matrix(Shared.path(vectors));
    List<String[]> lines = csv(root.resolve("manifest.csv"));
    Photograph[] read = new Photograph[lines.size()];
    IntStream.range(0, read.length)
        .parallel()
        .forEach(
            i -> {
              String[] line = lines.get(i);
              boolean copy = prefix.equals("x/");
              try {
                byte[] bytes = Files.readAllBytes(root.resolve(line[0]));
                read[i] =
                    new Photograph(
                        prefix + line[0],
                        copy ? line[2] : null,
                        copy ? "o/" + line[1] : null,
                        bytes,
                        new ImageDecoder(1 << 24, 1 << 24).decode(bytes),
                        UnitVector.of(embeddings[i]).vector());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              } catch (ImageRejected e) {
                throw new IllegalStateException(line[0], e);
              }
            });
    for (Photograph photograph : read) {
      add(photograph);
    }
  }

  /** Adds a photograph. A copy is alike to its source and to all other copies of that source. */
  void add(Photograph photograph) {
    if (photograph.source() != null) {
      for (Photograph other : all) {
        if (photograph.source().equals(other.id()) || photograph.source().equals(other.source())) {
          alike.add(Set.of(photograph.id(), other.id()));
        }
      }
    }
    all.add(photograph);
  }

  List<Photograph> all() {
    return all;
  }

  Dataset<Row> thumbnails(SparkSession spark, int partitions) {
    Row[] rows = new Row[all.size()];
    IntStream.range(0, rows.length)
        .parallel()
        .forEach(
            i ->
                rows[i] =
                    RowFactory.create(all.get(i).id(), Thumbnails.jpeg(all.get(i).image(), 160)));
    return spark.createDataFrame(Arrays.asList(rows), THUMBNAILS).repartition(partitions);
  }

  Dataset<Row> embeddings(SparkSession spark, int partitions) {
    List<Row> rows =
        all.stream().map(photo -> RowFactory.create(photo.id(), photo.embedding())).toList();
    return spark.createDataFrame(rows, EMBEDDINGS).repartition(partitions);
  }

  /** Returns the groups of photographs whose bytes or pixels are equal. */
  Components exact() {
    Components components = new Components();
    Map<String, String> first = new HashMap<>();
    for (Photograph photo : all) {
      for (String key :
          List.of(
              new String(photo.bytes(), StandardCharsets.ISO_8859_1),
              PixelDigest.sha256(photo.image()))) {
        String other = first.putIfAbsent(key, photo.id());
        if (other != null) {
          components.join(other, photo.id());
        }
      }
    }
    return components;
  }

  /**
   * Effect of groups, of which each keeps its least id; originals come before copies.
   *
   * @param removed number of removed photographs
   * @param right number of removed photographs that are alike to another one of their group
   * @param strict number of removed photographs that are alike to the kept one
   * @param copies number of found copies, by kind
   * @param made number of copies, by kind
   */
  record Result(
      int removed, int right, int strict, Map<String, Integer> copies, Map<String, Integer> made) {

    double recall() {
      return (double) copies.values().stream().mapToInt(i -> i).sum()
          / made.values().stream().mapToInt(i -> i).sum();
    }

    double precision() {
      return (double) right / removed;
    }
  }

  Result judge(Components components) {
    Map<String, Integer> copies = new TreeMap<>();
    Map<String, Integer> made = new TreeMap<>();
    Map<String, List<String>> groups = new HashMap<>();
    for (Photograph photo : all) {
      groups.computeIfAbsent(components.of(photo.id()), id -> new ArrayList<>()).add(photo.id());
    }
    int removed = 0;
    int right = 0;
    int strict = 0;
    for (Photograph photo : all) {
      String kept = components.of(photo.id());
      if (photo.kind() != null) {
        boolean found = groups.get(kept).contains(photo.source());
        made.merge(photo.kind(), 1, Integer::sum);
        copies.merge(photo.kind(), found ? 1 : 0, Integer::sum);
      }
      if (!kept.equals(photo.id())) {
        removed++;
        strict += alike.contains(pair(photo.id(), kept)) ? 1 : 0;
        right +=
            groups.get(kept).stream().anyMatch(other -> alike.contains(pair(photo.id(), other)))
                ? 1
                : 0;
      }
    }
    return new Result(removed, right, strict, copies, made);
  }

  /** Returns the removed photographs that are alike to none of their group, with the kept one. */
  List<String> errors(Components components) {
    Map<String, List<String>> groups = new HashMap<>();
    for (Photograph photo : all) {
      groups.computeIfAbsent(components.of(photo.id()), id -> new ArrayList<>()).add(photo.id());
    }
    List<String> errors = new ArrayList<>();
    groups.forEach(
        (kept, group) -> {
          for (String id : group) {
            if (!id.equals(kept)
                && group.stream().noneMatch(other -> alike.contains(pair(id, other)))) {
              errors.add(id + " with " + kept);
            }
          }
        });
    errors.sort(null);
    return errors;
  }

  private static Set<String> pair(String first, String second) {
    return first.equals(second) ? Set.of(first) : Set.of(first, second);
  }

  private Photographs() {}
}
