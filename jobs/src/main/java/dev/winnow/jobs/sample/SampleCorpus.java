package dev.winnow.jobs.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes the generated quickstart corpus: a labelled folder of rendered scenes and a file of short
 * documents, both with planted duplicates and broken files, and a manifest of all entries. The same
 * seed gives the same bytes on one JDK.
 */
public final class SampleCorpus {

  /** Version of the generator, which changes when the same seed gives other bytes. */
  public static final int VERSION = 2;

  /** Receiver of the generated files. */
  public interface FileSink {
    void write(String relativePath, byte[] bytes) throws IOException;
  }

  /** Writes images, texts and manifest below a folder, which is created if absent. */
  public static SampleManifest write(Path folder, long seed) {
    FileSink sink =
        (name, bytes) -> {
          Path file = folder.resolve(name);
          Files.createDirectories(file.getParent());
          Files.write(file, bytes);
        };
    return write(sink, seed);
  }

  /** Writes images, texts and manifest. */
  public static SampleManifest write(FileSink sink, long seed) {
    SampleManifest manifest = new SampleManifest();
    put(sink, new SampleImages(seed).files(manifest));
    put(sink, new SampleTexts(seed).files(manifest));
    put(sink, List.of(manifest(manifest)));
    return manifest;
  }

  /** Writes the images below {@code images/}, and their manifest. */
  public static SampleManifest writeImages(FileSink sink, long seed) {
    SampleManifest manifest = new SampleManifest();
    put(sink, new SampleImages(seed).files(manifest));
    put(sink, List.of(manifest(manifest)));
    return manifest;
  }

  /** Writes {@code texts.jsonl}, and its manifest. */
  public static SampleManifest writeTexts(FileSink sink, long seed) {
    SampleManifest manifest = new SampleManifest();
    put(sink, new SampleTexts(seed).files(manifest));
    put(sink, List.of(manifest(manifest)));
    return manifest;
  }

  /** Generated file. */
  record SampleFile(String name, byte[] bytes) {}

  private static SampleFile manifest(SampleManifest manifest) {
    return new SampleFile("manifest.csv", manifest.csv().getBytes(StandardCharsets.UTF_8));
  }

  private static void put(FileSink sink, List<SampleFile> files) {
    for (SampleFile file : files) {
      try {
        sink.write(file.name(), file.bytes());
      } catch (IOException e) {
        throw new UncheckedIOException("can't write " + file.name() + " of the sample corpus", e);
      }
    }
  }

  private SampleCorpus() {}
}
