package io.reprise.store.fold;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * The reducer {@code merge}: the state is an Avro record, into which each event's fields are
 * merged. A field of the event replaces the state's field of the same name. The state keeps its
 * field if the field is null in the event or missing in the event's schema; a default from Avro's
 * schema resolution does not replace the state's field. State and events are in Confluent's wire
 * format.
 *
 * <p>If the state and the event have different schemas, the new state gets one of these two
 * schemas. If only one of them can read data of the other, this one is used. If each can read data
 * of the other, the one that contains all fields of the other is used, so that no field is lost; if
 * that does not decide, the one with the higher id is used. If neither can read data of the other,
 * the event cannot be folded.
 */
public final class MergeReducer implements ReducerProvider {
  private static final ReducerId ID = new ReducerId("merge", 1);

  @Override
  public ReducerId id() {
    return ID;
  }

  @Override
  public Reducer create(SchemaLookup schemas) {
    return new Merging(schemas);
  }

  private static final class Merging implements Reducer {
    private final SchemaLookup schemas;
    private final FramedRecords records;
    private final Map<Long, Integer> targets = new HashMap<>();

    Merging(SchemaLookup schemas) {
      this.schemas = schemas;
      this.records = new FramedRecords(schemas);
    }

    @Override
    public byte[] fold(byte @Nullable [] state, FoldEvent event) {
      var value = Objects.requireNonNull(event.value(), "tombstones are not folded");
      int written = FramedRecords.schemaId(value);
      if (state == null) {
        return records.encode(written, records.decode(value, written));
      }
      int kept = FramedRecords.schemaId(state);
      int target = kept == written ? kept : target(kept, written);
      var merged = records.decode(state, target);
      overlay(merged, records.decode(value, target), schemas.byId(written));
      return records.encode(target, merged);
    }

    private static void overlay(GenericRecord merged, GenericRecord newer, Schema written) {
      for (var field : merged.getSchema().getFields()) {
        var value = newer.get(field.pos());
        if (value != null && isWritten(field, written)) {
          merged.put(field.pos(), value);
        }
      }
    }

    private static boolean isWritten(Schema.Field field, Schema written) {
      return written.getField(field.name()) != null
          || field.aliases().stream().anyMatch(alias -> written.getField(alias) != null);
    }

    private int target(int kept, int written) {
      return targets.computeIfAbsent(
          (long) kept << Integer.SIZE | written, pair -> choose(kept, written));
    }

    private int choose(int kept, int written) {
      boolean forward = canRead(written, kept);
      boolean backward = canRead(kept, written);
      if (!forward && !backward) {
        throw new UnfoldableEventException(
            "its schema id %d and the state's, %d, cannot read each other"
                .formatted(written, kept));
      }
      if (forward && backward) {
        return wider(kept, written);
      }
      return forward ? written : kept;
    }

    /**
     * Chooses the schema of the new state from the schemas of state and event, each of which can
     * read data of the other. Returns the id of the schema that contains all fields of the other
     * schema, so that no field is lost. If both do, or neither does, returns the higher id.
     */
    private int wider(int kept, int written) {
      boolean keptHasAll = hasAll(schemas.byId(kept), schemas.byId(written));
      boolean writtenHasAll = hasAll(schemas.byId(written), schemas.byId(kept));
      if (keptHasAll == writtenHasAll) {
        return Math.max(kept, written);
      }
      return keptHasAll ? kept : written;
    }

    private static boolean hasAll(Schema schema, Schema other) {
      return other.getFields().stream()
          .allMatch(
              field ->
                  schema.getField(field.name()) != null
                      || schema.getFields().stream()
                          .anyMatch(f -> f.aliases().contains(field.name())));
    }

    private boolean canRead(int reader, int writer) {
      return SchemaCompatibility.checkReaderWriterCompatibility(
                  schemas.byId(reader), schemas.byId(writer))
              .getType()
          == SchemaCompatibilityType.COMPATIBLE;
    }
  }
}
