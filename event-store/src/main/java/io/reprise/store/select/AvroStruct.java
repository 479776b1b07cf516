package io.reprise.store.select;

import dev.cel.common.exceptions.CelAttributeNotFoundException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.StructTypeReference;
import dev.cel.common.values.NullValue;
import dev.cel.common.values.StructValue;
import java.util.Optional;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * An Avro record as a value of CEL. A field is converted when it is read. {@code has(record.field)}
 * is true if the field is not null.
 */
@SuppressWarnings("Immutable") // No code changes a record after it was decoded.
final class AvroStruct extends StructValue<String, AvroStruct> {
  private final IndexedRecord fields;

  AvroStruct(IndexedRecord fields) {
    this.fields = fields;
  }

  /** Returns this object, so that CEL does not replace it by a map without {@code has}. */
  @Override
  public AvroStruct value() {
    return this;
  }

  @Override
  public boolean isZeroValue() {
    return false;
  }

  @Override
  public CelType celType() {
    return StructTypeReference.create(fields.getSchema().getFullName());
  }

  @Override
  public Object select(String name) {
    var field = fields.getSchema().getField(name);
    if (field == null) {
      throw CelAttributeNotFoundException.forMissingMapKey(name);
    }
    return AvroValues.of(fields.get(field.pos()), field.schema());
  }

  @Override
  public Optional<Object> find(String name) {
    return fields.getSchema().getField(name) == null
        ? Optional.empty()
        : Optional.of(select(name)).filter(value -> value != NullValue.NULL_VALUE);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AvroStruct struct && fields.equals(struct.fields);
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }
}
