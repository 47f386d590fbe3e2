package dev.winnow.jobs.init;

import dev.winnow.jobs.init.SampledColumn.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Chooses the columns of a recipe from sampled values. An id must have the name of one, and no two
 * equal values; a label must have few values. A column that is needed twice is used once.
 */
final class ColumnChoice {

  private static final List<String> IDS =
      List.of("id", "_id", "uid", "uuid", "guid", "key", "image_id", "doc_id", "document_id");
  private static final Pattern ID_LIKE =
      Pattern.compile(
          "(.*[_."
              + " -])?(id|ids|uid|uuid|guid|key|pk|sha1|sha256|md5|hash|index|idx|filename|file_name)|(column"
              + " 1)");
  private static final List<String> LABELS =
      List.of("label", "labels", "class", "class_name", "category", "target", "intent", "topic");
  private static final Pattern LABEL_LIKE =
      Pattern.compile(
          "(.*[_. -])?(label|labels|class|category|target|intent|topic|genre|species|lang|language"
              + "|source|subset|domain)|cls|y");
  private static final List<String> TEXTS =
      List.of("text", "content", "body", "document", "raw_content", "caption", "sentence", "title");
  private static final List<String> IMAGES = List.of("image", "img", "jpg", "png", "picture");
  private static final List<String> VECTORS = List.of("embedding", "embeddings", "vector", "emb");

  /** Most distinct values of a label, and of one that has no name of a label. */
  private static final int MOST_LABELS = 1_000;

  private static final int MOST_UNNAMED = 30;

  /** Rows from which a few distinct values say something. */
  private static final int ROWS_FOR_UNNAMED = 40;

  /** Shortest list of numbers that is taken for an embedding. */
  private static final int SHORTEST_VECTOR = 8;

  private final long rows;
  private final List<SampledColumn> columns;
  private final List<String> notes = new ArrayList<>();

  /**
   * @param rows rows of the sample that can be read
   */
  ColumnChoice(Collection<SampledColumn> columns, long rows) {
    this.rows = rows;
    this.columns = new ArrayList<>();
    for (SampledColumn column : columns) {
      if (YamlText.isSubstituted(column.name())) {
        notes.add(
            "column "
                + column.name()
                + " is passed over, because a recipe would read its name as a variable");
      } else {
        this.columns.add(column);
      }
    }
  }

  /** Returns the column of image bytes. */
  Optional<SampledColumn> imageBytes() {
    return best(column -> column.kind() == Kind.BYTES, IMAGES);
  }

  /** Returns the columns that name image files, the likeliest first. */
  List<SampledColumn> imageNames() {
    return sorted(column -> column.namesImages() && !column.holdsAddresses(), IMAGES);
  }

  /** Returns the column of texts: one with the name of one, else the longest prose. */
  Optional<SampledColumn> text() {
    Predicate<SampledColumn> fit =
        column -> column.kind() == Kind.TEXT && column.count() > 0 && !column.holdsAddresses();
    List<SampledColumn> named =
        sorted(
            column -> fit.test(column) && TEXTS.contains(column.name().toLowerCase(Locale.ROOT)),
            TEXTS);
    if (!named.isEmpty()) {
      return Optional.of(named.get(0));
    }
    return columns.stream()
        .filter(fit)
        .filter(column -> !column.namesImages() && !isIdLike(column))
        .filter(column -> column.isProse() || column.distinct() * 2 > column.count())
        .max(Comparator.comparing(SampledColumn::isProse).thenComparing(SampledColumn::meanLength));
  }

  /** Returns the column of vectors. */
  Optional<SampledColumn> vector() {
    return best(
        column -> column.kind() == Kind.VECTOR && column.vectorLength() >= SHORTEST_VECTOR,
        VECTORS);
  }

  /** Returns the column of ids; empty if no column with the name of one has unique values. */
  Optional<SampledColumn> id(SampledColumn content) {
    return best(
        column ->
            column != content
                && (column.kind() == Kind.TEXT || column.kind() == Kind.WHOLE)
                && isIdLike(column)
                && column.isShort()
                && column.count() == rows
                && column.distinct() == rows,
        IDS);
  }

  /** Returns the column of labels. */
  Optional<SampledColumn> label(SampledColumn content, SampledColumn id) {
    Predicate<SampledColumn> fit =
        column ->
            column != content
                && column != id
                && (column.kind() == Kind.TEXT || column.kind() == Kind.WHOLE)
                && column.isShort()
                && column.count() * 2L > rows
                && column.distinct() <= MOST_LABELS;
    Optional<SampledColumn> named =
        best(
            column ->
                fit.test(column)
                    && isLabelLike(column.name())
                    && (column.distinct() * 2L <= rows || rows < ROWS_FOR_UNNAMED / 2),
            LABELS);
    if (named.isPresent() || rows < ROWS_FOR_UNNAMED) {
      return named;
    }
    return best(
        column ->
            fit.test(column)
                && column.kind() == Kind.TEXT
                && !column.isProse()
                && column.distinct() >= 2
                && column.distinct() <= MOST_UNNAMED
                && column.distinct() * 10L <= rows,
        LABELS);
  }

  List<String> notes() {
    return notes;
  }

  /** Returns true for the name of a column of labels. */
  static boolean isLabelLike(String name) {
    return LABEL_LIKE.matcher(name.toLowerCase(Locale.ROOT)).matches()
        && !YamlText.isSubstituted(name);
  }

  private static boolean isIdLike(SampledColumn column) {
    String name = column.name();
    return ID_LIKE.matcher(name.toLowerCase(Locale.ROOT)).matches()
        || name.matches("(?s).*[a-z](Id|ID)");
  }

  private Optional<SampledColumn> best(Predicate<SampledColumn> fit, List<String> names) {
    return sorted(fit, names).stream().findFirst();
  }

  /** Returns fitting columns: those with a known name first, in the order of the names. */
  private List<SampledColumn> sorted(Predicate<SampledColumn> fit, List<String> names) {
    return columns.stream()
        .filter(fit)
        .sorted(
            Comparator.comparingInt(
                column -> {
                  int known = names.indexOf(column.name().toLowerCase(Locale.ROOT));
                  return known < 0 ? names.size() : known;
                }))
        .toList();
  }
}
