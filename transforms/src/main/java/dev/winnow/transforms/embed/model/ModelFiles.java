package dev.winnow.transforms.embed.model;

import java.io.FileNotFoundException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/**
 * Private local copy of a model and of the configs beside it. Nothing else is copied, in particular
 * no file from which DJL would take settings. DJL loads the copy whose bytes were hashed, so nobody
 * can exchange a file in between. The copy is streamed, and deleted at the end of the JVM at the
 * latest.
 *
 * @param folder folder of the model, its external data and its configs
 * @param file name of the model in the folder
 * @param engine engine that runs the model
 * @param name name of the model's folder, or of its file
 * @param source path of the model's file as it was found, for messages
 * @param others ONNX files of the given folder that were passed over
 * @param sha256 digest of all files, as {@link ModelDigest#all}
 * @param temporary folder around all of this, which is deleted at the end
 */
public record ModelFiles(
    Path folder,
    String file,
    DjlEngine engine,
    String name,
    String source,
    List<String> others,
    String sha256,
    Path temporary) {

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
          "embed.model must be readable, "
              + options.model()
              + " is not; grant the right to read it, or run with --debug for the reason",
          e);
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
      try (InputStream in = source.open(file)) {
        digests.put(file, copy(in, file, model));
      }
      if (source.kind() == ModelSource.Kind.ONNX) {
        for (String path : external(source, model).keySet()) {
          try (InputStream in = source.open(path)) {
            digests.put(path, copy(in, path, folder.resolve(path)));
          }
        }
      }
      boolean torchScript = isTorchScript(source, model);
      boolean packed = source.isArchive() && !torchScript;
      SortedMap<String, String> configs = new TreeMap<>(ModelDigest.PATH_ORDER);
      for (String path : packed ? List.<String>of() : ModelConfigs.of(source)) {
        try (InputStream in = source.openConfig(path)) {
          configs.put(path, copy(in, path, folder.resolve(path)));
        }
      }
      if (source.isArchive()) {
        // TorchScript under another name than .pt; the driver takes the digest of an archive.
        configs.clear();
      }
      ModelDigest digest = ModelDigest.of(source, digests, configs);
      checkPin(source, digest);
      return packed
          ? unpacked(source, model, digest.all())
          : files(source, folder, engine(source, torchScript), source, digest.all());
    }

    /**
     * @param given source that names the model; the archive for an unpacked one
     */
    private ModelFiles files(
        ModelSource source, Path folder, DjlEngine engine, ModelSource given, String sha256) {
      return new ModelFiles(
          folder,
          source.file().getName(),
          engine,
          given.name(),
          source.fromRoot(source.file().getName()),
          source.others(),
          sha256,
          temporary);
    }

    private void checkPin(ModelSource source, ModelDigest digest) {
      if (options.sha256() != null && !digest.matches(options.sha256())) {
        throw ModelRejected.pin(options.sha256(), digest, source.file().toString());
      }
    }

    private String copy(InputStream in, String path, Path target) throws IOException {
      if (Files.exists(target)) {
        throw new ModelRejected(
            "a model must have one file of a name, " + path + " is data of the model and a config");
      }
      Files.createDirectories(target.getParent());
      try (OutputStream out = Files.newOutputStream(target)) {
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

    /** Unpacks an archive, and keeps the files that a copy of its folder would hold. */
    private ModelFiles unpacked(ModelSource source, Path archive, String sha256)
        throws IOException {
      Path into = Files.createDirectory(temporary.resolve("unpacked"));
      Path root =
          new ModelArchive(archive, source.file().toString(), limits).unpack(source.kind(), into);
      Files.delete(archive);
      ModelSource inner;
      try {
        inner = ModelSource.find(conf, root.toUri().toString(), options.engine());
      } catch (FileNotFoundException e) {
        // The exception names the folder of the copy, which the user does not know.
        throw new ModelUnsupported(
            "embed.model must be an archive that holds model.onnx or model.pt, "
                + source.file()
                + " does not, or it holds several ONNX files; pack one of them as model.onnx",
            e);
      }
      String file = inner.file().getName();
      Path folder = Path.of(inner.folder().toUri().getPath());
      List<String> kept = new ArrayList<>(List.of(file));
      if (inner.kind() == ModelSource.Kind.ONNX) {
        kept.addAll(external(inner, folder.resolve(file)).keySet());
      }
      Path target = archive.getParent();
      for (String path : kept) {
        move(folder.resolve(path), target.resolve(path));
      }
      for (String path : ModelConfigs.of(inner)) {
        move(Path.of(inner.root().toUri().getPath()).resolve(path), target.resolve(path));
      }
      TemporaryFolders.delete(into);
      boolean torchScript = isTorchScript(inner, target.resolve(file));
      return files(inner, target, engine(inner, torchScript), source, sha256);
    }

    private static void move(Path from, Path to) throws IOException {
      Files.createDirectories(to.getParent());
      Files.move(from, to);
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
