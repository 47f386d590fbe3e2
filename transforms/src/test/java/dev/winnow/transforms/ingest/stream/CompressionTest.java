package dev.winnow.transforms.ingest.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompressionTest {

  private static byte[] zip(Compression compression, String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out =
        switch (compression) {
          case GZIP -> new GZIPOutputStream(bytes);
          case BZIP2 -> new BZip2CompressorOutputStream(bytes);
          case ZSTD -> new ZstdCompressorOutputStream(bytes);
          case NONE -> bytes;
        }) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static String unzip(Compression compression, byte[] bytes) throws IOException {
    try (InputStream in = compression.open(new ByteArrayInputStream(bytes))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String noise() {
    Random random = new Random(7);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return text.toString();
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "BZIP2", "ZSTD"})
  void joinedStreamsAreReadWhole(Compression compression) throws IOException {
    byte[] joined = join(zip(compression, "one "), zip(compression, ""), zip(compression, "two"));
    assertEquals("one two", unzip(compression, joined));
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "BZIP2", "ZSTD"})
  void aStreamThatIsCutIsTruncated(Compression compression) throws IOException {
    byte[] whole = zip(compression, noise());
    byte[] cut = Arrays.copyOf(whole, whole.length - 200);
    BrokenStream fault = assertThrows(BrokenStream.class, () -> unzip(compression, cut));
    assertEquals("truncated", fault.code(), fault.getMessage());
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "BZIP2", "ZSTD"})
  void aPlainFileUnderSuchANameIsCorrupt(Compression compression) {
    byte[] plain = "a plain text that is long enough for a header".getBytes(StandardCharsets.UTF_8);
    BrokenStream fault = assertThrows(BrokenStream.class, () -> unzip(compression, plain));
    assertEquals("corrupt", fault.code(), fault.getMessage());
    assertTrue(fault.getMessage().startsWith("file must be "), fault.getMessage());
  }

  @Test
  void zerosBehindGzipArePaddingAndOtherBytesAreDamage() throws IOException {
    byte[] member = zip(Compression.GZIP, "text");
    assertEquals("text", unzip(Compression.GZIP, join(member, new byte[512])));
    byte[] more = join(member, new byte[] {0, 0, 'x', 'y'});
    assertEquals(
        "corrupt", assertThrows(BrokenStream.class, () -> unzip(Compression.GZIP, more)).code());
  }

  @Test
  void aDamagedByteIsCorrupt() throws IOException {
    byte[] member = zip(Compression.GZIP, "text");
    member[member.length - 6] ^= 1;
    assertEquals(
        "corrupt", assertThrows(BrokenStream.class, () -> unzip(Compression.GZIP, member)).code());
  }

  @Test
  void anErrorOfTheFileSystemIsNoDamage() {
    InputStream failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("connection reset");
          }
        };
    assertThrows(
        UncheckedIOException.class,
        () -> Compression.GZIP.open(new SourceStream(failing, "s3a://bucket/a.gz")));
  }
}
