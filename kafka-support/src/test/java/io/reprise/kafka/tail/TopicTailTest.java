package io.reprise.kafka.tail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reprise.kafka.time.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TopicTailTest {
  private static final TopicPartition P0 = new TopicPartition("events", 0);
  private static final TopicPartition P1 = new TopicPartition("events", 1);

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final List<String> applied = new CopyOnWriteArrayList<>();
  private final CompletableFuture<RuntimeException> fatal = new CompletableFuture<>();

  @BeforeEach
  void setBeginnings() {
    consumer.updateBeginningOffsets(Map.of(P0, 0L, P1, 0L));
  }

  @Test
  void catchesUpToAnEndWhereverItBegan() {
    consumer.updateBeginningOffsets(Map.of(P0, 3L));
    try (var tail = exact()) {
      tail.followFromBeginning(List.of(P0));
      tail.start();
      add(P0, 3, "a", "b");

      tail.catchUp(Map.of(P0, 5L), Deadline.after(Duration.ofSeconds(20)));

      assertThat(applied).containsExactly("events-0@3=a", "events-0@4=b");
    }
  }

  @Test
  void saysWhichPartitionIsBehindWhenTimeRunsOut() {
    try (var tail = exact()) {
      tail.followFromBeginning(List.of(P0, P1));
      tail.start();
      add(P0, 0, "a");

      assertThatThrownBy(
              () -> tail.catchUp(Map.of(P0, 1L, P1, 7L), Deadline.after(Duration.ofMillis(300))))
          .isInstanceOf(TailBehindException.class)
          .hasMessage("[events-1] was not read to its end within 300 ms");
    }
  }

  @Test
  void oneThatMustBeExactEndsWithTheFirstError() throws Exception {
    var broken =
        TopicTail.endingOnFailure(
            "test",
            consumer,
            record -> {
              throw new IllegalStateException("unreadable");
            },
            fatal::complete);
    try (broken) {
      broken.followFromBeginning(List.of(P0));
      broken.start();
      add(P0, 0, "a");

      assertThat(fatal.get()).hasMessage("unreadable");
      await().until(consumer::closed);
    }
  }

  @Test
  void oneThatRetriesReadsOnAfterAnErrorOfKafka() {
    try (var tail = retrying()) {
      tail.follow(Map.of(P0, 0L));
      consumer.setPollException(new KafkaException("gone for a moment"));
      tail.start();
      add(P0, 0, "a");

      tail.catchUp(Map.of(P0, 1L), Deadline.after(Duration.ofSeconds(20)));

      assertThat(applied).containsExactly("events-0@0=a");
    }
  }

  @Test
  void goesOnWhereItIsWhenPartitionsAreAdded() {
    try (var tail = retrying()) {
      tail.follow(Map.of(P0, 0L));
      tail.start();
      add(P0, 0, "a");
      tail.catchUp(Map.of(P0, 1L), Deadline.after(Duration.ofSeconds(20)));

      tail.follow(Map.of(P0, 0L, P1, 2L));
      add(P1, 0, "skipped", "skipped", "b");
      tail.catchUp(Map.of(P1, 3L), Deadline.after(Duration.ofSeconds(20)));

      assertThat(applied).containsExactly("events-0@0=a", "events-1@2=b");
    }
  }

  @Test
  void forgetsPartitionsThatAreNoLongerFollowed() {
    try (var tail = retrying()) {
      tail.follow(Map.of(P0, 0L));
      tail.start();
      add(P0, 0, "a");
      tail.catchUp(Map.of(P0, 1L), Deadline.after(Duration.ofSeconds(20)));

      tail.follow(Map.of());

      await().until(() -> consumer.assignment().isEmpty());
      assertThat(tail.sinceAtEnd()).isZero();
      assertThatThrownBy(() -> tail.catchUp(Map.of(P0, 1L), Deadline.after(Duration.ofMillis(10))))
          .isInstanceOf(TailBehindException.class);
    }
  }

  @Test
  void tellsHowLongItHasNotBeenAtTheEnd() {
    try (var tail = retrying()) {
      tail.follow(Map.of(P0, 0L));
      consumer.updateEndOffsets(Map.of(P0, 1L));
      tail.start();
      await().until(() -> tail.sinceAtEnd().toMillis() > 100);

      add(P0, 0, "a");

      await().until(() -> tail.sinceAtEnd().toMillis() < 100);
    }
  }

  @Test
  void closingEndsAWaitForTheEnd() {
    var tail = retrying();
    tail.follow(Map.of(P0, 0L));
    tail.start();
    var waiting =
        CompletableFuture.runAsync(
            () -> tail.catchUp(Map.of(P0, 1L), Deadline.after(Duration.ofHours(1))));

    tail.close();

    assertThatThrownBy(waiting::join).hasCauseInstanceOf(TailBehindException.class);
    assertThat(consumer.closed()).isTrue();
    assertThatCode(tail::close).doesNotThrowAnyException();
  }

  private TopicTail exact() {
    return TopicTail.endingOnFailure("test", consumer, this::apply, fatal::complete);
  }

  private TopicTail retrying() {
    return TopicTail.retrying("test", consumer, this::apply, Duration.ofMillis(1));
  }

  private void apply(ConsumerRecord<byte[], byte[]> record) {
    applied.add(
        "%s-%d@%d=%s"
            .formatted(
                record.topic(),
                record.partition(),
                record.offset(),
                new String(record.value(), UTF_8)));
  }

  private void add(TopicPartition partition, long first, String... values) {
    await().until(() -> consumer.assignment().contains(partition));
    consumer.schedulePollTask(
        () -> {
          consumer.updateEndOffsets(Map.of(partition, first + values.length));
          for (int i = 0; i < values.length; i++) {
            consumer.addRecord(
                new ConsumerRecord<>(
                    partition.topic(),
                    partition.partition(),
                    first + i,
                    null,
                    values[i].getBytes(UTF_8)));
          }
        });
  }
}
