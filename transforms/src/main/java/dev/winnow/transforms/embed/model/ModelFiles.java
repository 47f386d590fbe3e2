package dev.winnow.transforms.embed.model;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * Private local copy of a model and of the small files beside it. Nothing else is copied, in
 * particular no file from which DJL would take settings. DJL loads the copy whose bytes were
 * hashed, so nobody can exchange a file in between. The copy is streamed, and deleted at the end of
 * the JVM at the latest.
 *
 * @param folder folder of the model, its external data, and tokenizer.json or
 *     preprocessor_config.json if present
 * @param file name of the model in the folder
 * @param engine engine that runs the model
 * @param name name of the model's folder, or of its file
 * @param sha256 digest as {@link ModelDigest} computes it
 * @param temporary folder around all of this, which is deleted at the end
 */
public record ModelFiles(
    Path folder, String file, DjlEngine engine, String name, String sha256, Path temporary) {

  public static final String TOKENIZER = "tokenizer.json";
  public static final String PREPROCESSOR = "preprocessor_config.json";

  /**
   * Copies a model.
   *
   * @throws ModelRejected if the digest is not the pinned one, or the files are not safe to load
   * @throws IllegalArgumentException if the requested engine can't run the file
   */
  public static ModelFiles copy(DjlOptions options) {
    return copy(options, ModelLimits.DEFAULT);
  }

  static ModelFiles copy(DjlOptions options, ModelLimits limits) {
    Configuration conf = new Configuration();
    options.hadoop().forEach(conf::set);
    try {
      ModelSource source = ModelSource.find(conf, options.model(), options.engine());
      Path temporary = TemporaryFolders.create("winnow-model-");
      boolean done = false;
      try {
        ModelFiles files = new Copying(options, limits, conf, temporary).copy(source);
        done = true;
        return files;
      } finally {
        if (!done) {
          TemporaryFolders.delete(temporary);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "embed.model must be readable, " + options.model() + " is not: " + e.getMessage(), e);
    }
  }

  public boolean has(String beside) {
    return Files.exists(folder.resolve(beside));
  }

  public void delete() {
    TemporaryFolders.delete(temporary);
  }

  /** Copy in progress. */
  private static final class Copying {

    private final DjlOptions options;
    private final ModelLimits limits;
    private final Configuration conf;
    private final Path temporary;
    private long bytes;

    Copying(DjlOptions options, ModelLimits limits, Configuration conf, Path temporary) {
      this.options = options;
      this.limits = limits;
      this.conf = conf;
      this.temporary = temporary;
    }

    ModelFiles copy(ModelSource source) throws IOException {
      Path folder = Files.createDirectory(temporary.resolve("model"));
      String file = source.file().getName();
      Path model = folder.resolve(file);
      SortedMap<String, String> digests = new TreeMap<>(ModelDigest.PATH_ORDER);
      digests.put(file, copy(source, file, folder));
      if (source.kind() == ModelSource.Kind.ONNX) {
        for (String path : external(source, model).keySet()) {
          digests.put(path, copy(source, path, folder));
        }
      }
      String sha256 = ModelDigest.combine(digests);
      checkPin(source, sha256);
      boolean torchScript = isTorchScript(source, model);
      if (source.isArchive() && !torchScript) {
        return unpacked(source, model, sha256);
      }
      for (String beside : List.of(TOKENIZER, PREPROCESSOR)) {
        if (source.has(beside)) {
          copy(source, beside, folder);
        }
      }
      return files(folder, file, engine(source, torchScript), source.name(), sha256);
    }

    private ModelFiles files(
        Path folder, String file, DjlEngine engine, String name, String sha256) {
      return new ModelFiles(folder, file, engine, name, sha256, temporary);
    }

    private void checkPin(ModelSource source, String sha256) {
      if (options.sha256() != null && !options.sha256().equalsIgnoreCase(sha256)) {
        throw new ModelRejected(
            "model sha256 differs: expected "
                + options.sha256()
                + ", got "
                + sha256
                + " ("
                + source.file()
                + ")");
      }
    }

    private String copy(ModelSource source, String path, Path folder) throws IOException {
      Path target = folder.resolve(path);
      Files.createDirectories(target.getParent());
      try (FSDataInputStream in = source.open(path);
          OutputStream out = Files.newOutputStream(target)) {
        return ModelDigest.copy(in, new Counted(out, path));
      }
    }

    private SortedMap<String, Long> external(ModelSource source, Path model) throws IOException {
      SortedMap<String, Long> files;
      try (InputStream in = Files.newInputStream(model)) {
        files = source.external(ModelDigest.external(in, source));
      }
      // Checked here, before gigabytes are fetched in vain.
      long sum = bytes;
      for (String path : files.keySet()) {
        sum = Math.addExact(sum, files.get(path));
        limits.check(path, sum);
      }
      return files;
    }

    private static boolean isTorchScript(ModelSource source, Path model) {
      boolean named = source.kind() == ModelSource.Kind.TORCHSCRIPT;
      boolean found =
          (named || source.kind() == ModelSource.Kind.ZIP) && ModelArchive.isTorchScript(model);
      if (named && !found) {
        throw new ModelRejected(
            "embed.model must be TorchScript for the engine pytorch, "
                + source.file()
                + " is not: it holds no code; save the module by torch.jit.save");
      }
      return found;
    }

    private DjlEngine engine(ModelSource source, boolean torchScript) {
      DjlEngine engine = torchScript ? DjlEngine.PYTORCH : DjlEngine.ONNXRUNTIME;
      if (!engine.suits(options.engine())) {
        throw new IllegalArgumentException(
            "embed.engine must be "
                + engine.word()
                + " or auto for "
                + engine.models()
                + ", got "
                + options.engine()
                + " ("
                + source.file()
                + ")");
      }
      return engine;
    }

    private ModelFiles unpacked(ModelSource source, Path archive, String sha256)
        throws IOException {
      Path into = Files.createDirectory(temporary.resolve("unpacked"));
      Path root =
          new ModelArchive(archive, source.file().toString(), limits).unpack(source.kind(), into);
      Files.delete(archive);
      ModelSource inner = ModelSource.find(conf, root.toUri().toString(), options.engine());
      String file = inner.file().getName();
      Path model = root.resolve(file);
      Set<Path> kept = new HashSet<>(Set.of(model));
      if (inner.kind() == ModelSource.Kind.ONNX) {
        external(inner, model).keySet().forEach(path -> kept.add(root.resolve(path)));
      }
      kept.add(root.resolve(TOKENIZER));
      kept.add(root.resolve(PREPROCESSOR));
      try (Stream<Path> all = Files.walk(into)) {
        for (Path other : all.filter(Files::isRegularFile).toList()) {
          if (!kept.contains(other)) {
            Files.delete(other);
          }
        }
      }
      return files(root, file, engine(inner, isTorchScript(inner, model)), source.name(), sha256);
    }

    /** Counts the written bytes against the limit, because a listed length may be wrong. */
    private final class Counted extends FilterOutputStream {

      private final String path;

      Counted(OutputStream out, String path) {
        super(out);
        this.path = path;
      }

      @Override
      public void write(byte[] buffer, int from, int length) throws IOException {
        bytes += length;
        limits.check(path, bytes);
        out.write(buffer, from, length);
      }
    }
  }
}
