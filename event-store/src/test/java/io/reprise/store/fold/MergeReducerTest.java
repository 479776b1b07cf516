package io.reprise.store.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.schemas.registry.UnknownSchemaException;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

class MergeReducerTest {
  private static final int OLD = 5;
  private static final int NEW = 2; // Ids say nothing of the order of versions.
  private static final int FOREIGN = 9;
  private static final int TEXT = 11;

  private static final Schema V1 =
      SchemaBuilder.record("User").fields().optionalString("name").optionalInt("age").endRecord();
  private static final Schema V2 =
      SchemaBuilder.record("User")
          .fields()
          .optionalString("name")
          .optionalInt("age")
          .name("country")
          .type()
          .stringType()
          .stringDefault("unknown")
          .endRecord();
  private static final Schema OTHER =
      SchemaBuilder.record("Order").fields().requiredLong("total").endRecord();

  private static final Map<Integer, Schema> REGISTERED =
      Map.of(OLD, V1, NEW, V2, FOREIGN, OTHER, TEXT, Schema.create(Schema.Type.STRING));

  private static Schema lookup(int id) {
    var schema = REGISTERED.get(id);
    if (schema == null) {
      throw new UnknownSchemaException(id);
    }
    return schema;
  }

  private final Reducer reducer = new MergeReducer().create(MergeReducerTest::lookup);
  private final FramedRecords records = new FramedRecords(MergeReducerTest::lookup);

  private FoldEvent event(long offset, int schemaId, Map<String, Object> fields) {
    return Events.at(offset, framed(schemaId, fields));
  }

  private byte[] framed(int schemaId, Map<String, Object> fields) {
    var record = new GenericData.Record(lookup(schemaId));
    fields.forEach(record::put);
    return records.encode(schemaId, record);
  }

  private GenericRecord read(byte[] state) {
    return records.decode(state, FramedRecords.schemaId(state));
  }

  @Test
  void nonNullFieldsReplaceThoseOfTheState() {
    var state = reducer.fold(null, event(1, OLD, Map.of("name", "Ada", "age", 36)));

    state = reducer.fold(state, event(2, OLD, Map.of("age", 37)));

    assertThat(read(state)).hasToString("{\"name\": \"Ada\", \"age\": 37}");
  }

  @Test
  void theStateGetsTheSchemaThatCanReadTheOther() {
    var state = reducer.fold(null, event(1, OLD, Map.of("name", "Ada")));

    state = reducer.fold(state, event(2, NEW, Map.of("country", "UK")));

    assertThat(FramedRecords.schemaId(state)).isEqualTo(NEW);
    assertThat(read(state)).hasToString("{\"name\": \"Ada\", \"age\": null, \"country\": \"UK\"}");
  }

  @Test
  void aDefaultOfAFieldThatTheEventLacksReplacesNothing() {
    var state = reducer.fold(null, event(1, NEW, Map.of("name", "Ada", "country", "UK")));

    state = reducer.fold(state, event(2, OLD, Map.of("age", 37)));

    assertThat(read(state)).hasToString("{\"name\": \"Ada\", \"age\": 37, \"country\": \"UK\"}");
  }

  @Test
  void refusesAnEventThatItCannotRead() {
    var state = reducer.fold(null, event(1, OLD, Map.of("name", "Ada")));

    assertThatThrownBy(() -> reducer.fold(state, event(2, FOREIGN, Map.of("total", 1L))))
        .isInstanceOf(UnfoldableEventException.class)
        .hasMessage("its schema id 9 and the state's, 5, cannot read each other");
    assertThatThrownBy(() -> reducer.fold(state, Events.at(2, new byte[] {1, 2, 3})))
        .isInstanceOf(UnfoldableEventException.class)
        .hasMessage("its value has no schema id in front");
    assertThatThrownBy(() -> reducer.fold(null, Events.at(2, new byte[] {0, 0, 0, 0, OLD, 7})))
        .isInstanceOf(UnfoldableEventException.class)
        .hasMessageContaining("cannot be read with schema id 5");
    assertThatThrownBy(
            () -> reducer.fold(null, Events.at(2, new byte[] {0, 0, 0, 0, OLD, 0, 0, 0})))
        .isInstanceOf(UnfoldableEventException.class)
        .hasMessageContaining("bytes left over");
    assertThatThrownBy(() -> reducer.fold(null, Events.at(2, new byte[] {0, 0, 0, 0, TEXT, 0})))
        .isInstanceOf(UnfoldableEventException.class)
        .hasMessage("schema id 11 is of type string, not a record");
    assertThatThrownBy(() -> reducer.fold(null, Events.at(2, new byte[] {0, 0, 0, 0, 77, 0})))
        .isInstanceOf(UnknownSchemaException.class);
  }
}
