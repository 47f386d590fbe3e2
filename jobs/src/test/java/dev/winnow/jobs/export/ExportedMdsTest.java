package dev.winnow.jobs.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.jobs.support.CommandRun;
import dev.winnow.transforms.LocalSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MDS shards of pairs whose pictures the release does not hold. */
class ExportedMdsTest {

  @TempDir private static Path folder;
  private static HostilePairs pairs;

  @BeforeAll
  static void runOnce() throws IOException {
    LocalSpark.session();
    pairs = new HostilePairs(folder);
    pairs.make();
  }

  @Test
  @Tag("line")
  void everyRowOfTheReleaseIsReadAgainInTheOrderOfRanks() throws IOException {
    CommandRun done = pairs.export("mds", "mds", "--with-content", "--files", "5");
    assertEquals(0, done.code(), done.err());
    assertTrue(done.out().contains("written         24 rows as mds"), done.out());
    assertEquals(
        Set.of(
            "index.json",
            "shard.00000.mds",
            "shard.00001.mds",
            "shard.00002.mds",
            "shard.00003.mds",
            "shard.00004.mds"),
        pairs.files("mds").keySet());
    MdsFolder shards = new MdsFolder(Path.of(pairs.to("mds")));
    for (JsonNode shard : shards.shards()) {
      assertTrue(Set.of(4, 5).contains(shard.path("samples").asInt()), shard.toString());
    }
    List<String> ids = new ArrayList<>();
    long rank = 0;
    for (Map<String, Object> sample : shards.samples()) {
      int row =
          IntStream.range(0, HostilePairs.PAIRS)
              .filter(i -> HostilePairs.id(i).equals(sample.get("id")))
              .findFirst()
              .orElseThrow();
      ids.add(HostilePairs.id(row));
      assertArrayEquals(HostilePairs.picture(row), (byte[]) sample.get("image"));
      assertEquals(HostilePairs.text(row), sample.get("text"));
      assertEquals(HostilePairs.label(row), sample.get("label"));
      assertEquals(String.valueOf(row), ((JsonNode) sample.get("metadata")).path("page").asText());
      assertEquals(++rank, sample.get("keep_rank"));
      assertEquals(rank / 24.0, (double) sample.get("keep_quantile"), 1e-12);
      assertTrue(Set.of(0, 1).contains(sample.get("cluster_id")), sample.toString());
    }
    assertEquals(HostilePairs.PAIRS, Set.copyOf(ids).size());
    assertEquals(HostilePairs.PAIRS, ids.size());
    assertEquals(
        LocalSpark.session()
            .read()
            .format("delta")
            .load(folder.resolve("tables/pairs/curated").toString())
            .orderBy("keep_rank")
            .select("hardness")
            .collectAsList()
            .stream()
            .map(row -> row.get(0))
            .toList(),
        shards.samples().stream().map(sample -> sample.get("hardness")).toList());
  }

  @Test
  void anExistingFolderIsReplacedOnlyWhenAsked() throws IOException {
    assertEquals(0, pairs.export("twice", "mds", "--with-content").code());
    assertEquals(6, pairs.export("twice", "mds", "--with-content").code());
    assertEquals(
        0, pairs.export("twice", "mds", "--with-content", "--files", "2", "--overwrite").code());
    assertEquals(
        Set.of("index.json", "shard.00000.mds", "shard.00001.mds"), pairs.files("twice").keySet());
  }
}
