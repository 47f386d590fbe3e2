package dev.winnow.jobs.recipe.check;

import dev.winnow.jobs.recipe.Cluster;
import dev.winnow.jobs.recipe.Embed;
import dev.winnow.jobs.recipe.EncoderKind;
import dev.winnow.jobs.recipe.Engine;
import dev.winnow.jobs.recipe.Format;
import dev.winnow.jobs.recipe.Input;
import dev.winnow.jobs.recipe.ModelEngine;
import dev.winnow.jobs.recipe.Preprocessing;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.recipe.Section;
import dev.winnow.jobs.recipe.Side;
import dev.winnow.transforms.cluster.KMeansOptions;
import dev.winnow.transforms.ingest.Modality;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** Rules that hold between keys, on a recipe whose single values are sound. */
public final class CrossChecks {

  private final Recipe recipe;
  private final BiConsumer<String, String> fault;

  /**
   * @param fault receives the dotted key that is at fault, and the message
   */
  public CrossChecks(Recipe recipe, BiConsumer<String, String> fault) {
    this.recipe = recipe;
    this.fault = fault;
  }

  public void run() {
    input();
    for (int i = 0; i < recipe.embed().size(); i++) {
      new CrossChecks(recipe, recipe.severalEncoders() ? ofItem(fault, i) : fault)
          .encoder(recipe.embed().get(i));
    }
    cluster();
    if (recipe.input().path() != null) {
      recipe.input().path().forEach(this::overlap);
    }
  }

  /** Faults of one encoder of a list, which say which one. */
  private static BiConsumer<String, String> ofItem(BiConsumer<String, String> fault, int index) {
    String item = Section.item("embed", index);
    return (key, message) ->
        fault.accept(
            key.replaceFirst("^embed\\b", item), message.replaceAll("\\bembed\\.", item + "."));
  }

  private void cluster() {
    Cluster cluster = recipe.cluster();
    new HierarchyChecks(cluster, fault).run();
    boolean levels = !cluster.levels().isEmpty();
    if (levels && cluster.k() != null) {
      fault.accept(
          "cluster.k", "cluster.k must be absent beside cluster.levels, whose product it is");
    }
    if (levels && cluster.levels().stream().mapToDouble(i -> i).reduce(1, (a, b) -> a * b) > 1e7) {
      fault.accept(
          "cluster.levels",
          "cluster.levels must multiply to at most 10000000 clusters, got " + cluster.levels());
    }
    if (cluster.prototypes() != null && levels) {
      fault.accept(
          "cluster.levels",
          "cluster.levels must be absent beside cluster.prototypes: nothing is fitted");
    }
    if (cluster.engine() == Engine.MLLIB) {
      if (levels) {
        fault.accept("cluster.levels", "cluster.levels need cluster.engine winnow");
      }
      if (cluster.init() == KMeansOptions.Init.K_MEANS_PLUS_PLUS) {
        fault.accept(
            "cluster.init", "cluster.init must be k-means|| or random for cluster.engine mllib");
      }
    }
  }

  private void input() {
    Input input = recipe.input();
    if (input.format() == Format.SAMPLE) {
      if (input.path() != null) {
        fault.accept(
            "input.path", "input.path must be absent for format sample, which makes its own files");
      }
    } else if (input.path() == null) {
      fault.accept("input", "input.path is missing: name the files or folders to read");
    }
    if (input.modality() == null) {
      fault.accept("input", "input.modality is missing: image, text, embedding or pair");
      return;
    }
    boolean images = input.format() == Format.IMAGES || input.format() == Format.IDX;
    if (!allowed(input.format(), input.modality())) {
      fault.accept(
          "input.modality",
          "input.modality must be "
              + Arrays.stream(Modality.values())
                  .filter(modality -> allowed(input.format(), modality))
                  .map(Modality::label)
                  .collect(Collectors.joining(" or "))
              + " for format "
              + Section.word(input.format())
              + ", got "
              + input.modality().label());
    }
    onlyFor(Format.CSV, "delimiter", input.delimiter());
    onlyFor(Format.CSV, "encoding", input.encoding());
    onlyFor(Format.DELTA, "version", input.version());
    if (input.encoding() != null && !known(input.encoding())) {
      fault.accept(
          "input.encoding",
          "input.encoding must be a character set that Java knows, got " + input.encoding());
    }
    if (input.format() == Format.DELTA && input.path() != null && input.path().size() > 1) {
      fault.accept(
          "input.path",
          "input.path must name one table for format delta, got " + input.path().size());
    }
    if (images && (input.id() != null || input.content() != null || input.label() != null)) {
      String key = input.id() != null ? "id" : input.content() != null ? "content" : "label";
      fault.accept(
          "input." + key,
          "input."
              + key
              + " must be absent for format "
              + Section.word(input.format())
              + ", whose rows have no columns");
    }
  }

  private static boolean allowed(Format format, Modality modality) {
    return switch (format) {
      case IMAGES, IDX -> modality == Modality.IMAGE;
      case JSONL -> modality == Modality.TEXT || modality == Modality.EMBEDDING;
      case SAMPLE -> modality == Modality.IMAGE || modality == Modality.TEXT;
      case CSV, WEBDATASET -> modality != Modality.EMBEDDING;
      case NPY -> modality == Modality.EMBEDDING;
      case PARQUET, DELTA -> true;
    };
  }

  private void onlyFor(Format format, String key, Object value) {
    if (value != null && recipe.input().format() != format) {
      fault.accept(
          "input." + key,
          "input."
              + key
              + " must be absent for format "
              + Section.word(recipe.input().format())
              + ", it belongs to "
              + Section.word(format));
    }
  }

  private static boolean known(String encoding) {
    try {
      return Charset.isSupported(encoding);
    } catch (IllegalCharsetNameException e) {
      return false;
    }
  }

  private void encoder(Embed embed) {
    boolean pair = recipe.input().modality() == Modality.PAIR;
    Side side = embed.of();
    Modality modality = !pair ? recipe.input().modality() : side == null ? null : side.modality();
    if (modality == null || embed.encoder() == null) {
      return;
    }
    String encoder = embed.encoder().label();
    Modality needed =
        switch (embed.encoder()) {
          case PATCH_KMEANS -> Modality.IMAGE;
          case TFIDF_SVD -> Modality.TEXT;
          case COLUMN -> Modality.EMBEDDING;
          case DJL, SPARK_ML -> modality == Modality.EMBEDDING ? Modality.IMAGE : modality;
        };
    boolean either = embed.encoder() == EncoderKind.DJL || embed.encoder() == EncoderKind.SPARK_ML;
    boolean ofSide = pair && needed != Modality.EMBEDDING;
    if (modality != needed) {
      fault.accept(
          "embed.encoder",
          "embed.encoder "
              + encoder
              + (ofSide ? " needs embed.of " : " needs input.modality ")
              + (either ? "image or text" : needed.label())
              + ", got "
              + (ofSide ? modality : recipe.input().modality()).label());
    }
    model(embed, encoder);
    transformer(embed, encoder);
    Preprocessing pixels = embed.preprocessing();
    if (pixels != null) {
      threeOf("mean", pixels.mean() == null ? 3 : pixels.mean().size());
      threeOf("std", pixels.std() == null ? 3 : pixels.std().size());
    }
  }

  private void model(Embed embed, String encoder) {
    if (embed.encoder() == EncoderKind.DJL && embed.model() == null) {
      fault.accept(
          "embed", "embed.model is missing: djl needs the path of an ONNX or TorchScript model");
    }
    if (embed.encoder() == EncoderKind.DJL && embed.model() != null) {
      ModelEngine other =
          embed.model().endsWith(".onnx")
              ? ModelEngine.PYTORCH
              : embed.model().endsWith(".pt") ? ModelEngine.ONNXRUNTIME : null;
      if (embed.engine() == other) {
        fault.accept(
            "embed.engine",
            "embed.engine must be auto or the engine of the model's file, got "
                + Section.word(embed.engine())
                + " for "
                + embed.model());
      }
    }
    boolean loads = embed.encoder() == EncoderKind.DJL || embed.encoder() == EncoderKind.SPARK_ML;
    if (!loads && embed.model() != null) {
      fault.accept(
          "embed.model",
          "embed.model must be absent for encoder "
              + encoder
              + ", only djl and spark-ml load a model");
    }
  }

  private void transformer(Embed embed, String encoder) {
    if (embed.encoder() == EncoderKind.SPARK_ML) {
      if (embed.className() == null && embed.model() == null) {
        fault.accept(
            "embed",
            "embed.class is missing: spark-ml needs the class name of a transformer, or a saved one"
                + " in embed.model");
      } else if (embed.className() != null && embed.model() != null) {
        fault.accept(
            "embed.class", "embed.class must be absent beside embed.model, which names its class");
      }
      return;
    }
    String key = embed.className() != null ? "class" : embed.params().isEmpty() ? null : "params";
    if (key != null) {
      fault.accept(
          "embed." + key,
          "embed." + key + " must be absent for encoder " + encoder + ", it belongs to spark-ml");
    }
  }

  private void threeOf(String key, int size) {
    if (size != 3) {
      fault.accept(
          "embed.preprocessing." + key,
          "embed.preprocessing." + key + " must hold three numbers, got " + size);
    }
  }

  private void overlap(String input) {
    String tables = recipe.warehouse() + "/" + recipe.name();
    String a = normal(tables);
    String b = normal(input);
    if (a.equals(b) || a.startsWith(b + "/") || b.startsWith(a + "/")) {
      fault.accept(
          "input.path",
          "input.path must lie apart from the tables, "
              + input
              + " and "
              + tables
              + " lie one inside the other; choose another warehouse");
    }
  }

  private static String normal(String path) {
    if (path.matches("[a-zA-Z][a-zA-Z0-9+.-]*:.*") && !path.startsWith("file:")) {
      return path.replaceAll("/+$", "");
    }
    Path local = Paths.get(path.replaceFirst("^file:/*", "/").replaceAll("[*?\\[{].*$", ""));
    return local.toAbsolutePath().normalize().toString();
  }
}
