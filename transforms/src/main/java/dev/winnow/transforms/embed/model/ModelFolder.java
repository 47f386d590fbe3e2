package dev.winnow.transforms.embed.model;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Model's file in a folder: {@code model.onnx} in it or in its subfolder {@code onnx}, as the hub
 * of Hugging Face lays it out, or {@code model.pt}; without these, the only ONNX file.
 *
 * @param file file of the model
 * @param others ONNX files that were not chosen, by paths relative to the folder, in order
 */
record ModelFolder(Path file, List<String> others) {

  private static final String SUBFOLDER = "onnx";

  /** Configs of which one marks the folder above {@code onnx} as the model's. */
  private static final List<String> MARKS =
      List.of(ModelFiles.TOKENIZER, ModelFiles.PREPROCESSOR, ModelConfigs.MODULES, "config.json");

  /**
   * Searches a folder.
   *
   * @param engine option word of a {@link DjlEngine}, or auto
   * @throws FileNotFoundException if the folder holds no model, or several and none is the plain
   *     one
   */
  static ModelFolder search(FileSystem fs, Path folder, String engine) throws IOException {
    boolean onnx = DjlEngine.ONNXRUNTIME.suits(engine);
    List<String> found = onnx ? onnxFiles(fs, folder) : List.of();
    List<String> wanted = new ArrayList<>();
    if (onnx) {
      wanted.add(DjlEngine.ONNXRUNTIME.file());
      wanted.add(SUBFOLDER + "/" + DjlEngine.ONNXRUNTIME.file());
    }
    if (DjlEngine.PYTORCH.suits(engine)) {
      wanted.add(DjlEngine.PYTORCH.file());
    }
    for (String one : wanted) {
      Path file = new Path(folder, one);
      if (fs.exists(file) && fs.getFileStatus(file).isFile()) {
        return new ModelFolder(file, without(found, one));
      }
    }
    if (found.size() == 1) {
      return new ModelFolder(new Path(folder, found.get(0)), List.of());
    }
    throw new FileNotFoundException(
        "embed.model must hold "
            + String.join(" or ", wanted)
            + ", the folder "
            + folder
            + " does not"
            + (found.isEmpty()
                ? "; name the model's file itself"
                : "; name one of its files: " + String.join(", ", found)));
  }

  /** Returns the ONNX files of a folder and of its subfolder {@code onnx}, in order. */
  private static List<String> onnxFiles(FileSystem fs, Path folder) throws IOException {
    List<String> found = new ArrayList<>();
    for (String prefix : List.of("", SUBFOLDER + "/")) {
      Path place = prefix.isEmpty() ? folder : new Path(folder, SUBFOLDER);
      if (fs.exists(place)) {
        for (FileStatus status : fs.listStatus(place)) {
          String name = status.getPath().getName();
          if (status.isFile() && name.endsWith(".onnx")) {
            found.add(prefix + name);
          }
        }
      }
    }
    return found.stream().sorted(ModelDigest.PATH_ORDER).collect(Collectors.toList());
  }

  private static List<String> without(List<String> files, String chosen) {
    return files.stream().filter(file -> !file.equals(chosen)).toList();
  }

  /**
   * Returns the folder of a model's configs: the one above a folder {@code onnx} without configs of
   * its own, if that one has any; otherwise the folder itself.
   */
  static Path root(FileSystem fs, Path folder) throws IOException {
    if (folder == null || !folder.getName().equals(SUBFOLDER) || folder.getParent() == null) {
      return folder;
    }
    for (String own : List.of(ModelFiles.TOKENIZER, ModelFiles.PREPROCESSOR)) {
      if (fs.exists(new Path(folder, own))) {
        return folder;
      }
    }
    for (String mark : MARKS) {
      if (fs.exists(new Path(folder.getParent(), mark))) {
        return folder.getParent();
      }
    }
    return folder;
  }
}
