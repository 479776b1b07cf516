package io.reprise.compactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.RunningServers;
import io.reprise.embedded.SecuredBroker;
import io.reprise.embedded.Servers;
import io.reprise.kafka.acl.RequiredAcl;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.runtime.http.AuthenticatedHttp;
import io.reprise.runtime.http.HttpConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A compactor on a broker that denies everything else than the listed ACLs. */
@ExtendWith(Servers.class)
class CompactorAclsIT {
  private static final String PRINCIPAL = "User:compactor";

  private static RunningServers servers;
  private static SecuredBroker broker;

  @BeforeAll
  static void start(RunningServers running) throws Exception {
    servers = running;
    broker = SecuredBroker.startTemporary("compactor");
    broker.superUser().createTopics(List.of(new NewTopic("orders", 1, (short) 1))).all().get();
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.superUserBootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(CompactorFixture.event("orders", 0, "ada", "login", "{}")).get();
    }
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void foldsServesAndAuditsWithTheRequiredAclsAndNeedsEachOfThem() {
    // Given
    var config = config();
    var required = bindings(CompactorAcls.of(config));
    broker.grant(required);
    broker.forgetDecisions();
    try (var compactor = CompactorService.start(config)) {
      var client = new CompactorHttpClient(compactor.uri());

      // When
      await()
          .atMost(Duration.ofSeconds(90))
          .until(
              () -> client.ask("/api/v1/snapshots/orders/count-by-type/ada").statusCode() == 200);
      var audit =
          client.post(
              "/api/v1/snapshots/audit", "{\"topic\":\"orders\",\"reducer\":\"count-by-type\"}");

      // Then
      assertThat(audit.get(audit.size() - 1).toString()).doesNotContain("uthoriz");
    }
    // A changelog is read only by an instance that has lost its states.
    try (var restored = CompactorService.start(config())) {
      var client = new CompactorHttpClient(restored.uri());
      await()
          .atMost(Duration.ofSeconds(90))
          .until(
              () -> client.ask("/api/v1/snapshots/orders/count-by-type/ada").statusCode() == 200);
      assertThat(broker.unused(required)).isEmpty();
    } finally {
      broker.revoke(required);
    }
  }

  @Test
  void recordsWhoWasRefusedWithTheOptionalAcls(@TempDir Path directory) {
    var config = config(AuthenticatedHttp.ofNobody(directory));
    var all = bindings(CompactorAcls.of(config));
    broker.grant(all);
    broker.forgetDecisions();
    try (var compactor = CompactorService.start(config)) {
      var client = new CompactorHttpClient(compactor.uri());
      assertThat(client.ask("/api/v1/snapshots").statusCode()).isEqualTo(401);

      var partition = new TopicPartition("reprise.audit", 0);
      await()
          .atMost(Duration.ofSeconds(90))
          .ignoreExceptions()
          .until(
              () ->
                  broker
                          .superUser()
                          .listOffsets(Map.of(partition, OffsetSpec.latest()))
                          .partitionResult(partition)
                          .get()
                          .offset()
                      == 1);
      assertThat(broker.unused(all))
          .extracting(acl -> acl.pattern().name())
          .doesNotContain("reprise.audit");
    } finally {
      broker.revoke(all);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"orders", "orders.snapshots.count-by-type.v"})
  void doesNotStartWithoutTheAclToDescribeTheConfigurationOf(String topic) {
    // Given
    var granted =
        bindings(
            CompactorAcls.of(config()).stream()
                .filter(
                    acl ->
                        !acl.resource().name().equals(topic)
                            || acl.operation() != AclOperation.DESCRIBE_CONFIGS)
                .toList());
    broker.grant(granted);
    try {
      // When, then
      assertThatThrownBy(() -> CompactorService.start(config()).close())
          .satisfiesAnyOf(
              e -> assertThat(e).isInstanceOf(AuthorizationException.class),
              e -> assertThat(e).hasRootCauseInstanceOf(AuthorizationException.class));
    } finally {
      broker.revoke(granted);
    }
  }

  private static List<AclBinding> bindings(List<RequiredAcl> acls) {
    return acls.stream().map(acl -> acl.binding(PRINCIPAL)).toList();
  }

  private static CompactorConfig config() {
    return config(new HttpConfig("127.0.0.1", 0));
  }

  private static CompactorConfig config(HttpConfig http) {
    return new CompactorConfig(
        null,
        new KafkaConfig(broker.bootstrapServers(), broker.signIn("compactor")),
        http,
        null,
        null,
        servers.newDirectory("state"),
        0,
        1,
        null,
        null,
        null,
        Duration.ofMillis(100),
        null,
        null,
        Map.of(
            "orders",
            List.of(CompactorFixture.reducer("count-by-type", 10, Duration.ofMillis(100)))),
        null);
  }
}
