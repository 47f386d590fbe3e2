package dev.winnow.jobs.recipe.check;

import dev.winnow.jobs.recipe.Embed;
import dev.winnow.jobs.recipe.EncoderKind;
import dev.winnow.jobs.recipe.ModelEngine;
import dev.winnow.jobs.recipe.Preprocessing;
import dev.winnow.jobs.recipe.Section;
import dev.winnow.transforms.embed.known.KnownModels;
import dev.winnow.transforms.ingest.Modality;
import java.util.List;

/** Rules between the keys of one encoder. */
final class EncoderChecks {

  private final Modality input;
  private final Embed embed;
  private final String path;
  private final Faults faults;

  /**
   * @param input null if the recipe gives none
   * @param path dotted key of the encoder's section
   */
  EncoderChecks(Modality input, Embed embed, String path, Faults faults) {
    this.input = input;
    this.embed = embed;
    this.path = path;
    this.faults = faults;
  }

  void run() {
    side();
    Modality modality = modality();
    if (modality == null || embed.encoder() == null) {
      return;
    }
    modality(modality);
    model();
    if (embed.encoder() == EncoderKind.SPARK_ML) {
      transformer();
    } else if (embed.className() != null) {
      onlyForSparkMl("class");
    } else if (!embed.params().isEmpty()) {
      onlyForSparkMl("params");
    }
    onlyForDjl(modality);
    if (embed.prompt() != null && embed.prefix() != null) {
      at("prompt", "must be absent beside " + path + ".prefix, which replaces it");
    }
    Preprocessing pixels = embed.preprocessing();
    if (pixels != null) {
      threeNumbers("mean", pixels.mean());
      threeNumbers("std", pixels.std());
      if (pixels.std() != null && pixels.std().stream().anyMatch(deviation -> deviation <= 0)) {
        at("preprocessing.std", "must hold numbers above 0, got " + pixels.std());
      }
    }
  }

  private void at(String key, String rule) {
    faults.at(path + "." + key, rule);
  }

  private void side() {
    if (input == Modality.PAIR && embed.of() == null) {
      at("of", "is missing: give image or text, the side of the pair to embed");
    } else if (input != null && input != Modality.PAIR && embed.of() != null) {
      at("of", "must be absent for modality " + input.label() + "; it applies to pair");
    }
  }

  /** Returns the modality of the embedded contents; null if the recipe does not give it. */
  private Modality modality() {
    if (input != Modality.PAIR) {
      return input;
    }
    return embed.of() == null ? null : embed.of().modality();
  }

  private void modality(Modality modality) {
    String needed =
        switch (embed.encoder()) {
          case PATCH_KMEANS -> modality == Modality.IMAGE ? null : "image";
          case TFIDF_SVD -> modality == Modality.TEXT ? null : "text";
          case COLUMN -> modality == Modality.EMBEDDING ? null : "embedding";
          case DJL, SPARK_ML -> modality == Modality.EMBEDDING ? "image or text" : null;
        };
    if (needed == null) {
      return;
    }
    boolean ofSide = input == Modality.PAIR && embed.encoder() != EncoderKind.COLUMN;
    at(
        "encoder",
        embed.encoder().label()
            + " needs "
            + (ofSide ? path + ".of " : "input.modality ")
            + needed
            + ", got "
            + (ofSide ? modality : input).label());
  }

  private void model() {
    switch (embed.encoder()) {
      case DJL -> {
        if (embed.model() == null) {
          at("model", "is missing: djl needs the path of an ONNX or TorchScript model");
        } else {
          engine();
          named();
        }
      }
      case SPARK_ML -> {}
      case PATCH_KMEANS, TFIDF_SVD, COLUMN -> {
        if (embed.model() != null) {
          at(
              "model",
              "must be absent for encoder "
                  + embed.encoder().label()
                  + "; only djl and spark-ml load a model");
        }
      }
    }
  }

  private void engine() {
    boolean other =
        switch (embed.engine()) {
          case AUTO -> false;
          case ONNXRUNTIME -> embed.model().endsWith(".pt");
          case PYTORCH -> embed.model().endsWith(".onnx");
        };
    if (other) {
      at(
          "engine",
          "must be "
              + Section.word(ModelEngine.AUTO)
              + " or the engine of the model's file, got "
              + Section.word(embed.engine())
              + " for "
              + embed.model());
    }
  }

  private void transformer() {
    if (embed.className() == null && embed.model() == null) {
      at(
          "class",
          "is missing: spark-ml needs the class name of a transformer, or a saved transformer in "
              + path
              + ".model");
    } else if (embed.className() != null && embed.model() != null) {
      at("class", "must be absent beside " + path + ".model, which names the class itself");
    }
  }

  private void onlyForDjl(Modality modality) {
    appliesTo(null, modality, "sha256", embed.sha256());
    appliesTo(null, modality, "output", embed.output());
    appliesTo(Modality.TEXT, modality, "pooling", embed.pooling());
    appliesTo(Modality.TEXT, modality, "prefix", embed.prefix());
    appliesTo(Modality.TEXT, modality, "max_length", embed.maxLength());
    appliesTo(Modality.IMAGE, modality, "preprocessing", embed.preprocessing());
  }

  /**
   * @param needed modality that the key applies to; null for all
   */
  private void appliesTo(Modality needed, Modality modality, String key, Object value) {
    if (value == null) {
      return;
    }
    if (embed.encoder() != EncoderKind.DJL) {
      at(key, "must be absent for encoder " + embed.encoder().label() + "; it applies to djl");
    } else if (needed != null && needed != modality) {
      at(
          key,
          "must be absent for " + modality.label() + "s; it applies to " + needed.label() + "s");
    }
  }

  private void named() {
    if (modality() == Modality.IMAGE && KnownModels.find(embed.model()).isPresent()) {
      at("model", "must be a model for images, got " + embed.model() + ", which embeds texts");
    }
  }

  private void onlyForSparkMl(String key) {
    at(key, "must be absent for encoder " + embed.encoder().label() + "; it applies to spark-ml");
  }

  private void threeNumbers(String key, List<Double> numbers) {
    if (numbers != null && numbers.size() != 3) {
      at("preprocessing." + key, "must hold three numbers, got " + numbers.size());
    }
  }
}
