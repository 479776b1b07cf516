package io.reprise.kafka.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.IsolationLevel;
import org.junit.jupiter.api.Test;

class RolesTest {
  private static final Map<String, Object> CLIENT = Map.of("bootstrap.servers", "localhost:1");

  @Test
  void aTailReadsFromTheEarliestOffsetAndFindsNewLeadersFast() {
    assertThat(ConsumerRole.tail(CLIENT, IsolationLevel.READ_COMMITTED).asMap())
        .containsOnly(
            entry("bootstrap.servers", "localhost:1"),
            entry("isolation.level", "read_committed"),
            entry("enable.auto.commit", "false"),
            entry("auto.offset.reset", "earliest"),
            entry("reconnect.backoff.max.ms", 250),
            entry("metadata.max.age.ms", 10_000));
  }

  @Test
  void aScanNeverSkipsAnOffset() {
    var scan =
        ConsumerRole.scan(CLIENT, IsolationLevel.READ_UNCOMMITTED, Duration.ofSeconds(5)).asMap();

    assertThat(scan)
        .containsOnly(
            entry("bootstrap.servers", "localhost:1"),
            entry("isolation.level", "read_uncommitted"),
            entry("enable.auto.commit", "false"),
            entry("auto.offset.reset", "none"),
            entry("default.api.timeout.ms", 5_000));
  }

  @Test
  void aRangeReaderTakesSizesFromTheCallerButNotItsGuarantees() {
    var given =
        Map.<String, Object>of(
            "max.poll.records", 7,
            "group.id", "mine",
            "isolation.level", "read_uncommitted",
            "auto.offset.reset", "latest");

    assertThat(ConsumerRole.rangeReader(given).asMap())
        .containsOnly(
            entry("max.poll.records", 7),
            entry("max.partition.fetch.bytes", 1 << 20),
            entry("receive.buffer.bytes", 1 << 20),
            entry("metric.reporters", ""),
            entry("enable.metrics.push", false),
            entry("isolation.level", "read_committed"),
            entry("enable.auto.commit", "false"),
            entry("auto.offset.reset", "none"),
            entry("allow.auto.create.topics", "false"));
  }

  @Test
  void onlyARangeReaderReadsFromAReplicaInItsRack() {
    var client = Map.<String, Object>of("bootstrap.servers", "localhost:1", "client.rack", "a");
    var limit = Duration.ofSeconds(5);

    assertThat(ConsumerRole.rangeReader(client).asMap()).containsEntry("client.rack", "a");
    assertThat(
            List.of(
                ConsumerRole.tail(client, IsolationLevel.READ_COMMITTED),
                ConsumerRole.scan(client, IsolationLevel.READ_COMMITTED, limit),
                ConsumerRole.member(client, "group")))
        .allSatisfy(role -> assertThat(role.asMap()).doesNotContainKey("client.rack"));
  }

  @Test
  void aMemberCommitsNothingByItself() {
    assertThat(ConsumerRole.member(CLIENT, "slots").asMap())
        .containsOnly(
            entry("bootstrap.servers", "localhost:1"),
            entry("group.id", "slots"),
            entry("isolation.level", "read_committed"),
            entry("enable.auto.commit", "false"),
            entry("auto.offset.reset", "earliest"),
            entry("reconnect.backoff.max.ms", 250),
            entry("fetch.max.wait.ms", 200));
  }

  @Test
  void anIdempotentProducerWaitsForAllReplicas() {
    var role =
        ProducerRole.idempotent(CLIENT, Duration.ofSeconds(30))
            .requestsWithin(Duration.ofSeconds(10))
            .lingering(Duration.ZERO)
            .largestRequest(1 << 24);

    assertThat(role.asMap())
        .containsOnly(
            entry("bootstrap.servers", "localhost:1"),
            entry("acks", "all"),
            entry("enable.idempotence", true),
            entry("delivery.timeout.ms", 30_000),
            entry("request.timeout.ms", 10_000),
            entry("linger.ms", 0),
            entry("max.request.size", 1 << 24));
  }

  @Test
  void aTransactionalProducerGivesUpWithItsTransaction() {
    var role = ProducerRole.transactional(CLIENT, "slot-3", Duration.ofSeconds(10));

    assertThat(role.withoutMetrics().asMap())
        .containsOnly(
            entry("bootstrap.servers", "localhost:1"),
            entry("transactional.id", "slot-3"),
            entry("transaction.timeout.ms", 10_000),
            entry("max.block.ms", 10_000L),
            entry("request.timeout.ms", 5_000),
            entry("delivery.timeout.ms", 10_000),
            entry("reconnect.backoff.max.ms", 250),
            entry("retry.backoff.ms", 5),
            entry("retry.backoff.max.ms", 250),
            entry("metric.reporters", ""),
            entry("enable.metrics.push", false));
  }

  @Test
  void metricsThatTheCallerWantsAreKept() {
    var client = Map.<String, Object>of("metric.reporters", "org.example.Reporter");

    assertThat(ProducerRole.idempotent(client, Duration.ofSeconds(1)).withoutMetrics().asMap())
        .containsEntry("metric.reporters", "org.example.Reporter");
  }

  @Test
  void anAdminGivesUpAfterTenSecondsUnlessToldOtherwise() {
    assertThat(AdminRole.settings(CLIENT))
        .containsOnly(
            entry("bootstrap.servers", "localhost:1"),
            entry("default.api.timeout.ms", 10_000),
            entry("request.timeout.ms", 5_000));
    assertThat(AdminRole.settings(Map.of("request.timeout.ms", "1000")))
        .containsEntry("request.timeout.ms", "1000");
  }
}
