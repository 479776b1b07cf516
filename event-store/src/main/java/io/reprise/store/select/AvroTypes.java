package io.reprise.store.select;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.NullableType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.types.StructTypeReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The types that the values of an Avro schema have in CEL, so that CEL refuses a field that no
 * record has. CEL compares any record, timestamp and nullable simple type with null, but no list
 * and no map: {@code has} says whether a list is there.
 */
@SuppressWarnings("Immutable") // No code changes the map after the constructor.
final class AvroTypes implements CelTypeProvider {
  private final Map<String, Schema> records = new LinkedHashMap<>();
  private final @Nullable Schema root;

  /**
   * @param root the schema of values; null if it is not known, for values of any type
   */
  AvroTypes(@Nullable Schema root) {
    this.root = root;
    if (root != null) {
      collect(root);
    }
  }

  private void collect(Schema schema) {
    switch (schema.getType()) {
      case RECORD -> {
        if (records.putIfAbsent(schema.getFullName(), schema) == null) {
          schema.getFields().forEach(field -> collect(field.schema()));
        }
      }
      case ARRAY -> collect(schema.getElementType());
      case MAP -> collect(schema.getValueType());
      case UNION -> schema.getTypes().forEach(this::collect);
      default -> {}
    }
  }

  /** Returns the type of values. */
  CelType rootType() {
    return root == null ? SimpleType.DYN : type(root);
  }

  /** Returns the schema of values; null if it is not known. */
  @Nullable Schema root() {
    return root;
  }

  /** Returns the names of the fields of all records. */
  List<String> allFields() {
    return records.values().stream().flatMap(r -> fields(r).stream()).distinct().toList();
  }

  static List<String> fields(Schema schema) {
    return schema.getFields().stream().map(Schema.Field::name).toList();
  }

  @Override
  public ImmutableCollection<CelType> types() {
    return records.values().stream()
        .map(AvroTypes::struct)
        .collect(ImmutableList.toImmutableList());
  }

  @Override
  public Optional<CelType> findType(String name) {
    return Optional.ofNullable(records.get(name)).map(AvroTypes::struct);
  }

  private static CelType struct(Schema schema) {
    var types = new LinkedHashMap<String, CelType>();
    schema.getFields().forEach(field -> types.put(field.name(), type(field.schema())));
    return StructType.create(
        schema.getFullName(),
        ImmutableSet.copyOf(types.keySet()),
        name -> Optional.ofNullable(types.get(name)));
  }

  /** Returns the type that values of a schema have. */
  static CelType type(Schema schema) {
    return switch (schema.getType()) {
      case RECORD -> StructTypeReference.create(schema.getFullName());
      case ARRAY -> ListType.create(type(schema.getElementType()));
      case MAP -> MapType.create(SimpleType.STRING, type(schema.getValueType()));
      case UNION -> union(schema.getTypes());
      case INT, LONG -> whole(schema);
      case FLOAT, DOUBLE -> SimpleType.DOUBLE;
      case BOOLEAN -> SimpleType.BOOL;
      case BYTES, FIXED ->
          schema.getLogicalType() instanceof LogicalTypes.Decimal
              ? SimpleType.DOUBLE
              : SimpleType.BYTES;
      case NULL -> SimpleType.NULL_TYPE;
      case STRING, ENUM -> SimpleType.STRING;
    };
  }

  private static CelType whole(Schema schema) {
    return switch (logicalType(schema)) {
      case "timestamp-millis", "timestamp-micros" -> SimpleType.TIMESTAMP;
      case "date" -> SimpleType.STRING;
      default -> SimpleType.INT;
    };
  }

  /** Returns the name of a schema's logical type; empty if it has none. */
  static String logicalType(Schema schema) {
    var type = schema.getLogicalType();
    return type == null ? "" : type.getName();
  }

  private static CelType union(List<Schema> branches) {
    var types = new ArrayList<>(branches);
    boolean isNullable = types.removeIf(branch -> branch.getType() == Schema.Type.NULL);
    if (types.size() != 1) {
      return types.isEmpty() ? SimpleType.NULL_TYPE : SimpleType.DYN;
    }
    var type = type(types.get(0));
    boolean isPrimitive = type instanceof SimpleType && !type.equals(SimpleType.TIMESTAMP);
    return isNullable && isPrimitive ? NullableType.create(type) : type;
  }
}
