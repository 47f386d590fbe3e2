package dev.winnow.jobs.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Version of Winnow in this build. */
public final class CodeVersion {

  public static String get() {
    try (InputStream in = CodeVersion.class.getResourceAsStream("/dev/winnow/version.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("winnow");
    } catch (IOException e) {
      throw new UncheckedIOException("version.properties is not readable in the jar", e);
    }
  }

  private CodeVersion() {}
}
