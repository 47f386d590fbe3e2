package dev.winnow.transforms.embed.known;

import dev.winnow.transforms.embed.known.KnownModel.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Table of the encoders that recipes can name. Digests are those of the files in the jars. */
public final class KnownModels {

  private static final Settings MINILM =
      new Settings(384, false, 256, Map.of(), null, "English", "Apache-2.0");

  /** The authors ask for "query: " where texts are compared with each other, or are features. */
  private static final Settings E5 =
      new Settings(
          384,
          false,
          512,
          Map.of("query", "query: ", "passage", "passage: "),
          "query",
          "English",
          "MIT");

  /** The authors ask for an instruction only before queries that search passages. */
  private static final Settings BGE_EN =
      new Settings(384, true, 512, Map.of(), null, "English", "MIT");

  private static final Settings BGE_ZH =
      new Settings(512, true, 512, Map.of(), null, "Chinese", "MIT");

  private static final String MINILM_TOKENIZER =
      "da0e79933b9ed51798a3ae27893d3c5fa4a201126cef75586296df9b4d2c62a0";
  private static final String EN_TOKENIZER =
      "d241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66";
  private static final String ZH_TOKENIZER =
      "48cea5d44424912a6fd1ea647bf4fe50b55ab8b1e5879c3275f80e339e8fae26";

  private static final List<KnownModel> ALL =
      List.of(
          model(
              "all-minilm-l6-v2",
              90_984_153,
              "ca46f1a88a9c6e61b918af1ab38be3e7903b986616551f0a6f10a7ecc5730cd4",
              MINILM_TOKENIZER,
              MINILM),
          model(
              "all-minilm-l6-v2-q",
              22_972_370,
              "afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1",
              MINILM_TOKENIZER,
              MINILM),
          model(
              "bge-small-en",
              133_093_490,
              "644fdaf59ddebaca416903a593665b74bddab9b168b0799d4034c0e7809699bf",
              EN_TOKENIZER,
              BGE_EN),
          model(
              "bge-small-en-q",
              34_014_426,
              "93b3c104db8309d72a822d18eaae67ccdedaf81bdea0d03dd477dfb666e75e77",
              EN_TOKENIZER,
              BGE_EN),
          model(
              "bge-small-en-v1.5",
              133_093_490,
              "828e1496d7fabb79cfa4dcd84fa38625c0d3d21da474a00f08db0f559940cf35",
              EN_TOKENIZER,
              BGE_EN),
          model(
              "bge-small-en-v1.5-q",
              34_014_426,
              "6c9c6101a956d62dfb5e7190c538226c0c5bb9cb27b651234b6df063ee7dbfe4",
              EN_TOKENIZER,
              BGE_EN),
          model(
              "bge-small-zh",
              94_851_877,
              "b7ba80145bf53d4950c281073005bb5407b7595fb95e0f7c9b8b179dad7a45d2",
              ZH_TOKENIZER,
              BGE_ZH),
          model(
              "bge-small-zh-q",
              24_010_841,
              "51387042410915eb63d0e64b45061f5e85c67d373f5e234f026384b38b20f286",
              ZH_TOKENIZER,
              BGE_ZH),
          model(
              "bge-small-zh-v1.5-q",
              24_010_842,
              "15b717c382bcb518ba457b93ea6850ede7f4f1cd8937454aa06972366cd19bcc",
              ZH_TOKENIZER,
              BGE_ZH),
          model(
              "e5-small-v2",
              133_093_467,
              "b2a43b66f7f9b6f29643a21340ad7c03d2d91e6bd5d43429a77799a9ee880eb0",
              EN_TOKENIZER,
              E5),
          model(
              "e5-small-v2-q",
              34_014_367,
              "7d9092cb25f2bd1c023b7e8d2aa459044a02030ac880e5a59fdaf27af69f1ded",
              EN_TOKENIZER,
              E5));

  /** Returns a model whose artifact has its name without dots. */
  private static KnownModel model(
      String name, long bytes, String onnx, String tokenizer, Settings settings) {
    return new KnownModel(name, name.replace(".", ""), name, bytes, onnx, tokenizer, settings);
  }

  /** Returns all models, in the order of their names. */
  public static List<KnownModel> all() {
    return ALL;
  }

  /** Returns the model of a name; its artifact's name, without dots, is one too. */
  public static Optional<KnownModel> find(String name) {
    return ALL.stream()
        .filter(model -> model.name().equals(name) || model.artifact().equals(name))
        .findFirst();
  }

  /** Returns the names, for messages. */
  public static String names() {
    return String.join(", ", ALL.stream().map(KnownModel::name).toList());
  }

  private KnownModels() {}
}
