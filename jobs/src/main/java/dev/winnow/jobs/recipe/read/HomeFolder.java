package dev.winnow.jobs.recipe.read;

/** Expands a leading {@code ~/}, as a shell does, to the home folder of the user. */
final class HomeFolder {

  static String expand(String path) {
    return path.startsWith("~/") ? System.getProperty("user.home") + path.substring(1) : path;
  }

  private HomeFolder() {}
}
