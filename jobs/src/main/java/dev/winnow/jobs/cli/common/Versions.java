package dev.winnow.jobs.cli.common;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Versions of Winnow and of the libraries that it was built with. */
public final class Versions implements IVersionProvider {

  public static Properties properties() {
    try (InputStream in = Versions.class.getResourceAsStream("/dev/winnow/version.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException("version.properties is not readable in the jar", e);
    }
  }

  @Override
  public String[] getVersion() {
    Properties built = properties();
    return new String[] {
      "winnow " + built.getProperty("winnow"),
      "line   Spark " + built.getProperty("spark.line") + ", Scala " + built.getProperty("scala"),
      "Spark  " + built.getProperty("spark"),
      "Delta  " + built.getProperty("delta"),
      "DJL    " + built.getProperty("djl"),
      "Java   " + System.getProperty("java.version")
    };
  }
}
