package dev.winnow.jobs.run;

import java.util.Map;

/**
 * Report of a finished command.
 *
 * @param card the terminal card, several lines
 * @param json the same facts for programs
 */
public record RunReport(String card, Map<String, Object> json) {}
