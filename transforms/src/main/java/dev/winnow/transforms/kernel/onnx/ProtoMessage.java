package dev.winnow.transforms.kernel.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes a protobuf message of varints and length-delimited fields. */
public final class ProtoMessage {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  public ProtoMessage put(int field, long value) {
    varint((long) field << 3);
    varint(value);
    return this;
  }

  public ProtoMessage put(int field, byte[] bytes) {
    varint((long) field << 3 | 2);
    varint(bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  public ProtoMessage put(int field, String text) {
    return put(field, text.getBytes(StandardCharsets.UTF_8));
  }

  public ProtoMessage put(int field, ProtoMessage message) {
    return put(field, message.bytes());
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  public byte[] bytes() {
    return out.toByteArray();
  }
}
