package dev.winnow.transforms.sql;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * SQL function {@code winnow_nearest_prototype(embedding, prototypes)}: the most similar prototype
 * of a vector and the cosine distance to it, as a struct of {@code cluster_id} and {@code
 * cosine_dist_to_cent}, with the bits of {@code scores}. Of equally similar prototypes the one of
 * the lowest {@code cluster_id} is returned, whatever their order in the array.
 *
 * <p>Null if an argument is null or there are no prototypes. Vectors that are empty, hold a null or
 * differ in length fail the query, and so does a {@code cluster_id} that occurs twice. Cost: {@code
 * k dim} multiply-adds a row. The prototypes are packed once for as long as rows bring equal ones:
 * the same array, such as that of a scalar subquery, is recognised at once; another array is
 * compared with the last, value by value.
 */
final class NearestPrototype implements ScalarFunction<InternalRow> {

  static final String NAME = "winnow_nearest_prototype";

  static final String CLUSTER_ID = "cluster_id";
  static final String PROTOTYPE = "prototype";

  private static final long serialVersionUID = 1L;

  private static final StructType ENTRY =
      new StructType().add(CLUSTER_ID, DataTypes.IntegerType).add(PROTOTYPE, Vectors.TYPE);
  private static final StructType RESULT =
      new StructType()
          .add(CLUSTER_ID, DataTypes.IntegerType, false)
          .add("cosine_dist_to_cent", DataTypes.DoubleType, false);

  private final ArrayType prototypes;

  /** Replaced as a whole, so that threads that share this function see all of it. */
  private transient volatile Packed packed;

  /**
   * @param seen array as it was given
   * @param copy its values, which stay when Spark reuses the memory of the array
   */
  private record Packed(ArrayData seen, ArrayData copy, PrototypeSet set) {}

  /**
   * Creates the function for a type of its second argument. A type that lacks a field makes a
   * function of which Spark says that it needs {@code array<struct<cluster_id:int,
   * prototype:array<float>>>}.
   */
  NearestPrototype(DataType prototypes) {
    this.prototypes =
        prototypes instanceof ArrayType array && fits(array.elementType())
            ? array
            : DataTypes.createArrayType(ENTRY);
  }

  /** Returns true for a struct with both fields, in any order and among others. */
  private static boolean fits(DataType type) {
    if (!(type instanceof StructType struct)) {
      return false;
    }
    List<String> names = List.of(struct.fieldNames());
    return names.contains(CLUSTER_ID)
        && names.contains(PROTOTYPE)
        && struct.apply(CLUSTER_ID).dataType().equals(DataTypes.IntegerType)
        && struct.apply(PROTOTYPE).dataType() instanceof ArrayType vector
        && vector.elementType().equals(DataTypes.FloatType);
  }

  @Override
  public DataType[] inputTypes() {
    return new DataType[] {Vectors.TYPE, prototypes};
  }

  @Override
  public DataType resultType() {
    return RESULT;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String canonicalName() {
    return "dev.winnow." + NAME + "(array<float>, " + prototypes.catalogString() + ")";
  }

  @Override
  public InternalRow produceResult(InternalRow input) {
    if (input.isNullAt(0) || input.isNullAt(1)) {
      return null;
    }
    ArrayData array = input.getArray(1);
    return array.numElements() == 0
        ? null
        : packed(array).nearest(Vectors.floats("embedding", input.getArray(0)));
  }

  private PrototypeSet packed(ArrayData array) {
    Packed last = packed;
    if (last != null && (last.seen == array || last.copy.equals(array))) {
      return last.set;
    }
    Packed made =
        new Packed(
            array, array.copy(), PrototypeSet.of(array, (StructType) prototypes.elementType()));
    packed = made;
    return made.set;
  }

  /** Spark compares functions to find expressions that need to be computed only once. */
  @Override
  public boolean equals(Object other) {
    return other instanceof NearestPrototype that && Arrays.equals(inputTypes(), that.inputTypes());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(inputTypes());
  }
}
