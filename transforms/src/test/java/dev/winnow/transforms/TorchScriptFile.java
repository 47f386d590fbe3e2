package dev.winnow.transforms;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * TorchScript modules without weights, written like those of {@code torch.jit.save}: a zip of
 * stored entries with the module's pickle and its code.
 */
public final class TorchScriptFile {

  /** Writes a module whose {@code forward} takes some tensors and returns an expression of them. */
  public static Path write(Path file, String returned, String... parameters) throws IOException {
    StringBuilder code =
        new StringBuilder(
            """
            class Tiny(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
              def forward(self: __torch__.Tiny""");
    for (String parameter : parameters) {
      code.append(",\n    ").append(parameter).append(": Tensor");
    }
    code.append(") -> Tensor:\n    return ").append(returned).append('\n');
    Files.createDirectories(file.getParent());
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      // An object of the class, whose only state is training = False.
      put(zip, "data.pkl", "\u0080\u0002c__torch__\nTiny\n)\u0081}(X\b\0\0\0training\u0089ub.");
      put(zip, "code/__torch__.py", code.toString());
      put(zip, "constants.pkl", "\u0080\u0002).");
      put(zip, "version", "3\n");
    }
    return file;
  }

  private static void put(ZipOutputStream zip, String name, String content) throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    ZipEntry entry = new ZipEntry("tiny/" + name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  private TorchScriptFile() {}
}
