package dev.winnow.jobs.configs;

/**
 * Fault in a file of cluster-configs.
 *
 * @param line 1-based; 0 for the file as a whole
 */
record ConfigFault(String file, int line, String message) {

  @Override
  public String toString() {
    return file + (line == 0 ? "" : ":" + line) + ": " + message;
  }
}
