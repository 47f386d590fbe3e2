package dev.winnow.jobs.report.page;

import gg.jte.output.StringOutput;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Renders a page to HTML by the templates, which the build compiles into this package. */
public final class Html {

  /** Returns the HTML file. */
  public static byte[] of(Page page) {
    StringOutput out = new StringOutput();
    JtepageGenerated.render(new PrintableOutput(out), null, page);
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the tables of a page by the names of their CSV files. */
  public static Map<String, DataTable> tables(Page page) {
    List<DataTable> all = new ArrayList<>();
    for (Section section : page.sections()) {
      for (Block block : section.blocks()) {
        if (block instanceof DataTable table) {
          all.add(table);
        } else if (block instanceof Block.Figure figure) {
          all.add(figure.data());
        } else if (block instanceof Block.Fractions fractions) {
          all.add(fractions.table());
        } else if (block instanceof Block.Download download) {
          all.add(download.table());
        }
      }
    }
    Map<String, DataTable> byFile = new LinkedHashMap<>();
    for (DataTable table : all) {
      if (byFile.put(table.file() + ".csv", table) != null) {
        throw new IllegalStateException("two tables have the file " + table.file());
      }
    }
    return byFile;
  }

  private Html() {}
}
