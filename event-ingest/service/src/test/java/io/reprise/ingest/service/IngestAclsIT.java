package io.reprise.ingest.service;

import static io.reprise.ingest.service.IngestFixture.STRUCTURED;
import static io.reprise.ingest.service.IngestFixture.event;
import static io.reprise.ingest.service.IngestFixture.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.embedded.EmbeddedRegistry;
import io.reprise.embedded.SecuredBroker;
import io.reprise.kafka.acl.RequiredAcl;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.schemas.registry.SchemaRegistry;
import java.util.List;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An ingest service on a broker that denies everything else than the listed ACLs. */
class IngestAclsIT {
  private static final String PRINCIPAL = "User:ingest";
  private static final List<RequiredAcl> ACLS = IngestAcls.of(List.of("orders"));

  private static SecuredBroker broker;
  private static EmbeddedRegistry registry;

  @BeforeAll
  static void start() {
    broker = SecuredBroker.startTemporary("ingest");
    registry = EmbeddedRegistry.startTemporary();
    IngestFixture.create(broker.superUser(), "orders", 2);
    try (var client = SchemaRegistry.at(registry.uri())) {
      client.register(SchemaRegistry.valueSubject("orders"), Backend.SCHEMA);
    }
  }

  @AfterAll
  static void stop() {
    registry.close();
    broker.close();
  }

  @Test
  void storesEventsOnceWithTheRequiredAclsAndNeedsEachOfThem() {
    // Given
    var required = bindings(ACLS);
    broker.grant(required);
    broker.forgetDecisions();
    try {
      // When
      assertThat(statusAfterStart("first", "one")).isEqualTo(201);
      // The second instance finds an id index, and in it the id of the event.
      assertThat(statusAfterStart("second", "one")).isEqualTo(200);

      // Then
      assertThat(broker.unused(required)).isEmpty();
      assertThat(IngestFixture.stored(broker.superUser(), "orders", 2)).isEqualTo(1);
    } finally {
      broker.revoke(required);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "orders, READ",
    "orders, WRITE",
    "reprise.ids.orders, READ",
    "reprise.ids.orders, CREATE",
  })
  void storesNoEventWithoutAnAcl(String topic, AclOperation operation) {
    // Given
    var granted =
        bindings(
            ACLS.stream()
                .filter(acl -> !acl.resource().name().equals(topic) || acl.operation() != operation)
                .toList());
    broker.grant(granted);
    try {
      // When, then
      assertThat(statusAfterStart("without", topic + operation)).isGreaterThanOrEqualTo(400);
    } finally {
      broker.revoke(granted);
    }
  }

  /** Starts an instance, sends it an event, stops it, and returns the status of the answer. */
  private static int statusAfterStart(String name, String event) {
    var config =
        new IngestConfig(
            name,
            new HttpConfig("127.0.0.1", 0),
            new IngestConfig.Kafka(broker.bootstrapServers(), broker.signIn("ingest")),
            registry.uri(),
            null,
            null);
    try (var service = IngestService.start(config)) {
      return post(service.uri(), "orders", STRUCTURED, event(event, "ada")).statusCode();
    }
  }

  private static List<AclBinding> bindings(List<RequiredAcl> acls) {
    return acls.stream().map(acl -> acl.binding(PRINCIPAL)).toList();
  }
}
