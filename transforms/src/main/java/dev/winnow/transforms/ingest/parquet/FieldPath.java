package dev.winnow.transforms.ingest.parquet;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.Type;

/**
 * Path of a field in rows of parquet, such as {@code meta.caption} or {@code choices.0.text}. A
 * field whose name has dots comes before a path through structs; a number is a place in a list.
 *
 * @param steps names and places
 * @param type type of the field
 */
public record FieldPath(List<String> steps, Type type) {

  private static final Pattern PLACE = Pattern.compile("\\d{1,9}");

  /** Returns the path of a field; null if there is no such field. */
  public static FieldPath of(GroupType group, String path) {
    return split(path, (head, tail) -> in(group, head, tail));
  }

  /**
   * Tries the splits of a path into its first step and the rest, the longest first step first.
   *
   * @param step returns the result for a first step and the rest, which is null for the whole path
   *     as one step; null for no result
   */
  static <T> T split(String path, BiFunction<String, String, T> step) {
    T found = step.apply(path, null);
    for (int dot = path.lastIndexOf('.'); found == null && dot > 0; ) {
      found = step.apply(path.substring(0, dot), path.substring(dot + 1));
      dot = path.lastIndexOf('.', dot - 1);
    }
    return found;
  }

  /** Returns true for a step that is a place in a list. */
  static boolean isPlace(String step) {
    return PLACE.matcher(step).matches();
  }

  private static FieldPath in(GroupType group, String head, String tail) {
    if (!group.containsField(head)) {
      return null;
    }
    Type type = group.getType(head);
    return tail == null ? new FieldPath(List.of(head), type) : after(head, below(type, tail));
  }

  private static FieldPath below(Type type, String path) {
    ListShape list = ListShape.of(type);
    if (list == null) {
      return type.isPrimitive() ? null : of(type.asGroupType(), path);
    }
    int dot = path.indexOf('.');
    String place = dot < 0 ? path : path.substring(0, dot);
    if (!isPlace(place)) {
      // A struct of one repeated field is a list too, and its field has a name.
      boolean struct = !type.isPrimitive() && type.getLogicalTypeAnnotation() == null;
      return struct ? of(type.asGroupType(), path) : null;
    }
    return dot < 0
        ? new FieldPath(List.of(place), list.element())
        : after(place, below(list.element(), path.substring(dot + 1)));
  }

  private static FieldPath after(String head, FieldPath rest) {
    if (rest == null) {
      return null;
    }
    List<String> longer = new ArrayList<>();
    longer.add(head);
    longer.addAll(rest.steps);
    return new FieldPath(longer, rest.type);
  }

  /** Returns the place of the field in a row; null if a value on the way is absent. */
  public Place in(Group row) {
    Place place = null;
    Group group = row;
    for (String step : steps) {
      ListShape list = place == null ? null : ListShape.of(place.type());
      if (list != null && isPlace(step)) {
        List<Place> elements = list.elements(place);
        int index = Integer.parseInt(step);
        place = index < elements.size() ? elements.get(index) : null;
      } else {
        group = place == null ? group : place.group().getGroup(place.field(), place.index());
        place = Place.of(group, step);
      }
      if (place == null) {
        return null;
      }
    }
    return place;
  }
}
