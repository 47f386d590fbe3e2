package dev.winnow.jobs.why;

import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.text.Hashes;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Thumbnails;
import dev.winnow.transforms.text.Printable;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Page for a browser with the story of a row: the row and its witness side by side, as pictures or
 * texts, above the lines of the card. Stands alone: no script, no link, no other file.
 */
public final class WhyPage {

  /** Characters of a text that are shown. */
  private static final int CHARACTERS = 20_000;

  /** Characters of an id that stay in the name of a file. */
  private static final int NAME = 80;

  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>%s</title>
      <style>
      :root { color-scheme: light dark; }
      body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
      main > div { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr)); }
      figure { margin: 0; border: 1px solid; border-radius: .5rem; padding: 1rem; overflow-wrap: anywhere; }
      img { width: 160px; max-width: 100%%; image-rendering: auto; }
      pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }
      .card { font: 14px/1.5 ui-monospace, monospace; }
      </style>
      </head>
      <body>
      <main>
      <h1>%s</h1>
      """;

  private final RowWitness rows;

  WhyPage(RowWitness rows) {
    this.rows = rows;
  }

  /** Returns the name of the page of a row: its id where that is a name of a file everywhere. */
  public static String fileName(String id) {
    String safe = id.replaceAll("[^A-Za-z0-9._-]", "_");
    boolean same = safe.equals(id) && id.length() <= NAME && !id.startsWith(".");
    return (same
            ? id
            : "id-"
                + safe.substring(0, Math.min(safe.length(), NAME))
                + "-"
                + Hashes.sha256(id).substring(0, 12))
        + ".html";
  }

  /** Returns the page. */
  String html(RunReport report) {
    Map<String, Object> story = report.json();
    String id = String.valueOf(story.get("id"));
    StringBuilder page = new StringBuilder();
    page.append(HEAD.formatted(escaped("why " + id), "Why <bdi>" + escaped(id) + "</bdi>"));
    if (story.get("decision") instanceof Map<?, ?> decision) {
      page.append("<p><bdi>").append(escaped(decision.get("sentence"))).append("</bdi></p>\n");
    }
    page.append("<div>\n");
    figure(page, "The row", id);
    if (story.get("duplicate") instanceof Map<?, ?> duplicate
        && duplicate.get("witness") instanceof Map<?, ?> witness) {
      figure(page, "Its witness", String.valueOf(witness.get("id")));
      page.append("</div>\n");
      if (witness.get("differs") instanceof List<?> differs) {
        page.append("<p>The row differs: <bdi>")
            .append(escaped(String.join(", ", differs.stream().map(String::valueOf).toList())))
            .append("</bdi></p>\n");
      }
    } else {
      page.append("</div>\n");
    }
    page.append("<h2>The whole story</h2>\n<pre class=\"card\">");
    report.card().lines().forEach(line -> page.append(escaped(line)).append('\n'));
    return page.append("</pre>\n</main>\n</body>\n</html>\n").toString();
  }

  private void figure(StringBuilder page, String title, String id) {
    Map<String, Object> example = rows.example(id);
    page.append("<figure>\n<h2>").append(title).append("</h2>\n");
    if (rows.thumbnail(id).get(Thumbnails.THUMBNAIL) instanceof byte[] jpeg) {
      page.append("<img alt=\"picture of ")
          .append(escaped(id))
          .append("\" src=\"data:image/jpeg;base64,")
          .append(Base64.getEncoder().encodeToString(jpeg))
          .append("\">\n");
    }
    if (example.get(Examples.TEXT) instanceof String text) {
      int length = text.codePointCount(0, text.length());
      String shown =
          length <= CHARACTERS
              ? text
              : text.substring(0, text.offsetByCodePoints(0, CHARACTERS)) + " ...";
      page.append("<pre dir=\"auto\">");
      shown.lines().forEach(line -> page.append(escaped(line)).append('\n'));
      page.append("</pre>\n");
    }
    page.append("<figcaption><bdi>").append(escaped(id)).append("</bdi>");
    if (!example.isEmpty()) {
      page.append("<br><bdi>")
          .append(escaped(RowCard.described(RowInput.facts(example))))
          .append("</bdi><br><bdi>")
          .append(escaped(example.get(Examples.SOURCE)))
          .append("</bdi>");
    }
    page.append("</figcaption>\n</figure>\n");
  }

  /** Returns text of the corpus as HTML that shows it and does nothing else. */
  static String escaped(Object text) {
    return Printable.of(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
