package dev.winnow.jobs.report.page;

import dev.winnow.transforms.text.Printable;
import gg.jte.TemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;

/**
 * Output of the templates that makes every text printable before it is escaped by its context, so
 * that no text of a corpus turns the direction of writing or holds control characters.
 */
final class PrintableOutput extends OwaspHtmlTemplateOutput {

  PrintableOutput(TemplateOutput out) {
    super(out);
  }

  @Override
  public void writeUserContent(String text) {
    super.writeUserContent(text == null ? null : Printable.lines(text));
  }
}
