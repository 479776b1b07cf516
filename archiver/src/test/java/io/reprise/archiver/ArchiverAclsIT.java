package io.reprise.archiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reprise.archiver.topic.ArchiveMode;
import io.reprise.archiver.topic.TopicConfig;
import io.reprise.embedded.RunningServers;
import io.reprise.embedded.SecuredBroker;
import io.reprise.embedded.Servers;
import io.reprise.kafka.acl.RequiredAcl;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.runtime.http.AuthenticatedHttp;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.runtime.json.ByteSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An archiver on a broker that denies everything else than the listed ACLs. */
@ExtendWith(Servers.class)
class ArchiverAclsIT {
  private static final String PRINCIPAL = "User:archiver";

  private static RunningServers servers;
  private static SecuredBroker broker;
  private static ArchiverFixture fixture;

  @BeforeAll
  static void start(RunningServers running) {
    servers = running;
    broker = SecuredBroker.startTemporary("archiver");
    fixture = new ArchiverFixture(broker.superUserBootstrapServers(), servers.s3(), "acls");
    for (var topic : List.of("orders", "kept", "untrimmed")) {
      fixture.create(topic, 1, Map.of());
      try (var records =
          new OddRecords(
              19, Map.of("bootstrap.servers", broker.superUserBootstrapServers()), topic, 1)) {
        records.publish(200);
      }
    }
  }

  @AfterAll
  static void stop() {
    fixture.close();
    broker.close();
  }

  @Test
  void archivesTrimsAndProvesWithTheRequiredAclsAndNeedsEachOfThem() {
    // Given
    var config =
        config(
            Map.of(
                "orders", ArchiverFixture.eager(32),
                "kept", copying()));
    var required =
        bindings(ArchiverAcls.of(config).stream().filter(acl -> !acl.isOptional()).toList());
    broker.grant(required);
    broker.forgetDecisions();
    fixture.commit(
        "reader", fixture.id("orders", 0), fixture.facts(fixture.id("orders", 0)).committedEnd());
    try (var archiver = ArchiverService.start(config, fault -> {})) {
      var client = new ArchiverHttpClient(archiver.uri());

      // When
      fixture.awaitMoved("orders");
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> client.partition("kept", 0).path("phase").asText().equals("CAUGHT_UP"));
      var proof = client.lines("POST", "/api/v1/archive/prove", "{\"topic\":\"orders\"}");

      // Then
      assertThat(proof.get(proof.size() - 1).toString()).doesNotContain("uthoriz");
      assertThat(broker.unused(required)).isEmpty();
    } finally {
      broker.revoke(required);
    }
  }

  @Test
  void archivesButDoesNotTrimWithoutTheAclToSeeAllGroups() {
    var config = config(Map.of("untrimmed", ArchiverFixture.eager(32)));
    withoutOne(
        config,
        ResourceType.CLUSTER,
        AclOperation.DESCRIBE,
        () -> {
          try (var archiver = ArchiverService.start(config, fault -> {})) {
            var client = new ArchiverHttpClient(archiver.uri());
            var id = fixture.id("untrimmed", 0);
            await()
                .atMost(Duration.ofSeconds(60))
                .until(
                    () ->
                        fixture.archive(id).covered().to() == fixture.facts(id).committedEnd()
                            && client.partition("untrimmed", 0).toString().contains("DESCRIBE"));
            assertThat(fixture.facts(id).logStart()).isZero();
          }
        });
  }

  @Test
  void recordsWhoWasRefusedWithTheOptionalAcls(@TempDir Path directory) {
    var config = config(AuthenticatedHttp.ofNobody(directory), Map.of());
    var all = bindings(ArchiverAcls.of(config));
    broker.grant(all);
    broker.forgetDecisions();
    try (var archiver = ArchiverService.start(config, fault -> {})) {
      assertThat(
              new ArchiverHttpClient(archiver.uri())
                  .send("GET", "/api/v1/archive/status", "")
                  .statusCode())
          .isEqualTo(401);

      await()
          .atMost(Duration.ofSeconds(90))
          .ignoreExceptions()
          .until(() -> fixture.facts(fixture.id("reprise.audit", 0)).committedEnd() == 1);
      assertThat(broker.unused(all))
          .extracting(acl -> acl.pattern().name())
          .doesNotContain("reprise.audit");
    } finally {
      broker.revoke(all);
    }
  }

  @Test
  void doesNotStartWithoutTheAclToCreateTheAnchors() {
    var config = config(Map.of());
    withoutOne(
        config,
        ResourceType.TOPIC,
        AclOperation.CREATE,
        () ->
            assertThatThrownBy(() -> ArchiverService.start(config, fault -> {}).close())
                .satisfiesAnyOf(
                    e -> assertThat(e).isInstanceOf(AuthorizationException.class),
                    e -> assertThat(e).hasRootCauseInstanceOf(AuthorizationException.class)));
  }

  private static void withoutOne(
      ArchiverConfig config, ResourceType type, AclOperation operation, Runnable action) {
    var all = ArchiverAcls.of(config);
    var granted =
        bindings(
            all.stream()
                .filter(
                    acl -> acl.resource().resourceType() != type || acl.operation() != operation)
                .toList());
    assertThat(granted).hasSize(all.size() - 1);
    broker.grant(granted);
    try {
      action.run();
    } finally {
      broker.revoke(granted);
    }
  }

  private static List<AclBinding> bindings(List<RequiredAcl> acls) {
    return acls.stream().map(acl -> acl.binding(PRINCIPAL)).toList();
  }

  private static TopicConfig copying() {
    return new TopicConfig(
        ArchiveMode.COPY, null, null, null, Duration.ofMillis(300), null, List.of());
  }

  private static ArchiverConfig config(Map<String, TopicConfig> topics) {
    return config(new HttpConfig("127.0.0.1", 0), topics);
  }

  private static ArchiverConfig config(HttpConfig http, Map<String, TopicConfig> topics) {
    return new ArchiverConfig(
        "archiver",
        new KafkaConfig(broker.bootstrapServers(), broker.signIn("archiver")),
        http,
        null,
        fixture.config(),
        new ArchiverConfig.Spool(servers.newDirectory("spool"), ByteSize.ofMiB(64)),
        topics,
        null,
        null,
        null,
        null);
  }
}
