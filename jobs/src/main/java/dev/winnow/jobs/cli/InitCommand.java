package dev.winnow.jobs.cli;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.init.FirstRecipe;
import dev.winnow.transforms.ingest.files.StorageReasons;
import dev.winnow.transforms.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the recipe of a file or folder; starts no Spark. */
@Command(
    name = "init",
    description = {
      "Looks at a file or folder and writes a commented recipe.",
      "Finds format, modality, and the columns of content, id and label. Reads the listing, footers"
          + " and first rows only: at most 1,000 rows or 8 MiB of three files. Asks nothing, starts"
          + " no Spark."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  winnow init /data/photos",
      "  winnow init docs.jsonl.gz --name docs --warehouse /data/winnow",
      "  winnow init /data/photos --output - > photos.yaml"
    })
final class InitCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "PATH",
      description = "file or folder to curate: a path, or a URI of a Hadoop file system")
  private String path;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "file to write; - prints the recipe; default: ./NAME.yaml")
  private String output;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "name of the recipe; default: the last part of PATH")
  private String name;

  @Option(
      names = "--warehouse",
      paramLabel = "DIR",
      description = "folder of the tables; default: winnow-warehouse in this folder")
  private String warehouse;

  @Option(names = "--force", description = "replace the output if it exists")
  private boolean force;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (path.isEmpty()) {
      throw new Failure(ExitCode.USAGE, "PATH must name a file or folder, got an empty text");
    }
    FirstRecipe recipe = FirstRecipe.of(new Configuration(), path, name, warehouse);
    PrintWriter out = spec.commandLine().getOut();
    if ("-".equals(output)) {
      out.print(recipe.yaml());
      out.flush();
      return 0;
    }
    String file = output == null ? recipe.name() + ".yaml" : output;
    write(file, recipe.yaml());
    recipe.summary().forEach(out::println);
    out.println("wrote " + Printable.of(file) + "; next:");
    String word = shellWord(file);
    out.println("  ./winnow validate " + word + "   checks it");
    out.println("  ./winnow plan " + word + "       estimates time, memory and storage");
    out.println("  ./winnow run " + word + "        curates");
    out.flush();
    return 0;
  }

  private void write(String file, String yaml) {
    try {
      Path target = Path.of(file);
      if (Files.isDirectory(target)) {
        throw new Failure(
            ExitCode.CONFLICT,
            "--output must be a file, " + Printable.of(file) + " is a folder; name a file in it");
      }
      if (target.getParent() != null) {
        Files.createDirectories(target.getParent());
      }
      byte[] bytes = yaml.getBytes(StandardCharsets.UTF_8);
      if (force) {
        Files.write(target, bytes);
      } else {
        Files.write(target, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      }
    } catch (FileAlreadyExistsException e) {
      throw new Failure(
          ExitCode.CONFLICT,
          "the recipe must be a new file, "
              + Printable.of(file)
              + " exists; give another --output or --name, or --force to replace it",
          e);
    } catch (InvalidPathException e) {
      throw new Failure(ExitCode.USAGE, "--output must be a path, got " + Printable.of(file), e);
    } catch (IOException e) {
      throw new Failure(
          ExitCode.ENVIRONMENT,
          "the recipe can't be written to "
              + Printable.of(file)
              + ": "
              + StorageReasons.of(e)
              + "; give another --output",
          e);
    }
  }

  /** Returns a word of a shell, in quotes if it needs them. */
  private static String shellWord(String file) {
    return file.matches("[A-Za-z0-9._/+-]+")
        ? file
        : "'" + Printable.of(file).replace("'", "'\\''") + "'";
  }
}
