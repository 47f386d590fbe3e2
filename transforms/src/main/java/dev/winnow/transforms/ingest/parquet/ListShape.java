package dev.winnow.transforms.ingest.parquet;

import java.util.AbstractList;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * Layout of a list in a parquet file, by the rules of the format: a group around a repeated group
 * around the element, whatever their names; and the older ones, a group around a repeated element,
 * or a repeated field alone.
 *
 * @param element type of the elements
 * @param grouped true for a group around a repeated field; false for a repeated field alone
 * @param wrapped true if a group of its own stands around each element
 */
record ListShape(Type element, boolean grouped, boolean wrapped) {

  /** Returns the layout of a list; null for a type that is no list. */
  static ListShape of(Type type) {
    if (type.isRepetition(Type.Repetition.REPEATED)) {
      return new ListShape(single(type), false, false);
    }
    if (type.isPrimitive()
        || type.asGroupType().getFieldCount() != 1
        || type.getLogicalTypeAnnotation() instanceof MapLogicalTypeAnnotation
        || type.getLogicalTypeAnnotation() instanceof MapKeyValueTypeAnnotation) {
      return null;
    }
    Type repeated = type.asGroupType().getType(0);
    if (!repeated.isRepetition(Type.Repetition.REPEATED)) {
      return null;
    }
    boolean annotated = type.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation;
    if (repeated.isPrimitive()) {
      return new ListShape(single(repeated), true, false);
    }
    boolean element =
        repeated.asGroupType().getFieldCount() != 1
            || repeated.asGroupType().getType(0).isRepetition(Type.Repetition.REPEATED)
            || repeated.getName().equals("array")
            || repeated.getName().equals(type.getName() + "_tuple");
    if (element && !annotated) {
      // A struct with a repeated struct in it: its field is the list.
      return null;
    }
    return element
        ? new ListShape(single(repeated), true, false)
        : new ListShape(repeated.asGroupType().getType(0), true, true);
  }

  /** Returns the type of one repetition of a field. */
  private static Type single(Type repeated) {
    if (!repeated.isPrimitive()) {
      return new GroupType(
          Type.Repetition.OPTIONAL, repeated.getName(), repeated.asGroupType().getFields());
    }
    PrimitiveType type = repeated.asPrimitiveType();
    return Types.optional(type.getPrimitiveTypeName())
        .length(type.getTypeLength())
        .as(type.getLogicalTypeAnnotation())
        .named(type.getName());
  }

  /** Returns the elements of a list; null stands for an absent element. */
  List<Place> elements(Place list) {
    Group group = grouped ? list.group().getGroup(list.field(), list.index()) : list.group();
    int field = grouped ? 0 : list.field();
    return new AbstractList<>() {
      @Override
      public int size() {
        return group.getFieldRepetitionCount(field);
      }

      @Override
      public Place get(int index) {
        if (!wrapped) {
          return new Place(group, field, index, element);
        }
        Group around = group.getGroup(field, index);
        return around.getFieldRepetitionCount(0) == 0 ? null : new Place(around, 0, 0, element);
      }
    };
  }
}
