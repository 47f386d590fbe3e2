package dev.winnow.transforms.ingest.files;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Names of local files, exact to the byte whatever the locale of the process is.
 *
 * <p>A local file whose path is valid UTF-8 has the URI {@code file:/path} with every character as
 * it is, as Hadoop writes it: {@code %} and {@code #} are characters of the name. Any other local
 * file has the URI {@code file:///path} with percent escapes for its bytes. The number of slashes
 * tells the two apart.
 */
public final class LocalNames {

  private static final String LITERAL = "file:/";
  private static final String ESCAPED = "file:///";

  /** True where Java's own strings hold the names of files exactly. */
  private static final boolean EXACT =
      "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding"));

  /** Returns true for the URI of a local file. */
  static boolean isLocal(String uri) {
    return uri.startsWith(LITERAL);
  }

  /** Returns true for a URI with percent escapes. */
  static boolean isEscaped(String uri) {
    return uri.startsWith(ESCAPED);
  }

  /**
   * Returns true where Hadoop's local file system opens the file too: its path is printable ASCII
   * without a colon.
   */
  static boolean isPlain(String uri) {
    return !isEscaped(uri)
        && uri.substring(LITERAL.length())
            .chars()
            .allMatch(c -> c >= ' ' && c <= '~' && c != ':' && c != '\\');
  }

  /** Returns the path of a local URI. */
  static Path path(String uri) {
    return isEscaped(uri)
        ? Path.of(URI.create(uri))
        : absolute(uri.substring(LITERAL.length() - 1));
  }

  /** Returns the path of an absolute name, byte by byte in UTF-8. */
  static Path absolute(String name) {
    return Path.of(URI.create("file://" + escape(name.replaceAll("/+", "/"))));
  }

  /** Returns the URI of an absolute path. */
  static String uri(Path path) {
    String text = exact(path);
    if (text != null) {
      return "file:" + text;
    }
    String raw = raw(path);
    String decoded = decode(bytes(raw), false);
    return decoded == null ? "file://" + raw : "file:" + decoded;
  }

  /** Returns a name in readable form: a byte that is not UTF-8 stands as {@code \xHH}. */
  static String shown(Path name) {
    String text = exact(name);
    return text != null ? text : decode(bytes(raw(Path.of("/").resolve(name)).substring(1)), true);
  }

  /** Returns the URI of a sibling of a file, by its name. */
  public static String sibling(String uri, String name) {
    String folder = uri.substring(0, uri.lastIndexOf('/') + 1);
    return folder + (isEscaped(uri) ? escape(name) : name);
  }

  /** Returns the name of the file that a URI names, in readable form. */
  public static String name(String uri) {
    String last = uri.substring(uri.lastIndexOf('/') + 1);
    return isEscaped(uri) ? decode(bytes(last), true) : last;
  }

  /** Returns Java's own string of a path; null where the string may not hold all of its bytes. */
  private static String exact(Path path) {
    String text = path.toString();
    return EXACT && text.indexOf('\ufffd') < 0 ? text : null;
  }

  /** Returns a path with percent escapes, without the slash that Java adds to folders. */
  private static String raw(Path path) {
    String raw = path.toAbsolutePath().toUri().getRawPath();
    return raw.length() > 1 && raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
  }

  private static String escape(String name) {
    StringBuilder escaped = new StringBuilder();
    for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xff);
      if (c == '/' || c == '.' || c == '-' || c < 0x80 && Character.isLetterOrDigit(c)) {
        escaped.append(c);
      } else {
        escaped.append(String.format("%%%02X", (int) c));
      }
    }
    return escaped.toString();
  }

  private static byte[] bytes(String escaped) {
    ByteBuffer bytes = ByteBuffer.allocate(escaped.length());
    for (int i = 0; i < escaped.length(); i++) {
      if (escaped.charAt(i) == '%') {
        bytes.put((byte) Integer.parseInt(escaped.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.put((byte) escaped.charAt(i));
      }
    }
    byte[] result = new byte[bytes.position()];
    bytes.flip().get(result);
    return result;
  }

  /**
   * Decodes UTF-8.
   *
   * @param show false to return null for bytes that are not UTF-8
   */
  private static String decode(byte[] bytes, boolean show) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(4 * bytes.length);
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      if (!result.isError()) {
        return out.flip().toString();
      }
      if (!show) {
        return null;
      }
      for (int i = 0; i < result.length(); i++) {
        out.put(String.format("\\x%02X", in.get() & 0xff));
      }
    }
  }

  private LocalNames() {}
}
