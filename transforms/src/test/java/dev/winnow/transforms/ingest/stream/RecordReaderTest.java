package dev.winnow.transforms.ingest.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordReaderTest {

  private static final RecordReader.Marks COMMAS = new RecordReader.Marks(',', null, true);

  private static List<List<String>> records(String text) throws IOException {
    RecordReader reader = new RecordReader(LineReaderTest.text(text), 0, COMMAS, 1000);
    List<List<String>> records = new ArrayList<>();
    while (reader.next()) {
      records.add(
          reader.fields().stream().map(f -> new String(f, StandardCharsets.UTF_8)).toList());
    }
    return records;
  }

  @Test
  void quotesDelimitersAndLineBreaksInsideQuotesAreContent() throws IOException {
    assertEquals(
        List.of(List.of("a", "b,\r\n\"c\"", ""), List.of("", "d")),
        records("a,\"b,\r\n\"\"c\"\"\",\r\n\r\n,d"));
  }

  @Test
  void aQuoteInsideAFieldAndTextBehindAClosingQuoteArePlain() throws IOException {
    assertEquals(
        List.of(List.of("5\" disk", "ab \"c"), List.of("", "")),
        records("5\" disk,\"a\"b \"c\n\"\",\"\"\n"));
  }

  @Test
  void anOpenQuoteIsAnError() {
    assertThrows(EOFException.class, () -> records("a,\"b\nc\n"));
  }

  @Test
  void aRecordOfThreeHundredMebibytesIsCountedAndNotHeld() throws IOException {
    long length = 300L << 20;
    RecordReader reader =
        new RecordReader(
            LineReaderTest.joined(
                LineReaderTest.text("a,b\n\""),
                new LineReaderTest.Repeated(length),
                LineReaderTest.text("\n\",b\nc,d\n")),
            0,
            COMMAS,
            1000);
    assertTrue(reader.next());
    assertTrue(reader.next());
    assertTrue(reader.tooLong());
    assertEquals(length + 5, reader.length());
    assertTrue(reader.reserved() <= 1024, "reserved " + reader.reserved());
    assertTrue(reader.next());
    assertEquals(2, reader.count());
    assertEquals(4 + length + 6, reader.start());
    assertFalse(reader.next());
  }
}
