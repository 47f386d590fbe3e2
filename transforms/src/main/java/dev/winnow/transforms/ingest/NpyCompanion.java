package dev.winnow.transforms.ingest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.InputMismatch;
import dev.winnow.transforms.ingest.files.ListedFiles;
import dev.winnow.transforms.ingest.files.LiteralFiles;
import dev.winnow.transforms.ingest.parquet.FieldPath;
import dev.winnow.transforms.ingest.parquet.ParquetColumns;
import dev.winnow.transforms.ingest.parquet.ParquetFooter;
import dev.winnow.transforms.ingest.parquet.PlainScalar;
import dev.winnow.transforms.ingest.stream.BrokenStream;
import dev.winnow.transforms.ingest.stream.UnreadableFile;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Reads the file with the ids, labels and metadata of a matrix's rows, in the order of the rows.
 */
final class NpyCompanion {

  private static final Pattern NUMBER = Pattern.compile("\\d+$");

  /** Values of one row. */
  record Fields(String id, String label, String metadata) {}

  /** Reads one row at a time; null after the last. */
  private interface Source extends Closeable {
    Fields read() throws IOException;
  }

  private final String name;

  private final Source source;

  private NpyCompanion(String name, Source source) {
    this.name = name;
    this.source = source;
  }

  /**
   * Opens the file that belongs to a matrix, if there is one.
   *
   * @throws InputMismatch if the recipe names a column and no such file exists, or the file lacks
   *     the column
   */
  static NpyCompanion open(InputSpec spec, InputFiles.InputFile file, Configuration conf)
      throws IOException {
    Folders folders = new Folders(spec, file);
    for (String candidate : candidates(file.uri())) {
      if (LiteralFiles.exists(conf, candidate)) {
        return new NpyCompanion(
            candidate,
            candidate.endsWith(".txt")
                ? lines(spec, folders, conf, candidate)
                : parquet(spec, folders, candidate, conf));
      }
    }
    if (!isGiven(spec.id(), folders) || !isGiven(spec.label(), folders)) {
      throw new InputMismatch(
          "matrix "
              + file.uri()
              + " must have a file of ids beside it, but none of these exists: "
              + candidates(file.uri()));
    }
    return new NpyCompanion(
        null,
        new Source() {
          @Override
          public Fields read() {
            return new Fields(
                folders.get(spec.id()), folders.get(spec.label()), folders.metadata());
          }

          @Override
          public void close() {
            // Nothing is open.
          }
        });
  }

  private static boolean isGiven(String name, Folders folders) {
    return name == null || folders.has(name);
  }

  private static List<String> candidates(String matrix) {
    int name = matrix.lastIndexOf('/') + 1;
    String stem = matrix.replaceFirst("(?i)\\.npy$", "");
    List<String> paths = new ArrayList<>();
    paths.add(stem + ".parquet");
    paths.add(stem + ".txt");
    Matcher number = NUMBER.matcher(stem.substring(name));
    int folder = matrix.lastIndexOf('/', name - 2) + 1;
    if (number.find() && number.start() > 0 && folder > 0) {
      paths.add(matrix.substring(0, folder) + "metadata/metadata_" + number.group() + ".parquet");
    }
    return paths;
  }

  private static Source lines(InputSpec spec, Folders folders, Configuration conf, String file)
      throws IOException {
    BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                LiteralFiles.open(conf, file), StandardCharsets.UTF_8.newDecoder()));
    return new Source() {
      private boolean begun;

      @Override
      public Fields read() throws IOException {
        String line = reader.readLine();
        boolean marked = !begun && line != null && line.startsWith("\ufeff");
        begun = true;
        return line == null
            ? null
            : new Fields(
                marked ? line.substring(1) : line, folders.get(spec.label()), folders.metadata());
      }

      @Override
      public void close() throws IOException {
        reader.close();
      }
    };
  }

  private static Source parquet(InputSpec spec, Folders folders, String file, Configuration conf)
      throws IOException {
    Configuration listed = ListedFiles.conf(conf);
    Path path = new Path(ListedFiles.path(file));
    try {
      MessageType schema = ParquetFooter.read(listed, path, file).schema();
      require("id", spec.id(), file, schema, folders);
      require("label", spec.label(), file, schema, folders);
    } catch (BrokenStream e) {
      throw new InputMismatch(file + ": " + e.getMessage(), e);
    }
    ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), path).withConf(listed).build();
    return new Source() {
      @Override
      public Fields read() throws IOException {
        try {
          Group row = reader.read();
          return row == null ? null : fields(spec, folders, row);
        } catch (UnreadableFile e) {
          throw e;
        } catch (IOException | RuntimeException e) {
          throw new InputMismatch(
              "file " + file + " must be readable parquet, its data is damaged; write it again", e);
        }
      }

      @Override
      public void close() throws IOException {
        reader.close();
      }
    };
  }

  private static void require(
      String key, String name, String file, MessageType schema, Folders folders) {
    if (name != null && FieldPath.of(schema, name) == null && !folders.has(name)) {
      throw new InputMismatch(
          "input."
              + key
              + " must name a column of "
              + file
              + ", got "
              + name
              + "; its columns are "
              + String.join(", ", new ParquetColumns(schema).paths()));
    }
  }

  private static Fields fields(InputSpec spec, Folders folders, Group row) {
    ObjectNode rest = new JsonNodeFactory(true).objectNode();
    folders.putMetadata(rest, row.getType()::containsField);
    List<String> used = TableColumns.named(spec);
    for (Type type : row.getType().getFields()) {
      if (!used.contains(type.getName())) {
        PlainScalar.put(rest, row, type.getName());
      }
    }
    return new Fields(
        value(row, spec.id(), folders, true),
        value(row, spec.label(), folders, false),
        rest.toString());
  }

  private static String value(Group row, String name, Folders folders, boolean id) {
    boolean own = name == null || FieldPath.of(row.getType(), name) != null;
    return own ? PlainScalar.of(row, name, id).text() : folders.get(name);
  }

  Fields next(int row, int rows) throws IOException {
    Fields fields = source.read();
    if (fields == null) {
      throw new InputMismatch(
          "file "
              + name
              + " must have "
              + rows
              + " rows like its matrix, got "
              + row
              + "; write one row of it for each row of the matrix");
    }
    return fields;
  }

  void end(int rows) throws IOException {
    if (name == null) {
      return;
    }
    if (source.read() != null) {
      throw new InputMismatch(
          "file "
              + name
              + " must have "
              + rows
              + " rows like its matrix, got more; write one"
              + " row of it for each row of the matrix");
    }
    source.close();
  }
}
