package io.reprise.replay.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.spec.Filter;
import io.reprise.replay.spec.InvalidSpecException;
import io.reprise.replay.spec.ReplaySpec;
import io.reprise.replay.spec.SourceRange;
import io.reprise.schemas.registry.RegisteredSchema;
import io.reprise.schemas.wire.WireFormat;
import io.reprise.store.OffsetRange;
import io.reprise.store.select.SchemasUnavailableException;
import io.reprise.store.select.UnreadableValueException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class RecordSelectorsTest {
  private static final Schema FIRST =
      SchemaBuilder.record("Order").fields().requiredLong("cents").endRecord();
  private static final Schema SECOND =
      SchemaBuilder.record("Order")
          .fields()
          .requiredLong("cents")
          .name("country")
          .type()
          .stringType()
          .stringDefault("none")
          .endRecord();

  private final KnownSchemas schemas = new KnownSchemas();
  private final RecordSelectors selectors = new RecordSelectors(schemas);

  /** Schemas by id, of which the one with the highest id is the latest of topic {@code orders}. */
  private static final class KnownSchemas implements EventSchemas {
    private final Map<Integer, Schema> byId = new HashMap<>(Map.of(1, FIRST));
    private boolean isAway;

    @Override
    public Optional<RegisteredSchema> latest(String topic) {
      requireThere();
      return topic.equals("orders")
          ? byId.keySet().stream()
              .max(Integer::compare)
              .map(id -> new RegisteredSchema("orders-value", id, id, byId.get(id)))
          : Optional.empty();
    }

    @Override
    public List<RegisteredSchema> versions(String topic) {
      return latest(topic).stream().toList();
    }

    @Override
    public Schema byId(int id) {
      requireThere();
      if (!byId.containsKey(id)) {
        throw new UnreadableValueException("the schema registry has no schema with id " + id);
      }
      return byId.get(id);
    }

    private void requireThere() {
      if (isAway) {
        throw new SchemasUnavailableException("the schema registry does not answer");
      }
    }
  }

  @Test
  void namesTheLatestSchemaInTheRequest() {
    assertThat(checked("orders", "data.cents > 5", null).filter().whereSchema()).isEqualTo(1);

    schemas.byId.put(2, SECOND);
    assertThat(checked("orders", "data.cents > 5", null).filter().whereSchema()).isEqualTo(2);
    assertThat(checked("orders", "data.cents > 5", 1).filter().whereSchema()).isEqualTo(1);
  }

  @Test
  void namesNoSchemaIfTheExpressionReadsNoDataOrTheTopicHasNone() {
    assertThat(checked("orders", "type == 'x'", null).filter().whereSchema()).isNull();
    assertThat(checked("orders", "type == 'x'", 1).filter().whereSchema()).isNull();
    assertThat(checked("others", "data == 'x'", null).filter().whereSchema()).isNull();
    assertThat(checked("orders", null, null).filter()).isEqualTo(Filter.NONE);
  }

  @Test
  void refusesAnExpressionByItsPlace() {
    assertThatThrownBy(() -> checked("orders", "data.cent > 5", null))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageStartingWith("filter.where, column 6: ")
        .hasMessageEndingWith("did you mean 'cents'?");
    assertThatThrownBy(() -> checked("orders", "data.cents > 5", 9))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessage("filter.whereSchema is 9: the schema registry has no schema with id 9");
    assertThatThrownBy(() -> checked("orders", "", null))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessage("filter.where, column 1: the expression is empty");
  }

  @Test
  void saysThatARegistryIsMissingOnlyIfDataIsRead() {
    var without = RecordSelectors.WITHOUT_SCHEMAS;

    assertThat(without.checked(spec("orders", "type == 'x'", null))).isNotNull();
    assertThatThrownBy(() -> without.checked(spec("orders", "data.cents > 5", null)))
        .isInstanceOf(NoRegistryException.class)
        .hasMessageContaining("set registry in the configuration of every worker");
    assertThatThrownBy(() -> selector(without, where("data.cents > 5", 1)))
        .isInstanceOf(NoRegistryException.class);
  }

  @Test
  void readsTheDataAsTheSchemaOfThePlanSaysWhateverIsRegisteredLater() {
    var selector = selector(selectors, where("data.cents > 5", 1));
    schemas.byId.put(2, SECOND);

    assertThat(selector.select(order(1, 12))).isEqualTo(RecordSelection.DELIVER);
    assertThat(selector.select(order(1, 10))).isEqualTo(RecordSelection.FILTERED);
    assertThat(selector.select(order(2, 12, 0))).isEqualTo(RecordSelection.DELIVER);
  }

  @Test
  void aRegistryThatDoesNotAnswerLeavesARecordUnknown() {
    var selector = selector(selectors, where("data.cents > 5", 1));
    schemas.byId.put(2, SECOND);
    schemas.isAway = true;

    assertThatThrownBy(() -> selector.select(order(2, 12, 0)))
        .isInstanceOf(SchemasUnavailableException.class)
        .hasMessage("the schema registry does not answer");
    assertThatThrownBy(() -> checked("orders", "data.cents > 5", null))
        .isInstanceOf(SchemasUnavailableException.class);
  }

  @Test
  void aValueThatIsNoAvroIsUndecided() {
    var selector = selector(selectors, where("data.cents > 5", 1));

    assertThatThrownBy(() -> selector.select(record(new byte[] {7})))
        .isInstanceOf(UndecidedRecordException.class)
        .hasMessage("its value is not Avro with a schema id");
  }

  @Test
  void compilesAnExpressionAgainThatWasNotUsedForLong() {
    schemas.byId.put(2, SECOND);
    var before = selector(selectors, where("data.cents > 5", 2));
    for (int i = 0; i < 100; i++) {
      assertThat(selector(selectors, where("data.cents > %d".formatted(i + 100), 2))).isNotNull();
    }

    var after = selector(selectors, where("data.cents > 5", 2));

    assertThat(after.select(order(2, 12, 0))).isEqualTo(before.select(order(2, 12, 0)));
  }

  private ReplaySpec checked(String topic, String where, Integer schema) {
    return selectors.checked(spec(topic, where, schema));
  }

  private static ReplaySpec spec(String topic, String where, Integer schema) {
    return new ReplaySpec(
        null,
        "test",
        new SourceRange(topic, null, null, null, null),
        where(where, schema),
        "copy",
        null,
        null,
        null);
  }

  private static Filter where(String where, Integer schema) {
    return new Filter(null, null, null, where, schema);
  }

  private static RecordSelector selector(RecordSelectors from, Filter filter) {
    return from.of(filter, new ShardPlan(0, 0, new OffsetRange(0, 9), 0, 1), 4);
  }

  /** Returns an order with these bytes of Avro: the zigzag of its cents, and what follows. */
  private static ConsumerRecord<byte[], byte[]> order(int schema, int... avro) {
    var bytes = new byte[avro.length];
    for (int i = 0; i < avro.length; i++) {
      bytes[i] = (byte) avro[i];
    }
    return record(WireFormat.frame(schema, bytes));
  }

  private static ConsumerRecord<byte[], byte[]> record(byte[] value) {
    return new ConsumerRecord<>("orders", 0, 5, null, value);
  }
}
