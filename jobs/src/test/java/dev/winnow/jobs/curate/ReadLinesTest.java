package dev.winnow.jobs.curate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReadLinesTest {

  @Test
  void eachLineNamesTheVersionAndAnUriThatAllReadersTake() {
    assertEquals(
        List.of(
            "spark.read.format(\"delta\").option(\"versionAsOf\", 3).load(\"file:///w/a/curated\")",
            "SELECT * FROM delta_scan('file:///w/a/curated', version => 3)",
            "pl.read_delta(\"file:///w/a/curated\", version=3)",
            "DeltaTable(\"file:///w/a/curated\", version=3).to_pandas()"),
        List.copyOf(ReadLines.of("file:/w/a/curated", 3).values()));
  }

  @Test
  void addressesOfOtherStoresStayAsTheyAre() {
    assertEquals(
        "pl.read_delta(\"s3://bucket/a/curated\", version=0)",
        ReadLines.of("s3://bucket/a/curated", 0).get("Polars"));
  }

  @Test
  void quotesInAPathEndNoText() {
    assertEquals(
        "SELECT * FROM delta_scan('file:///it''s/curated', version => 1)",
        ReadLines.of("file:///it's/curated", 1).get("DuckDB"));
    assertEquals(
        "pl.read_delta(\"file:///a\\\"b/curated\", version=1)",
        ReadLines.of("file:///a\"b/curated", 1).get("Polars"));
  }
}
