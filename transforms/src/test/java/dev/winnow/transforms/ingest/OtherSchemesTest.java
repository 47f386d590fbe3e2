package dev.winnow.transforms.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.InputFormat;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads paths of a file system that Hadoop finds by its scheme, like s3a, gs, abfss and hdfs. */
class OtherSchemesTest {

  /** Local disk under another scheme. */
  public static final class OtherDisk extends RawLocalFileSystem {

    @Override
    public URI getUri() {
      return URI.create("otherdisk:///");
    }

    @Override
    public String getScheme() {
      return "otherdisk";
    }
  }

  @TempDir private Path folder;

  private List<Row> read(InputFormat format, List<String> paths, Modality modality) {
    Configuration conf = LocalSpark.session().sparkContext().hadoopConfiguration();
    conf.set("fs.otherdisk.impl", OtherDisk.class.getName());
    InputSpec spec = InputSpec.of(format, paths, modality, null, null, null, CopyContent.AUTO);
    return new RawReader(spec)
        .read(LocalSpark.session(), InputFiles.list(conf, spec.format(), spec.paths()))
        .orderBy("source")
        .collectAsList();
  }

  @Test
  void globsAndSeveralPathsOfAnotherScheme() throws Exception {
    Files.createDirectories(folder.resolve("a"));
    Files.createDirectories(folder.resolve("b"));
    Files.writeString(folder.resolve("a/1.jsonl"), "{\"text\": \"one\"}\n");
    Files.writeString(folder.resolve("a/2.jsonl"), "{\"text\": \"two\"}\n");
    Files.writeString(folder.resolve("b/3.csv"), "text\nthree\n");
    Files.write(folder.resolve("b/p.png"), new byte[] {1});
    String root = "otherdisk://" + folder;
    List<Row> texts = read(InputFormat.JSONL, List.of(root + "/a/[12].jsonl"), Modality.TEXT);
    assertEquals(List.of("one", "two"), texts.stream().map(r -> r.<String>getAs("text")).toList());
    assertEquals("otherdisk:" + folder + "/a/1.jsonl#0", texts.get(0).getAs("source"));
    assertEquals(
        2,
        read(InputFormat.JSONL, List.of(root + "/a/1.jsonl", root + "/a/2.jsonl"), Modality.TEXT)
            .size());
    assertEquals(
        "three", read(InputFormat.CSV, List.of(root + "/b"), Modality.TEXT).get(0).getAs("text"));
    assertEquals(1, read(InputFormat.IMAGES, List.of(root + "/b"), Modality.IMAGE).size());
  }
}
