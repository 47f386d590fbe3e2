package dev.winnow.transforms.ingest.parquet;

import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.Type;

/**
 * Place of a value in a row.
 *
 * @param group group that holds it
 * @param field index of its field
 * @param index index among the repetitions of the field
 * @param type type of the value
 */
public record Place(Group group, int field, int index, Type type) {

  /** Returns the place of a field's value; null if it is absent. */
  static Place of(Group group, String name) {
    int field = group.getType().getFieldIndex(name);
    Type type = group.getType().getType(field);
    // A repeated field is a list, which may be empty.
    boolean absent =
        group.getFieldRepetitionCount(field) == 0 && !type.isRepetition(Type.Repetition.REPEATED);
    return absent ? null : new Place(group, field, 0, type);
  }
}
