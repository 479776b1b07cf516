package io.reprise.replay.target.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reprise.kafka.time.Ticker;
import io.reprise.replay.Samples;
import io.reprise.replay.failure.Backoff;
import io.reprise.replay.select.EventSchemas;
import io.reprise.replay.spec.Ordering;
import io.reprise.replay.spec.RecordTimestamps;
import io.reprise.replay.target.ConnectTargetConfig;
import io.reprise.replay.target.ConnectTargetConfig.RecordFormat;
import io.reprise.replay.target.DeliveryContext;
import io.reprise.replay.target.DeliveryResult;
import io.reprise.replay.target.TargetRefusedException;
import io.reprise.replay.target.TargetUnavailableException;
import io.reprise.replay.target.TargetWriter;
import io.reprise.replay.target.UnprovenLeaseException;
import io.reprise.replay.target.WritablePartitions;
import io.reprise.replay.target.connect.TestSink.Behaviour;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class ConnectTargetTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration HANGS_AFTER = Duration.ofSeconds(5);

  @TempDir private Path directory;
  private final FakeTicker ticker = new FakeTicker();
  private String id = "";

  @BeforeEach
  void name(TestInfo test) {
    id = test.getDisplayName();
  }

  /** Time passes only while somebody sleeps. */
  private static final class FakeTicker implements Ticker {
    private final AtomicLong nanos = new AtomicLong();

    @Override
    public long nanos() {
      return nanos.get();
    }

    @Override
    public void sleep(Duration time) {
      nanos.addAndGet(time.toNanos());
    }
  }

  @Test
  void aTaskGetsEachRecordWithItsOriginAndAKeyForRepeats() {
    var sink = behave(new Behaviour());
    try (var target = target(Map.of());
        var writer = open(target)) {
      assertThat(writer.deliver(record(5, "five"))).isEqualTo(DeliveryResult.PENDING);
      assertThat(writer.deliver(record(6, null))).isEqualTo(DeliveryResult.PENDING);
      writer.flush();

      assertThat(writer.refused()).isEmpty();
      assertThat(sink.calls())
          .containsExactly("start", "open [orders-2]", "put 2", "put 0", "preCommit");
      var first = sink.written().get(0);
      assertThat(first.topic()).isEqualTo("orders");
      assertThat(first.kafkaPartition()).isEqualTo(2);
      assertThat(first.kafkaOffset()).isEqualTo(5);
      assertThat(first.key()).isEqualTo("user-5");
      assertThat(first.value()).isEqualTo("five");
      assertThat(first.headers().lastWithName("tenant").value()).isEqualTo("acme");
      assertThat(first.headers().lastWithName("Idempotency-Key").value())
          .isEqualTo(Samples.ID + "/orders/2/5");
      assertThat(first.headers().lastWithName("Reprise-Lease-Epoch").value()).isEqualTo("7");
      assertThat(first.headers().lastWithName("reprise-replay")).isNull();
      assertThat(sink.written().get(1).value()).isNull();
    }
    assertThat(sink.calls()).endsWith("stop");
    assertThat(sink.settings.get(0))
        .containsEntry("topics", "orders")
        .containsEntry("name", "sink")
        .containsEntry("task.class", TestSink.TestTask.class.getName());
  }

  @Test
  void aSliceEndsWhenTheTaskHasConfirmedItsLastRecord() {
    var confirmed = new AtomicLong(5);
    var sink =
        behave(
            new Behaviour() {
              @Override
              Map<TopicPartition, OffsetAndMetadata> preCommit(
                  Map<TopicPartition, OffsetAndMetadata> offsets) {
                var partition = offsets.keySet().iterator().next();
                return Map.of(partition, new OffsetAndMetadata(confirmed.getAndIncrement()));
              }
            });
    try (var target = target(Map.of());
        var writer = open(target)) {
      deliver(writer, 5, 6);
      writer.flush();
    }
    assertThat(sink.calls())
        .endsWith(
            "put 2", "put 0", "preCommit", "put 0", "preCommit", "put 0", "preCommit", "stop");
    assertThat(sink.offsets()).containsExactly(5L, 6L);
  }

  @Test
  void aTaskThatConfirmsNothingMakesTheShardWait() {
    behave(
        new Behaviour() {
          @Override
          Map<TopicPartition, OffsetAndMetadata> preCommit(
              Map<TopicPartition, OffsetAndMetadata> offsets) {
            return Map.of();
          }
        });
    try (var target = target(Map.of());
        var writer = open(target)) {
      deliver(writer, 5);
      assertThatThrownBy(writer::flush)
          .isInstanceOf(TargetUnavailableException.class)
          .hasMessageStartingWith(
              "the connector of target 'sink' has confirmed records at no offset and not up to 6"
                  + " within 30s: let it write sooner");
    }
  }

  @Test
  void aRetriableFailureIsRepeatedForAWhileAndThenTheShardWaits() {
    var failures = new AtomicInteger(3);
    var sink =
        behave(
            new Behaviour() {
              @Override
              void put(Collection<SinkRecord> records, SinkTaskContext context) {
                if (failures.getAndDecrement() > 0) {
                  throw new RetriableException("busy");
                }
                super.put(records, context);
              }
            });
    try (var target = target(Map.of());
        var writer = open(target)) {
      deliver(writer, 5);
      writer.flush();
      assertThat(sink.offsets()).containsExactly(5L);

      failures.set(Integer.MAX_VALUE);
      deliver(writer, 6);
      assertThatThrownBy(writer::flush)
          .isInstanceOf(TargetUnavailableException.class)
          .hasMessage(
              "the connector of target 'sink' does not work: put failed with RetriableException:"
                  + " busy");
      assertThat(sink.calls()).endsWith("stop");
    }
  }

  @Test
  void aRecordWithWhichTheTaskFailsIsRefusedAndTheOthersAreWritten() {
    var sink =
        behave(
            new Behaviour() {
              @Override
              void put(Collection<SinkRecord> records, SinkTaskContext context) {
                if (records.stream().anyMatch(record -> record.kafkaOffset() % 3 == 0)) {
                  throw new ConnectException("cannot write", new ArithmeticException("by 3"));
                }
                super.put(records, context);
              }
            });
    try (var target = target(Map.of());
        var writer = open(target)) {
      deliver(writer, 5, 6, 7, 8, 9);
      writer.flush();

      var reason =
          "the connector's put failed with ConnectException: cannot write: ArithmeticException: by"
              + " 3";
      assertThat(writer.refused()).containsOnlyKeys(6L, 9L).containsEntry(6L, reason);
      assertThat(sink.offsets()).containsExactly(5L, 7L, 8L);
      assertThat(sink.calls().stream().filter("start"::equals)).hasSize(3);
      assertThat(writer.refused()).isEmpty();
    }
  }

  @Test
  void aFailureThatTheTaskReportsWithItsNextPutIsNotConfirmed() {
    var sink =
        behave(
            new Behaviour() {
              private final AtomicReference<@Nullable RuntimeException> failure =
                  new AtomicReference<>();

              @Override
              void open(SinkTaskContext context) {
                failure.set(null);
              }

              @Override
              void put(Collection<SinkRecord> records, SinkTaskContext context) {
                var before = failure.get();
                if (before != null) {
                  throw before;
                }
                if (records.stream().anyMatch(record -> record.kafkaOffset() == 6)) {
                  failure.set(new ConnectException("not written"));
                } else {
                  super.put(records, context);
                }
              }
            });
    try (var target = target(Map.of());
        var writer = open(target)) {
      deliver(writer, 5, 6, 7);
      writer.flush();
      assertThat(writer.refused()).containsOnlyKeys(6L);
      assertThat(sink.offsets()).containsExactly(5L, 7L);
    }
  }

  @Test
  void aConnectorThatFailsWithEveryRecordIsTheCauseItself() {
    behave(
        new Behaviour() {
          @Override
          void put(Collection<SinkRecord> records, SinkTaskContext context) {
            throw new ConnectException("no table");
          }
        });
    try (var target = target(Map.of());
        var writer = open(target)) {
      deliver(writer, 5, 6);
      assertThatThrownBy(writer::flush)
          .isInstanceOf(TargetRefusedException.class)
          .hasMessage(
              "the connector of target 'sink' fails with each of 2 records, from offset 5 on: put"
                  + " failed with ConnectException: no table");
    }
  }

  @Test
  void aRecordThatTheTaskReportsIsRefused() {
    behave(
        new Behaviour() {
          @Override
          void put(Collection<SinkRecord> records, SinkTaskContext context) {
            for (var record : records) {
              if (record.kafkaOffset() == 6) {
                var unused =
                    context.errantRecordReporter().report(record, new ConnectException("too long"));
              }
            }
          }

          @Override
          Map<TopicPartition, OffsetAndMetadata> preCommit(
              Map<TopicPartition, OffsetAndMetadata> offsets) {
            return Map.of(new TopicPartition("orders", 2), new OffsetAndMetadata(6));
          }
        });
    try (var target = target(Map.of());
        var writer = open(target)) {
      deliver(writer, 5, 6);
      writer.flush();
      assertThat(writer.refused()).containsExactly(Map.entry(6L, "ConnectException: too long"));
    }
  }

  @Test
  void aCallThatDoesNotReturnIsAbandonedAndItsShardWaitsForIt() {
    var release = new CountDownLatch(1);
    var sink =
        behave(
            new Behaviour() {
              @Override
              void put(Collection<SinkRecord> records, SinkTaskContext context) {
                for (boolean hangs = true; hangs; ) {
                  try {
                    release.await();
                    hangs = false;
                  } catch (InterruptedException e) {
                    // Code of others need not heed an interrupt.
                  }
                }
                super.put(records, context);
              }
            });
    try (var target = inThisLoader(config(TestSink.class.getName(), HANGS_AFTER))) {
      try (var writer = open(target)) {
        deliver(writer, 5);
        assertThatThrownBy(writer::flush)
            .isInstanceOf(TargetUnavailableException.class)
            .hasMessage(
                "the connector of target 'sink' has not returned from put within 5s: its thread"
                    + " 'connect-sink-%s/0-1' is abandoned".formatted(Samples.ID));
      }
      try (var writer = open(target)) {
        deliver(writer, 5);
        assertThatThrownBy(writer::flush)
            .isInstanceOf(TargetUnavailableException.class)
            .hasMessageContaining("in thread 'connect-sink-%s/0-1'", Samples.ID)
            .hasMessageContaining("restart this worker");
      }
      release.countDown();
      await().atMost(LIMIT).ignoreExceptions().until(() -> writes(target));
      assertThat(sink.offsets()).containsOnly(5L).hasSizeGreaterThanOrEqualTo(2);
    } finally {
      release.countDown();
    }
  }

  private boolean writes(ConnectTarget target) {
    try (var writer = open(target)) {
      deliver(writer, 5);
      writer.flush();
      return true;
    }
  }

  @Test
  void noRecordIsPutWhileTheLeaseIsNotProven() {
    var sink = behave(new Behaviour());
    try (var target = target(Map.of());
        var writer = open(target, () -> false)) {
      deliver(writer, 5);
      assertThatThrownBy(writer::flush).isInstanceOf(UnprovenLeaseException.class);
    }
    assertThat(sink.calls()).containsExactly("start", "open [orders-2]", "stop");
  }

  @Test
  void aConnectorWithOffsetsOfItsOwnIsRefused() {
    behave(
        new Behaviour() {
          @Override
          void open(SinkTaskContext context) {
            context.offset(new TopicPartition("orders", 2), 40);
          }
        });
    try (var target = target(Map.of());
        var writer = open(target)) {
      deliver(writer, 5);
      assertThatThrownBy(writer::flush)
          .isInstanceOf(TargetRefusedException.class)
          .hasMessageContaining("asks for records from offset 40 on, and the shard goes on at 5");
    }
  }

  @Test
  void aTaskThatWantsRecordsAgainGetsThemFromTheCommittedProgressOn() {
    behave(
        new Behaviour() {
          @Override
          void put(Collection<SinkRecord> records, SinkTaskContext context) {
            context.offset(new TopicPartition("orders", 2), 5);
          }
        });
    try (var target = target(Map.of());
        var writer = open(target)) {
      deliver(writer, 5, 6);
      assertThatThrownBy(writer::flush)
          .isInstanceOf(TargetUnavailableException.class)
          .hasMessage("the connector of target 'sink' asks for the records from offset 5 on again");
    }
  }

  @Test
  void aPausedTaskGetsRecordsWhenItResumes() {
    var partition = new TopicPartition("orders", 2);
    var sink =
        behave(
            new Behaviour() {
              @Override
              void open(SinkTaskContext context) {
                context.pause(partition);
              }

              @Override
              void put(Collection<SinkRecord> records, SinkTaskContext context) {
                super.put(records, context);
                context.resume(partition);
              }
            });
    try (var target = target(Map.of());
        var writer = open(target)) {
      deliver(writer, 5);
      writer.flush();
    }
    assertThat(sink.calls()).containsSubsequence("put 0", "put 1");
  }

  @Test
  void settingsAreCheckedByNameAndSecretsAreNotShown() throws Exception {
    var file = directory.resolve("size");
    Files.writeString(file, "s3cret\n");
    try (var target = target(Map.of("size", file))) {
      assertThatThrownBy(target::facts)
          .isInstanceOf(TargetRefusedException.class)
          .hasMessageStartingWith("the connector of target 'sink' refuses its settings: size: ")
          .hasMessageContaining("<hidden>")
          .hasMessageNotContaining("s3cret");
    }
    Files.writeString(file, "7\n");
    try (var target = target(Map.of("size", file))) {
      target.requireAccepts("orders", Ordering.KEY);
      assertThat(target.facts().promise())
          .isEqualTo(
              "at least one put of each record to the connector %s: a crash of a worker repeats up to 500 records of a shard"
                  .formatted(TestSink.class.getName()));
      assertThat(target.hasSideEffects()).isTrue();
    }
  }

  @Test
  void aMissingOrWrongPluginIsRefused() throws Exception {
    var none = config("org.example.None", directory.resolve("none"), Map.of());
    try (var target = ConnectTarget.open("sink", none, EventSchemas.NONE, backoff())) {
      assertThatThrownBy(target::facts)
          .isInstanceOf(TargetRefusedException.class)
          .hasMessageContaining("none does not exist: create it");
    }
    var empty = config("org.example.None", directory, Map.of());
    try (var target = ConnectTarget.open("sink", empty, EventSchemas.NONE, backoff())) {
      assertThatThrownBy(target::facts)
          .isInstanceOf(TargetRefusedException.class)
          .hasMessageContaining("which has no jar");
    }
    try (var target = inThisLoader(empty)) {
      assertThatThrownBy(target::facts)
          .isInstanceOf(TargetRefusedException.class)
          .hasMessageContaining("has no class org.example.None");
    }
    try (var target = inThisLoader(config("java.lang.String", directory, Map.of()))) {
      assertThatThrownBy(target::facts)
          .isInstanceOf(TargetRefusedException.class)
          .hasMessageContaining("java.lang.String is not a sink connector");
    }
  }

  private Behaviour behave(Behaviour behaviour) {
    TestSink.behave(id, behaviour);
    return behaviour;
  }

  private ConnectTarget target(Map<String, Path> secrets) {
    return inThisLoader(config(TestSink.class.getName(), directory, secrets));
  }

  private ConnectTarget inThisLoader(ConnectTargetConfig config) {
    var loader = getClass().getClassLoader();
    return ConnectTarget.open("sink", config, EventSchemas.NONE, backoff(), ticker, loader);
  }

  private static Backoff backoff() {
    return new Backoff(() -> 0);
  }

  private ConnectTargetConfig config(String connector, Path plugin, Map<String, Path> secrets) {
    return config(connector, plugin, secrets, null);
  }

  private ConnectTargetConfig config(String connector, Duration timeout) {
    return config(connector, directory, Map.of(), timeout);
  }

  private ConnectTargetConfig config(
      String connector, Path plugin, Map<String, Path> secrets, @Nullable Duration timeout) {
    return new ConnectTargetConfig(
        plugin,
        connector,
        Map.of(TestSink.ID, id),
        secrets,
        null,
        RecordFormat.STRING,
        null,
        timeout);
  }

  private static TargetWriter open(ConnectTarget target) {
    return open(target, () -> true);
  }

  private static TargetWriter open(ConnectTarget target, BooleanSupplier leaseIsProven) {
    return target.open(
        new DeliveryContext(
            Samples.ID,
            0,
            1,
            7,
            Ordering.PARTITION,
            WritablePartitions.NONE,
            RecordTimestamps.ORIGINAL,
            leaseIsProven),
        record -> {
          throw new AssertionError("a record was sent to Kafka");
        });
  }

  private static void deliver(TargetWriter writer, long... offsets) {
    for (long offset : offsets) {
      assertThat(writer.deliver(record(offset, "v" + offset))).isEqualTo(DeliveryResult.PENDING);
    }
  }

  private static ConsumerRecord<byte[], byte[]> record(long offset, @Nullable String value) {
    var headers = new RecordHeaders();
    headers.add("tenant", "acme".getBytes(StandardCharsets.UTF_8));
    headers.add("reprise-replay", new byte[] {1});
    return new ConsumerRecord<>(
        "orders",
        2,
        offset,
        1_000,
        TimestampType.CREATE_TIME,
        0,
        0,
        ("user-" + offset).getBytes(StandardCharsets.UTF_8),
        value == null ? null : value.getBytes(StandardCharsets.UTF_8),
        headers,
        Optional.empty());
  }
}
