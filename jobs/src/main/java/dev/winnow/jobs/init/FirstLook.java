package dev.winnow.jobs.init;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.tables.InputLook;
import dev.winnow.jobs.text.Texts;
import dev.winnow.transforms.ingest.Modality;
import dev.winnow.transforms.ingest.files.FileBytes;
import dev.winnow.transforms.ingest.files.FolderColumns;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.InputFiles.InputFile;
import dev.winnow.transforms.ingest.files.InputFormat;
import dev.winnow.transforms.ingest.files.ListedFiles;
import dev.winnow.transforms.ingest.files.LocalNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Looks at one input: its listing, its footers and its first rows. */
final class FirstLook {

  /** Images whose first bytes are read. */
  private static final int IMAGES_OPENED = 64;

  private final Configuration conf;
  private final String path;
  private final InputFormat format;
  private final List<String> notes = new ArrayList<>();

  private Modality modality;
  private String id;
  private String content;
  private String label;
  private boolean labelled;
  private CsvSampler csv;
  private long rows;
  private boolean exact;
  private double refused;
  private String seen;

  private FirstLook(Configuration conf, String path, InputKind kind) {
    this.conf = conf;
    this.path = path;
    this.format = kind.format();
    if (!kind.others().isEmpty()) {
      notes.add("Files of other kinds are not read: " + kind.others() + ".");
    }
  }

  /**
   * Looks at an input.
   *
   * @param path absolute path, or URI
   * @throws Failure with {@link ExitCode#INPUT} if no recipe can read it
   */
  static Findings of(Configuration conf, String path, InputKind kind) {
    FirstLook look = new FirstLook(conf, path, kind);
    if (kind.format() == InputFormat.DELTA) {
      look.delta();
    } else {
      look.files(InputFiles.list(conf, kind.format(), List.of(path)));
    }
    return look.findings();
  }

  private Findings findings() {
    return new Findings(
        path,
        format,
        modality,
        id,
        content,
        label,
        labelled || label != null,
        csv == null ? null : csv.delimiter(),
        csv == null ? null : csv.encoding(),
        rows,
        exact,
        refused,
        seen,
        notes);
  }

  private void files(InputFiles files) {
    List<InputFile> data = files.files();
    seen = files(data.size()) + ", " + Texts.bytes(files.bytes());
    switch (format) {
      case IMAGES -> images(data);
      case WEBDATASET -> shards(files);
      case JSONL -> {
        Sample sample = JsonSampler.of(conf, data);
        sampled(sample, data, false);
        count(files);
      }
      case CSV -> {
        csv = CsvSampler.of(conf, data);
        sampled(csv.sample(), data, true);
        count(files);
      }
      case PARQUET -> {
        ParquetSampler sampler = new ParquetSampler(conf);
        List<Path> paths =
            data.stream().map(file -> new Path(ListedFiles.path(file.uri()))).toList();
        sampled(sampler.read(paths), data, true);
        count(files);
      }
      case IDX -> idx(files);
      case NPY -> {
        matrices(data);
        count(files);
      }
      case DELTA, SAMPLE -> throw new IllegalStateException("format " + format + " has no files");
    }
  }

  private static String files(int count) {
    return Texts.count(count) + (count == 1 ? " file" : " files");
  }

  private void images(List<InputFile> data) {
    modality = Modality.IMAGE;
    rows = data.size();
    exact = true;
    TreeSet<String> folders = new TreeSet<>();
    for (InputFile file : data) {
      int end = file.relativePath().lastIndexOf('/');
      folders.add(end < 0 ? "" : file.relativePath().substring(0, end).replaceFirst("(?s).*/", ""));
    }
    // A picture right below the input has no label, and a single label balances nothing.
    labelled = folders.size() > 1 && !folders.contains("") && folders.size() * 2L <= rows;
    if (labelled) {
      notes.add("The parent folder of a picture is its label: " + folders.size() + " labels.");
    }
    int opened = 0;
    int bad = 0;
    for (int i = 0; i < Math.min(IMAGES_OPENED, data.size()); i++) {
      int at = (int) ((long) i * data.size() / Math.min(IMAGES_OPENED, data.size()));
      InputFile file = data.get(at);
      opened++;
      bad += ImageMark.is(conf, file.uri()) ? 0 : 1;
    }
    refused = (double) bad / opened;
    seen += ", and the first bytes of " + opened + " of them";
  }

  private void shards(InputFiles files) {
    Sample sample = ShardSampler.of(conf, files.files());
    Map<String, Integer> parts = new HashMap<>();
    sample.columns().forEach(column -> parts.put(column.name(), column.count()));
    boolean image = parts.getOrDefault(ShardSampler.IMAGE, 0) * 2L > sample.rows();
    boolean text = parts.getOrDefault("txt", 0) * 2L > sample.rows();
    if (!image && !text) {
      throw new Failure(
          ExitCode.INPUT,
          "shards of a webdataset must hold an image or a .txt in each sample, got members with"
              + " the extensions "
              + String.join(", ", new TreeSet<>(parts.keySet()))
              + " in "
              + path
              + "; unpack them, or give another folder");
    }
    modality = image ? Modality.IMAGE : Modality.TEXT;
    labelled = parts.getOrDefault("cls", 0) * 2L > sample.rows();
    if (image && text) {
      notes.add("The samples have texts, too; modality: pair reads both.");
    }
    count(files);
  }

  /** Chooses the columns of a table, and the modality by the column of contents. */
  private void sampled(Sample sample, List<InputFile> data, boolean hasImages) {
    refused = sample.rows() == 0 ? 0 : (double) sample.refused() / sample.rows();
    ColumnChoice choice = new ColumnChoice(sample.columns(), sample.rows() - sample.refused());
    SampledColumn chosen = content(choice, sample, data, hasImages);
    content = chosen.name();
    Optional<SampledColumn> ids = choice.id(chosen);
    id = ids.map(SampledColumn::name).orElse(null);
    label = choice.label(chosen, ids.orElse(null)).map(SampledColumn::name).orElse(null);
    if (label == null) {
      folderLabel(data);
    }
    notes.addAll(0, choice.notes());
    seen += ", and " + Texts.count(sample.rows()) + " rows";
  }

  private SampledColumn content(
      ColumnChoice choice, Sample sample, List<InputFile> data, boolean hasImages) {
    Optional<SampledColumn> bytes = hasImages ? choice.imageBytes() : Optional.empty();
    if (bytes.isPresent()) {
      modality = Modality.IMAGE;
      return bytes.get();
    }
    if (hasImages) {
      for (SampledColumn names : choice.imageNames()) {
        if (!data.isEmpty() && names.first() != null && isThere(data.get(0).uri(), names.first())) {
          modality = Modality.IMAGE;
          return names;
        }
        notes.add(
            "Column " + names.name() + " names images, but its first one is not beside the file.");
      }
    }
    Optional<SampledColumn> text = choice.text();
    Optional<SampledColumn> vector = format == InputFormat.CSV ? Optional.empty() : choice.vector();
    if (text.isPresent()) {
      modality = Modality.TEXT;
      vector.ifPresent(
          column ->
              notes.add(
                  "Ready vectors are in column "
                      + column.name()
                      + "; modality: embedding with content: "
                      + column.name()
                      + " uses them instead of the texts."));
      return text.get();
    }
    if (vector.isPresent()) {
      modality = Modality.EMBEDDING;
      return vector.get();
    }
    throw new Failure(
        ExitCode.INPUT,
        "input must have a column of texts, images or vectors, but none of these is one: "
            + String.join(", ", sample.columns().stream().map(SampledColumn::name).toList())
            + ", in "
            + path
            + "; give another file, or write a recipe by hand as docs/how-to/recipes.md says");
  }

  private boolean isThere(String uri, String name) {
    return FileBytes.readNamed(conf, uri, name, 64L << 20).code() == null;
  }

  /** Takes the label of folders named {@code key=value}, if a key is the name of a label. */
  private void folderLabel(List<InputFile> data) {
    Map<String, Set<String>> values = new TreeMap<>();
    for (InputFile file : data) {
      FolderColumns.of(file.relativePath())
          .forEach((key, value) -> values.computeIfAbsent(key, k -> new TreeSet<>()).add(value));
    }
    label =
        values.entrySet().stream()
            .filter(each -> each.getValue().size() > 1 && ColumnChoice.isLabelLike(each.getKey()))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(null);
  }

  private void count(InputFiles files) {
    RowCount count = RowCount.of(conf, format, files);
    rows = count.rows();
    exact = count.exact();
  }

  private void idx(InputFiles files) {
    modality = Modality.IMAGE;
    labelled = true;
    count(files);
  }

  private void matrices(List<InputFile> data) {
    modality = Modality.EMBEDDING;
    String folder = null;
    for (InputFile file : data) {
      String of = LocalNames.name(file.uri().substring(0, file.uri().lastIndexOf('/')));
      if (folder != null && !of.equals(folder)) {
        notes.add("Matrices of folder " + of + " are not read; content names another folder.");
        content = folder;
        continue;
      }
      folder = of;
    }
  }

  private void delta() {
    Path table = new Path(path);
    InputLook look = InputLook.of(conf, table);
    if (look.refusal() != null) {
      throw new Failure(ExitCode.INPUT, look.refusal());
    }
    List<Path> paths = look.files();
    seen = files(paths.size()) + " of the table at version " + look.version();
    sampled(new ParquetSampler(conf).read(paths), List.of(), true);
    count(InputFiles.ofTable(path, "", look.version()));
  }
}
