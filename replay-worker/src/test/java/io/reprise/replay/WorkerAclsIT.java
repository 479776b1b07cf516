package io.reprise.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.SecuredBroker;
import io.reprise.kafka.acl.RequiredAcl;
import io.reprise.replay.operate.RepeatedDelivery;
import io.reprise.replay.spec.Ordering;
import io.reprise.replay.spec.ReplaySpec;
import io.reprise.replay.spec.SourceRange;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.ReplayState;
import io.reprise.replay.target.TargetConfig;
import io.reprise.runtime.access.Token;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.runtime.http.AuthenticatedHttp;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.runtime.json.Json;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A worker on a broker that denies everything else than the listed ACLs. */
class WorkerAclsIT {
  private static final String PRINCIPAL = "User:worker";
  private static final int PARTITIONS = 2;
  private static final int EVENTS = 500;
  private static final String AUDIT = "/api/v1/topics/reprise.audit/partitions/0/records?limit=10";

  private static SecuredBroker broker;
  private static TopicFixture topics;
  private static List<RequiredAcl> acls;

  private final List<RuntimeException> fatal = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void startBroker() throws Exception {
    broker = SecuredBroker.startTemporary("worker");
    topics = new TopicFixture(broker.superUserBootstrapServers());
    topics.create("orders", PARTITIONS);
    topics.publish("orders", EVENTS, 50);
    topics.create("orders-copy", PARTITIONS);
    acls = WorkerAcls.of(config(), List.of("orders"));
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void replaysAndVerifiesWithTheRequiredAclsAndNeedsEachOfThem() {
    // Given
    var required = bindings(acls.stream().filter(acl -> !acl.isOptional()).toList());
    broker.grant(required);
    broker.forgetDecisions();
    try (var engine = ReplayEngine.start(config(), Clock.systemUTC(), fatal::add)) {
      // When
      replayAndVerify(engine, "copy");
      replayAndVerify(engine, "shadow:shadow.orders");

      // Then
      assertThat(broker.unused(required)).isEmpty();
      assertThat(fatal).isEmpty();
    } finally {
      broker.revoke(required);
    }
  }

  @Test
  void usesTheOptionalAclsThatItHas() {
    // Given
    var all = bindings(acls);
    broker.grant(all);
    broker.forgetDecisions();
    try (var engine = ReplayEngine.start(config(), Clock.systemUTC(), fatal::add)) {
      // When
      replayAndVerify(engine, "copy");
      replayAndVerify(engine, "shadow:shadow.others");

      // Then
      // No transaction hangs, and the broker allows the session without KIP-848.
      // No operator has asked for groups: GroupMoveIT shows what their ACLs are for.
      assertThat(broker.unused(all))
          .filteredOn(acl -> !Set.of("*", "reprise.group-moves").contains(acl.pattern().name()))
          .extracting(acl -> acl.entry().operation())
          .containsOnly(AclOperation.ALTER, AclOperation.ALTER_CONFIGS);
    } finally {
      broker.revoke(all);
    }
  }

  @Test
  void recordsAndShowsWhoDidWhatWithTheOptionalAcls(@TempDir Path directory) throws Exception {
    var token = Token.create(new SecureRandom());
    var config = config(AuthenticatedHttp.of(directory, "ann", token));
    var all = bindings(WorkerAcls.of(config, List.of("orders")));
    broker.grant(all);
    broker.forgetDecisions();
    try (var worker = WorkerService.start(config, fatal::add)) {
      assertThat(send(worker, "POST", "/api/v1/replays/none/pause", token).statusCode())
          .isEqualTo(404);

      await()
          .atMost(Duration.ofSeconds(90))
          .untilAsserted(
              () -> {
                var page = send(worker, "GET", AUDIT, token);
                assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
                var record = Json.json().readTree(page.body()).at("/records/0");
                assertThat(record.path("key").asText()).isEqualTo("ann");
                var value = Base64.getDecoder().decode(record.path("valueBase64").asText());
                assertThat(Json.json().readTree(value))
                    .isEqualTo(
                        Json.json()
                            .readTree(
                                """
                                {"v": 1, "at": %s, "service": "worker", "instance": "worker",
                                 "principal": "ann", "action": "operate", "method": "POST",
                                 "path": "/api/v1/replays/none/pause", "status": 404,
                                 "outcome": "NOT_CARRIED_OUT", "from": "127.0.0.1"}
                                """
                                    .formatted(Json.json().readTree(value).path("at"))));
              });
      assertThat(broker.unused(all))
          .extracting(acl -> acl.pattern().name())
          .doesNotContain("reprise.audit");
    } finally {
      broker.revoke(all);
    }
  }

  private static HttpResponse<String> send(
      WorkerService worker, String method, String path, Token token) throws Exception {
    var request =
        HttpRequest.newBuilder(worker.uri().resolve(path))
            .header("Authorization", "Bearer " + token.secret())
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(method.equals("POST") ? "{}" : ""));
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }

  @ParameterizedTest
  @CsvSource({
    "TOPIC, reprise.commands, CREATE",
    "TOPIC, reprise.progress, CREATE",
  })
  void doesNotStartWithoutAnAclOnAControlTopic(
      ResourceType type, String name, AclOperation operation) {
    assertThatThrownBy(
            () ->
                withoutOne(
                    type,
                    name,
                    operation,
                    () -> ReplayEngine.start(config(), Clock.systemUTC(), fatal::add).close()))
        .satisfiesAnyOf(
            e -> assertThat(e).isInstanceOf(AuthorizationException.class),
            e -> assertThat(e).hasRootCauseInstanceOf(AuthorizationException.class));
  }

  @ParameterizedTest
  @CsvSource({"orders, READ", "orders, DESCRIBE_CONFIGS", "orders-copy, DESCRIBE_CONFIGS"})
  void plansNothingWithoutAnAclOnSourceOrTarget(String topic, AclOperation operation) {
    withoutOne(
        ResourceType.TOPIC,
        topic,
        operation,
        () -> {
          try (var engine = ReplayEngine.start(config(), Clock.systemUTC(), fatal::add)) {
            assertThatThrownBy(() -> engine.operations().plan(spec("copy")))
                .hasMessageContaining("uthoriz");
          }
        });
  }

  @Test
  void failsAReplayWithoutTheAclToWriteTheTarget() {
    withoutOne(
        ResourceType.TOPIC,
        "orders-copy",
        AclOperation.WRITE,
        () -> {
          try (var engine = ReplayEngine.start(config(), Clock.systemUTC(), fatal::add)) {
            var id = start(engine, "copy");
            await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> Replays.state(engine, id) instanceof ReplayState.Failed);
          }
        });
  }

  private static void withoutOne(
      ResourceType type, String name, AclOperation operation, Runnable action) {
    var granted =
        bindings(
            acls.stream()
                .filter(
                    acl ->
                        acl.resource().resourceType() != type
                            || !acl.resource().name().equals(name)
                            || acl.operation() != operation)
                .toList());
    assertThat(granted).hasSize(acls.size() - 1);
    broker.grant(granted);
    try {
      action.run();
    } finally {
      broker.revoke(granted);
    }
  }

  private static void replayAndVerify(ReplayEngine engine, String target) {
    var id = start(engine, target);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Replays.state(engine, id) instanceof ReplayState.Completed);
    assertThat(engine.operations().verify(id).verified()).isTrue();
  }

  private static String start(ReplayEngine engine, String target) {
    return engine
        .operations()
        .createAndStart(spec(target), null, RepeatedDelivery.ACCEPTED, "test")
        .id();
  }

  private static ReplaySpec spec(String target) {
    return new ReplaySpec(
        null,
        "test",
        new SourceRange("orders", null, null, null, null),
        null,
        target,
        Ordering.PARTITION,
        Throttle.NONE,
        null);
  }

  private static List<AclBinding> bindings(List<RequiredAcl> acls) {
    return acls.stream().map(acl -> acl.binding(PRINCIPAL)).toList();
  }

  private static WorkerConfig config() {
    return config(null);
  }

  private static WorkerConfig config(@Nullable HttpConfig http) {
    return new WorkerConfig(
        "worker",
        new KafkaConfig(broker.bootstrapServers(), broker.signIn("worker")),
        new WorkerConfig.Control(null, 4, (short) 1, Duration.ofSeconds(3), null),
        http,
        Map.of(
            "copy", new TargetConfig.KafkaTopic("orders-copy"),
            "shadow", new TargetConfig.KafkaTopicPattern("shadow.*")),
        2);
  }
}
