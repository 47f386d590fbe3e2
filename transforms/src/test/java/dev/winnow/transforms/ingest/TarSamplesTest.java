package dev.winnow.transforms.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.InputFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads WebDataset shards that each test writes. */
class TarSamplesTest {

  @TempDir private Path folder;

  /** Bytes of the byte order mark of UTF-8, as characters of ISO 8859-1. */
  private static final String MARK = "\u00ef\u00bb\u00bf";

  private static byte[] tar(Map<String, String> members) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (Map.Entry<String, String> member : members.entrySet()) {
        byte[] content = member.getValue().getBytes(StandardCharsets.ISO_8859_1);
        TarArchiveEntry entry = new TarArchiveEntry(member.getKey());
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private InputSpec spec(Modality modality, String id, String content, String label) {
    return InputSpec.of(
        InputFormat.WEBDATASET,
        List.of(folder.toString()),
        modality,
        id,
        content,
        label,
        CopyContent.AUTO);
  }

  private static Dataset<Row> read(InputSpec spec) {
    return new RawReader(spec)
        .read(
            LocalSpark.session(),
            InputFiles.list(new Configuration(), spec.format(), spec.paths()));
  }

  private static Dataset<Row> ingest(InputSpec spec) {
    return Ids.assign(new RowChecks(spec).apply(read(spec)), spec.id() != null);
  }

  @Test
  void aSampleIsAnImageWithItsLabelItsFieldsAndItsCaption() throws Exception {
    Map<String, String> members = new TreeMap<>();
    members.put("cats/001.jpg", "pixels");
    members.put("cats/001.cls", MARK + "7\n");
    members.put("cats/001.txt", MARK + "a cat");
    members.put("cats/001.json", "{\"width\": 3, \"nested\": {}, \"key\": \"k1\"}");
    members.put("cats/001.mp4", "no content of ours");
    Files.write(folder.resolve("a.tar"), tar(members));
    Row row = read(spec(Modality.IMAGE, "key", null, null)).first();
    assertEquals("pixels", new String(row.<byte[]>getAs("content"), StandardCharsets.UTF_8));
    assertEquals("7", row.getAs("label"));
    assertEquals("k1", row.getAs("claimed_id"));
    assertEquals("cats/001.jpg", row.getAs("member"));
    assertTrue(row.<String>getAs("source").endsWith("/a.tar#cats/001.jpg"));
    assertEquals("{\"width\":3,\"txt\":\"a cat\",\"__unread__\":\"mp4\"}", row.getAs("metadata"));
  }

  @Test
  void aTextIsAMemberOrAFieldOfTheJson() throws Exception {
    Map<String, String> members = new TreeMap<>();
    members.put("1.txt", MARK + "one");
    members.put("2.json", "{\"caption\": \"two\", \"topic\": \"t\"}");
    members.put("3.txt", "caf\u00e9 in Latin-1");
    members.put("4.json", "[1]");
    Files.write(folder.resolve("a.tar"), tar(members));
    Map<String, String> found = new TreeMap<>();
    for (Row row : read(spec(Modality.TEXT, null, null, null)).collectAsList()) {
      found.put(
          row.<String>getAs("source").replaceFirst(".*#", ""),
          row.getAs("code") == null ? row.getAs("text") : row.getAs("code"));
    }
    assertEquals(
        Map.of("1.txt", "one", "2", "missing_content", "3.txt", "bad_utf8", "4", "bad_json"),
        found);
    Row field =
        read(spec(Modality.TEXT, "__key__", "caption", "topic")).where("text is not null").first();
    assertEquals("two", field.getAs("text"));
    assertEquals("t", field.getAs("label"));
    assertEquals("2", field.getAs("claimed_id"));
  }

  @Test
  void onlyTheTornOneOfTenThousandMembersIsLost() throws Exception {
    for (int shard = 0; shard < 20; shard++) {
      Map<String, String> members = new TreeMap<>();
      for (int i = 0; i < 250; i++) {
        String key = String.format("%02d%04d", shard, i);
        members.put(key + ".txt", "text " + key + " ".repeat(700) + "end");
        members.put(key + ".cls", String.valueOf(i % 10));
      }
      byte[] whole = tar(members);
      // The cut is in the middle of the text of sample 110200, after its .cls and 400 other
      // members.
      int cut = 200 * (512 + 512 + 512 + 1024) + 512 + 512 + 512 + 300;
      byte[] bytes = shard == 11 ? Arrays.copyOf(whole, cut) : whole;
      Path file = folder.resolve(String.format("shard-%02d.tar%s", shard, shard == 3 ? ".gz" : ""));
      if (shard == 3) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
          gzip.write(bytes);
        }
        bytes = zipped.toByteArray();
      }
      Files.write(file, bytes);
    }
    Dataset<Row> rows = ingest(spec(Modality.TEXT, null, null, null)).cache();
    assertEquals(19 * 250 + 200, rows.where("code is null and label is not null").count());
    List<Row> refused = rows.where("code is not null").collectAsList();
    assertEquals(1, refused.size());
    assertEquals("truncated", refused.get(0).getAs("code"));
    assertTrue(
        refused.get(0).<String>getAs("source").endsWith("/shard-11.tar#110200.txt"),
        refused.get(0).toString());
    assertEquals(rows.count(), rows.select("id").distinct().count());
    rows.unpersist();
  }

  @Test
  void aTearBetweenMembersGivesOneRefusedRow() throws Exception {
    Map<String, String> members = new TreeMap<>();
    members.put("1.txt", "one");
    members.put("2.txt", "two");
    byte[] whole = tar(members);
    Files.write(folder.resolve("a.tar"), Arrays.copyOf(whole, 1024 + 200));
    List<Row> rows = read(spec(Modality.TEXT, null, null, null)).collectAsList();
    assertEquals("one", rows.get(0).getAs("text"));
    assertEquals("truncated", rows.get(1).getAs("code"));
    assertEquals(2, rows.size());
  }

  @Test
  void theSameMembersInAMovedFolderKeepTheirIds() throws Exception {
    byte[] bytes = tar(Map.of("x/1.txt", "same", "x/2.txt", "same"));
    Files.write(folder.resolve("a.tar"), bytes);
    List<Row> before =
        ingest(spec(Modality.TEXT, null, null, null)).select("id").orderBy("id").collectAsList();
    Path moved = Files.createDirectories(folder.resolve("moved"));
    Files.move(folder.resolve("a.tar"), moved.resolve("a.tar"));
    InputSpec elsewhere =
        InputSpec.of(
            InputFormat.WEBDATASET,
            List.of(moved.toString()),
            Modality.TEXT,
            null,
            null,
            null,
            CopyContent.AUTO);
    assertEquals(before, ingest(elsewhere).select("id").orderBy("id").collectAsList());
    assertEquals(2, before.stream().distinct().count());
  }
}
