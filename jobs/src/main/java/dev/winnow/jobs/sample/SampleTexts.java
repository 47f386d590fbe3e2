package dev.winnow.jobs.sample;

import dev.winnow.jobs.sample.SampleCorpus.SampleFile;
import dev.winnow.jobs.sample.SampleManifest.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Generates the documents of the sample corpus: twelve topics with sizes by Zipf's law, copies, and
 * broken rows.
 */
final class SampleTexts {

  private static final int LARGEST = 1550;
  private static final int EXACT = 100;
  private static final int NEAR = 120;

  private final long seed;
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
  private final List<String> ids = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();
  private final List<String> labels = new ArrayList<>();

  SampleTexts(long seed) {
    this.seed = seed;
  }

  List<SampleFile> files(SampleManifest manifest) {
    for (int topic = 0; topic < Topics.NAMES.size(); topic++) {
      int size = Math.max(60, LARGEST / (topic + 1));
      for (int i = 0; i < size; i++) {
        String text = Topics.document(topic, random(topic * 100_000L + i));
        add(manifest, text, Topics.NAMES.get(topic), Kind.CLEAN, "");
      }
    }
    int clean = ids.size();
    for (int i = 0; i < EXACT; i++) {
      int of = random(5_000_000L + i).nextInt(clean);
      add(manifest, texts.get(of), labels.get(of), Kind.EXACT_DUPLICATE, ids.get(of));
    }
    for (int i = 0; i < NEAR; i++) {
      SplittableRandom random = random(6_000_000L + i);
      int of = random.nextInt(clean);
      add(
          manifest,
          nearCopy(texts.get(of), i, random),
          labels.get(of),
          Kind.NEAR_DUPLICATE,
          ids.get(of));
    }
    broken(manifest);
    return List.of(new SampleFile("texts.jsonl", lines.toByteArray()));
  }

  private SplittableRandom random(long item) {
    return new SplittableRandom(seed * 0x94D049BB133111EBL + item * 0xBF58476D1CE4E5B9L);
  }

  private void add(SampleManifest manifest, String text, String label, Kind kind, String of) {
    String id = String.format(Locale.ROOT, "doc-%05d", ids.size());
    ids.add(id);
    texts.add(text);
    labels.add(label);
    line("{\"id\": \"" + id + "\", \"text\": \"" + text + "\", \"label\": \"" + label + "\"}");
    manifest.text(id, kind, of, label, "");
  }

  private static String nearCopy(String text, int number, SplittableRandom random) {
    String[] words = text.split(" ", -1);
    int at = random.nextInt(1, words.length - 1);
    return switch (number % 5) {
      case 0 -> text.toUpperCase(Locale.ROOT);
      case 1 -> text.replaceFirst(" ", "  ") + " ";
      case 2 -> {
        List<String> fewer = new ArrayList<>(List.of(words));
        fewer.remove(at);
        yield String.join(" ", fewer);
      }
      case 3 -> {
        words[at] = words[at].charAt(0) + words[at];
        yield String.join(" ", words);
      }
      default -> "Once more: " + text;
    };
  }

  private void broken(SampleManifest manifest) {
    for (int i = 0; i < 5; i++) {
      broken(
          manifest,
          "bad-json-" + i,
          "bad_json",
          "{\"id\": \"bad-json-" + i + "\", \"text\": \"cut in the mid");
    }
    for (int i = 0; i < 4; i++) {
      broken(
          manifest,
          "empty-" + i,
          "empty_text",
          "{\"id\": \"empty-" + i + "\", \"text\": \"" + " ".repeat(i) + "\"}");
    }
    for (int i = 0; i < 3; i++) {
      broken(
          manifest,
          "no-text-" + i,
          "missing_content",
          "{\"id\": \"no-text-" + i + "\", \"label\": \"law\"}");
    }
    for (int i = 0; i < 2; i++) {
      String start = "{\"id\": \"bytes-" + i + "\", \"text\": \"caf";
      lines.writeBytes(start.getBytes(StandardCharsets.UTF_8));
      lines.write(0xe9);
      line(" in the old encoding\"}");
      manifest.text("bytes-" + i, Kind.BROKEN, "", "", "bad_utf8");
    }
    for (int i = 0; i < 2; i++) {
      broken(
          manifest,
          "control-" + i,
          "bad_text",
          "{\"id\": \"control-" + i + "\", \"text\": \"a zero \\u0000 inside\"}");
    }
    for (int i = 0; i < 2; i++) {
      String taken = "twice-" + i;
      line(
          "{\"id\": \""
              + taken
              + "\", \"text\": \""
              + Topics.document(i, random(7_000_000L + i))
              + "\", \"label\": \""
              + Topics.NAMES.get(i)
              + "\"}");
      manifest.text(taken, Kind.CLEAN, "", Topics.NAMES.get(i), "");
      broken(
          manifest,
          taken,
          "duplicate_id",
          "{\"id\": \""
              + taken
              + "\", \"text\": \""
              + Topics.document(i, random(8_000_000L + i))
              + "\", \"label\": \""
              + Topics.NAMES.get(i)
              + "\"}");
    }
    broken(
        manifest,
        "",
        "missing_id",
        "{\"text\": \"A document that nobody gave a name.\", \"label\": \"law\"}");
    broken(
        manifest,
        "",
        "missing_id",
        "{\"id\": \"\", \"text\": \"Another one without a name.\", \"label\": \"law\"}");
  }

  private void broken(SampleManifest manifest, String id, String code, String line) {
    line(line);
    manifest.text(id, Kind.BROKEN, "", "", code);
  }

  private void line(String line) {
    lines.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
