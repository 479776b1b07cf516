package io.reprise.ingest.service;

import static io.reprise.ingest.service.IngestFixture.STRUCTURED;
import static io.reprise.ingest.service.IngestFixture.event;
import static io.reprise.ingest.service.IngestFixture.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.EmbeddedRegistry;
import io.reprise.embedded.SecuredBroker;
import io.reprise.kafka.acl.RequiredAcl;
import io.reprise.runtime.http.AuthenticatedHttp;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.schemas.registry.SchemaRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An ingest service on a broker that denies everything else than the listed ACLs. */
class IngestAclsIT {
  private static final String PRINCIPAL = "User:ingest";
  private static final List<RequiredAcl> ACLS =
      IngestAcls.of(new HttpConfig("127.0.0.1", 0), List.of("orders"));

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
    long before = IngestFixture.stored(broker.superUser(), "orders", 2);
    try {
      // When
      assertThat(statusAfterStart("first", "one")).isEqualTo(201);
      // The second instance finds an id index, and in it the id of the event.
      assertThat(statusAfterStart("second", "one")).isEqualTo(200);

      // Then
      assertThat(broker.unused(required)).isEmpty();
      assertThat(IngestFixture.stored(broker.superUser(), "orders", 2)).isEqualTo(before + 1);
    } finally {
      broker.revoke(required);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "orders, READ",
    "orders, WRITE",
    "reprise.ids.orders, READ",
    "reprise.ids.orders, WRITE",
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

  @Test
  void recordsWhoWasRefusedWithTheOptionalAcls(@TempDir Path directory) throws Exception {
    var http = AuthenticatedHttp.ofNobody(directory);
    var all = bindings(IngestAcls.of(http, List.of("orders")));
    broker.grant(all);
    broker.forgetDecisions();
    try (var service = start("refusing", http)) {
      assertThat(post(service.uri(), "orders", STRUCTURED, event("r", "ada")).statusCode())
          .isEqualTo(401);

      await()
          .atMost(Duration.ofSeconds(90))
          .ignoreExceptions()
          .until(() -> IngestFixture.stored(broker.superUser(), "reprise.audit", 1) == 1);
      assertThat(broker.unused(all))
          .extracting(acl -> acl.pattern().name())
          .doesNotContain("reprise.audit");
    } finally {
      broker.revoke(all);
    }
  }

  @Test
  void refusesEventsWhileTheirIdsCannotBeWrittenForOtherInstances() {
    // Given
    var required = bindings(ACLS);
    var toWriteIds =
        bindings(
            ACLS.stream()
                .filter(acl -> acl.resource().name().equals("reprise.ids.orders"))
                .filter(acl -> acl.operation() == AclOperation.WRITE)
                .toList());
    broker.grant(required);
    try (var service = start("revoked")) {
      assertThat(post(service.uri(), "orders", STRUCTURED, event("a", "ada")).statusCode())
          .isEqualTo(201);

      // When
      broker.revoke(toWriteIds);

      // Then
      var number = new AtomicInteger();
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> {
                var another = event("revoked-" + number.incrementAndGet(), "ada");
                var answer = post(service.uri(), "orders", STRUCTURED, another);
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.body()).contains("WRITE", "reprise.ids.orders", "stored twice");
              });
      long stored = IngestFixture.stored(broker.superUser(), "orders", 2);
      assertThat(post(service.uri(), "orders", STRUCTURED, event("late", "ada")).statusCode())
          .isEqualTo(503);
      assertThat(IngestFixture.stored(broker.superUser(), "orders", 2)).isEqualTo(stored);

      // When
      broker.grant(toWriteIds);

      // Then: the ids that waited are written, and the topic takes events again.
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(
                          post(service.uri(), "orders", STRUCTURED, event("late", "ada"))
                              .statusCode())
                      .isEqualTo(201));
    } finally {
      broker.revoke(required);
    }
  }

  /** Starts an instance, sends it an event, stops it, and returns the status of the answer. */
  private static int statusAfterStart(String name, String event) {
    try (var service = start(name)) {
      return post(service.uri(), "orders", STRUCTURED, event(event, "ada")).statusCode();
    }
  }

  private static IngestService start(String name) {
    return start(name, new HttpConfig("127.0.0.1", 0));
  }

  private static IngestService start(String name, HttpConfig http) {
    return IngestService.start(
        new IngestConfig(
            name,
            http,
            new IngestConfig.Kafka(broker.bootstrapServers(), broker.signIn("ingest")),
            registry.uri(),
            null,
            null));
  }

  private static List<AclBinding> bindings(List<RequiredAcl> acls) {
    return acls.stream().map(acl -> acl.binding(PRINCIPAL)).toList();
  }
}
