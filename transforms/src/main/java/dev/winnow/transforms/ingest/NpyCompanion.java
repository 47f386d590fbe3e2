package dev.winnow.transforms.ingest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.InputMismatch;
import dev.winnow.transforms.ingest.files.ListedFiles;
import dev.winnow.transforms.ingest.files.LiteralFiles;
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
import org.apache.parquet.schema.Type;

/**
 * Reads the file with the ids, labels and metadata of a matrix's rows, in the order of the rows.
 */
final class NpyCompanion {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Pattern NUMBER = Pattern.compile("\\d+$");

  /** Values of one row. */
  record Fields(String id, String label, String metadata) {}

  /** Reads one row at a time; null after the last. */
  private interface Source extends Closeable {
    Fields read() throws IOException;
  }

  private final String name;

  /** Null for a matrix without such a file. */
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
    for (String candidate : candidates(file.uri())) {
      if (LiteralFiles.exists(conf, candidate)) {
        return new NpyCompanion(
            candidate,
            candidate.endsWith(".txt") ? lines(conf, candidate) : parquet(spec, candidate, conf));
      }
    }
    if (spec.id() != null || spec.label() != null) {
      throw new InputMismatch(
          "matrix "
              + file.uri()
              + " must have a file of ids beside it, but none of these exists: "
              + candidates(file.uri()));
    }
    return new NpyCompanion(null, null);
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

  private static Source lines(Configuration conf, String file) throws IOException {
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
        return line == null ? null : new Fields(marked ? line.substring(1) : line, null, "{}");
      }

      @Override
      public void close() throws IOException {
        reader.close();
      }
    };
  }

  private static Source parquet(InputSpec spec, String file, Configuration conf)
      throws IOException {
    ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), new Path(ListedFiles.path(file)))
            .withConf(ListedFiles.conf(conf))
            .build();
    return new Source() {
      @Override
      public Fields read() throws IOException {
        Group row = reader.read();
        return row == null ? null : fields(spec, file, row);
      }

      @Override
      public void close() throws IOException {
        reader.close();
      }
    };
  }

  private static Fields fields(InputSpec spec, String file, Group row) {
    String id = null;
    String label = null;
    ObjectNode rest = JSON.createObjectNode();
    boolean hasId = spec.id() == null;
    boolean hasLabel = spec.label() == null;
    for (int i = 0; i < row.getType().getFieldCount(); i++) {
      Type type = row.getType().getType(i);
      if (!type.isPrimitive() || type.isRepetition(Type.Repetition.REPEATED)) {
        continue;
      }
      String value = row.getFieldRepetitionCount(i) == 0 ? null : row.getValueToString(i, 0);
      if (type.getName().equals(spec.id())) {
        id = value;
        hasId = true;
      } else if (type.getName().equals(spec.label())) {
        label = value;
        hasLabel = true;
      } else {
        rest.put(type.getName(), value);
      }
    }
    if (!hasId || !hasLabel) {
      throw new InputMismatch(
          "input."
              + (hasId ? "label" : "id")
              + " must name a column of "
              + file
              + ", got "
              + (hasId ? spec.label() : spec.id()));
    }
    return new Fields(id, label, rest.toString());
  }

  Fields next(int row, int rows) throws IOException {
    if (source == null) {
      return new Fields(null, null, "{}");
    }
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
    if (source == null) {
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
