package dev.winnow.jobs.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads DataComp's subset file: a NumPy array of pairs of unsigned 64-bit numbers. */
public final class DataCompIds {

  private static final int HEADER = 128;
  private static final int PAIR = 16;

  /** Returns the ids in the order of the file, as 32 hexadecimal digits. */
  public static List<String> read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int count = (bytes.length - HEADER) / PAIR;
    assertEquals(HEADER + PAIR * count, bytes.length);
    String header = new String(bytes, 0, HEADER, StandardCharsets.ISO_8859_1);
    assertEquals("\u0093NUMPY\u0001\u0000", header.substring(0, 8));
    assertTrue(
        header.contains(
            "{'descr': [('f0', '<u8'), ('f1', '<u8')], 'fortran_order': False, 'shape': ("
                + count
                + ",), }"),
        header);
    ByteBuffer rows = ByteBuffer.wrap(bytes, HEADER, PAIR * count).order(ByteOrder.LITTLE_ENDIAN);
    List<String> ids = new ArrayList<>();
    while (rows.hasRemaining()) {
      ids.add("%016x%016x".formatted(rows.getLong(), rows.getLong()));
    }
    return ids;
  }

  private DataCompIds() {}
}
