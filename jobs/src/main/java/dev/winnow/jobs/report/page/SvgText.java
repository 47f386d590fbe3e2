package dev.winnow.jobs.report.page;

/**
 * Markup of a chart whose texts are escaped. Only the charts make it: templates write it as it is.
 *
 * @param markup an element {@code svg}
 */
public record SvgText(String markup) {}
