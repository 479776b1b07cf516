package io.reprise.replay.target.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.embedded.EmbeddedRegistry;
import io.reprise.replay.select.EventSchemas;
import io.reprise.replay.target.TargetRefusedException;
import io.reprise.schemas.registry.RegisteredSchema;
import io.reprise.schemas.registry.SchemaRegistry;
import io.reprise.store.select.UnreadableValueException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SchemaIdsIT {
  private static final Schema ORDER =
      SchemaBuilder.record("Order").fields().requiredString("id").endRecord();
  private static final Schema OTHER =
      SchemaBuilder.record("Order").fields().requiredLong("id").endRecord();

  private static EmbeddedRegistry server;
  private static SchemaRegistry registry;
  private final Map<Integer, Schema> source = new HashMap<>();

  @BeforeAll
  static void start() {
    server = EmbeddedRegistry.startTemporary();
    registry = SchemaRegistry.at(server.uri());
  }

  @AfterAll
  static void stop() {
    registry.close();
    server.close();
  }

  @Test
  void aSchemaIsRegisteredBeforeItsIdIsUsed() {
    source.put(900, ORDER);

    int id = ids("first").of(900);

    assertThat(registry.byId(id)).isEqualTo(ORDER);
    assertThat(registry.ids("first-value")).containsExactly(id);
    assertThat(ids("first").of(900)).as("found, not registered again").isEqualTo(id);
  }

  @Test
  void anIncompatibleSubjectIsRefusedWithoutAChange() {
    int present = registry.register("second-value", OTHER);
    source.put(900, ORDER);

    assertThatThrownBy(() -> ids("second").requireAccepts(900))
        .isInstanceOf(TargetRefusedException.class)
        .hasMessageContaining("subject 'second-value' of the schema registry of target 'other'")
        .hasMessageContaining("replay into another topic");
    assertThat(registry.ids("second-value")).containsExactly(present);
  }

  @Test
  void anAcceptedSchemaIsNotRegisteredByThePlan() {
    source.put(900, ORDER);

    ids("third").requireAccepts(900);
    ids("third").requireAccepts("orders");

    assertThat(registry.ids("third-value")).isEmpty();
  }

  @Test
  void anIdThatTheWorkersRegistryDoesNotKnowIsNotUsed() {
    assertThatThrownBy(() -> ids("fourth").of(901)).isInstanceOf(UnreadableValueException.class);
  }

  private SchemaIds ids(String topic) {
    var schemas =
        new EventSchemas() {
          @Override
          public Optional<RegisteredSchema> latest(String sourceTopic) {
            return Optional.empty();
          }

          @Override
          public List<RegisteredSchema> versions(String sourceTopic) {
            return List.of();
          }

          @Override
          public Schema byId(int id) {
            var schema = source.get(id);
            if (schema == null) {
              throw new UnreadableValueException("the schema registry has no schema with id " + id);
            }
            return schema;
          }
        };
    return new SchemaIds("other", schemas, registry, topic);
  }
}
