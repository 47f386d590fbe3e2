package dev.winnow.jobs.init;

import dev.winnow.transforms.ingest.files.LiteralFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;

/** First bytes of image files. */
final class ImageMark {

  private static final int HEAD = 12;

  /** Returns true if a file begins like an image, false also if it can't be read. */
  static boolean is(Configuration conf, String uri) {
    try (InputStream in = LiteralFiles.open(conf, uri)) {
      String head = new String(in.readNBytes(HEAD), StandardCharsets.ISO_8859_1);
      return head.startsWith("\u00ff\u00d8\u00ff")
          || head.startsWith("\u0089PNG")
          || head.startsWith("GIF8")
          || head.startsWith("BM")
          || head.startsWith("II*\0")
          || head.startsWith("MM\0*")
          || head.startsWith("RIFF") && head.endsWith("WEBP");
    } catch (IOException e) {
      return false;
    }
  }

  private ImageMark() {}
}
