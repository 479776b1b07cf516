package io.reprise.store.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.kafka.time.Ticker;
import io.reprise.store.OffsetNotInLogException;
import io.reprise.store.kafka.KafkaReaderPool.LastRead;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

/** Shows guarantee 16 of docs/liveness.md. */
class KafkaReaderPoolTest {
  private static final int MOST = 4;
  private static final int PARTITIONS = 64;

  private final List<MockConsumer<byte[], byte[]>> opened = new ArrayList<>();
  private final TestTicker ticker = new TestTicker();
  private final KafkaReaderPool pool = new KafkaReaderPool(this::open, MOST, ticker);

  @Test
  void opensNoMoreConsumersThanItsLimitForAnyNumberOfPartitions() {
    // When: partitions are read one after the other, as many at a time as there are consumers
    for (int first = 0; first < PARTITIONS; first += MOST) {
      var readers = IntStream.range(first, first + MOST).mapToObj(p -> borrow(p, 10)).toList();
      readers.forEach(reader -> reader.orElseThrow().close());
    }

    // Then
    assertThat(opened).hasSize(MOST).allMatch(consumer -> !consumer.closed());
  }

  @Test
  void lendsNothingWhileAllConsumersAreLent() {
    var readers = IntStream.range(0, MOST).mapToObj(p -> borrow(p, 10).orElseThrow()).toList();

    assertThat(borrow(MOST, 10)).isEmpty();

    readers.get(2).close();
    assertThat(borrow(MOST, 10)).isPresent();
    assertThat(opened).hasSize(MOST);
  }

  @Test
  void aConsumerThatIsLentToAnotherPartitionReadsThatOneFromItsOffset() {
    fill(MOST);

    try (var reader = borrow(50, 17).orElseThrow()) {
      assertThat(reader.position()).isEqualTo(17);
      assertThat(opened.get(0).assignment()).containsExactly(partition(50));
      assertThat(opened.get(0).position(partition(50))).isEqualTo(17);
    }
  }

  @Test
  void lendsAPartitionTheConsumerThatHasReadItLast() {
    // Given
    fill(MOST);

    // When
    try (var reader = borrow(2, 10).orElseThrow()) {
      opened.get(2).addRecord(record(2, 10));
      var batch = reader.read(Duration.ZERO);

      // Then: without a change of the consumer's assignment or position
      assertThat(batch.records()).hasSize(1);
      assertThat(reader.next().offset()).isEqualTo(11);
    }
    assertThat(borrow(2, 11)).isPresent();
    assertThat(opened.get(2).position(partition(2))).isEqualTo(11);
  }

  @Test
  void positionsTheConsumerAgainForARepeatedRead() {
    fill(MOST);

    try (var reader = borrow(2, 3).orElseThrow()) {
      assertThat(reader.position()).isEqualTo(3);
      assertThat(opened.get(2).position(partition(2))).isEqualTo(3);
    }
  }

  @Test
  void keepsHalfOfTheConsumersForPartitionsThatAreNotSilent() {
    // When: more silent partitions than there are consumers want to read
    var silent =
        IntStream.range(0, PARTITIONS)
            .mapToObj(p -> pool.tryBorrow(partition(p), at(10), LastRead.SILENCE))
            .flatMap(Optional::stream)
            .toList();

    // Then
    assertThat(silent).hasSize(MOST / 2);
    assertThat(borrow(PARTITIONS, 10)).isPresent();
    assertThat(borrow(PARTITIONS + 1, 10)).isPresent();

    // When
    silent.get(0).close();

    // Then
    assertThat(pool.tryBorrow(partition(9), at(10), LastRead.SILENCE)).isPresent();
  }

  @Test
  void closesAFailedConsumerAndWaitsBeforeItOpensAnother() {
    // Given
    failWith(new SaslAuthenticationException("wrong password"), 0);

    // Then
    assertThat(opened.get(0).closed()).isTrue();
    assertThatThrownBy(() -> borrow(1, 10))
        .isInstanceOf(NoConsumerException.class)
        .hasMessage(
            "no consumer is opened within 500 ms after the last failure of a consumer (1 in a row):"
                + " wrong password");

    // When, Then: each further failure doubles the wait
    ticker.advance(Duration.ofMillis(500));
    failWith(new SaslAuthenticationException("wrong password"), 1);
    ticker.advance(Duration.ofMillis(999));
    assertThatThrownBy(() -> borrow(1, 10)).hasMessageContaining("within 1000 ms");
    ticker.advance(Duration.ofMillis(1));
    assertThat(borrow(1, 10)).isPresent();
    assertThat(opened).hasSize(3);
  }

  @Test
  void goesOnLendingItsOtherConsumersAfterAFailure() {
    // Given
    fill(2);
    failWith(new KafkaException("broken"), 0);

    // When
    var reader = borrow(7, 10);

    // Then
    assertThat(reader).isPresent();
    assertThat(opened.get(1).assignment()).containsExactly(partition(7));
    assertThat(opened).hasSize(2);
  }

  @Test
  void aReadThatSucceedsEndsTheWait() {
    // Given
    fill(2);
    failWith(new KafkaException("broken"), 0);
    try (var reader = borrow(1, 10).orElseThrow()) {
      opened.get(1).addRecord(record(1, 10));

      // When
      assertThat(reader.read(Duration.ZERO).records()).hasSize(1);

      // Then
      assertThat(borrow(5, 10)).isPresent();
    }
    assertThat(opened).hasSize(3);
  }

  @Test
  void keepsAConsumerWhoseErrorConcernsOnlyThePartitionOrTheMoment() {
    var denied = new TopicAuthorizationException(Set.of("orders"));
    for (var error : List.of(new TimeoutException("slow"), denied)) {
      try (var reader = borrow(0, 10).orElseThrow()) {
        opened.get(0).setPollException((KafkaException) error);
        assertThatThrownBy(() -> reader.read(Duration.ZERO)).isSameAs(error);
      }
    }
    try (var reader = borrow(0, 10).orElseThrow()) {
      opened.get(0).setPollException(new OffsetOutOfRangeException(Map.of(partition(0), 10L)));
      assertThatThrownBy(() -> reader.read(Duration.ZERO))
          .isInstanceOf(OffsetNotInLogException.class);
    }

    assertThat(borrow(0, 10)).isPresent();
    assertThat(opened).hasSize(1).noneMatch(MockConsumer::closed);
  }

  @Test
  void doesNotBlameAPartitionForATopicThatAnEarlierBorrowerRead() {
    try (var reader = borrow(0, 10).orElseThrow()) {
      opened.get(0).setPollException(new TopicAuthorizationException(Set.of("payments")));

      assertThat(reader.read(Duration.ZERO).covered().isEmpty()).isTrue();
    }
  }

  @Test
  void givesAConsumerBackOnceThoughTheReaderIsClosedTwice() {
    var reader = borrow(0, 10).orElseThrow();

    reader.close();
    reader.close();

    var others = IntStream.range(0, MOST + 1).mapToObj(p -> borrow(p, 10)).toList();
    assertThat(others.stream().filter(Optional::isPresent)).hasSize(MOST);
    assertThat(opened).hasSize(MOST);
  }

  @Test
  void aFailureToOpenAConsumerCountsAsAFailure() {
    var failing =
        new KafkaReaderPool(
            () -> {
              throw new KafkaException("no resolvable bootstrap servers");
            },
            1,
            ticker);

    assertThatThrownBy(() -> failing.tryBorrow(partition(0), at(0), LastRead.RECORDS))
        .hasMessage("no resolvable bootstrap servers");
    assertThatThrownBy(() -> failing.tryBorrow(partition(0), at(0), LastRead.RECORDS))
        .isInstanceOf(NoConsumerException.class)
        .hasMessageContaining("no resolvable bootstrap servers");
    failing.close();
  }

  @Test
  void closesFreeConsumersAtOnceAndLentOnesWhenTheyAreGivenBack() {
    // Given
    fill(2);
    var reader = borrow(0, 10).orElseThrow();

    // When
    pool.close();

    // Then
    assertThat(opened.get(1).closed()).isTrue();
    assertThat(opened.get(0).closed()).isFalse();
    assertThat(borrow(1, 10)).isEmpty();
    reader.close();
    assertThat(opened.get(0).closed()).isTrue();
  }

  private void failWith(KafkaException error, int partition) {
    try (var reader = borrow(partition, 10).orElseThrow()) {
      opened.stream()
          .filter(consumer -> consumer.assignment().contains(partition(partition)))
          .filter(consumer -> !consumer.closed())
          .forEach(consumer -> consumer.setPollException(error));
      assertThatThrownBy(() -> reader.read(Duration.ZERO)).isSameAs(error);
    }
  }

  /** Opens {@code count} consumers; consumer n has read partition n last, up to offset 10. */
  private void fill(int count) {
    IntStream.range(0, count)
        .mapToObj(p -> borrow(p, 10).orElseThrow())
        .toList()
        .forEach(BorrowedReader::close);
  }

  private Optional<BorrowedReader> borrow(int partition, long from) {
    return pool.tryBorrow(partition(partition), at(from), LastRead.RECORDS);
  }

  private Consumer<byte[], byte[]> open() {
    var consumer = new MockConsumer<byte[], byte[]>("none");
    IntStream.range(0, 2 * PARTITIONS)
        .forEach(
            p -> {
              consumer.updateBeginningOffsets(Map.of(partition(p), 0L));
              consumer.updateEndOffsets(Map.of(partition(p), 1_000L));
            });
    opened.add(consumer);
    return consumer;
  }

  private static TopicPartition partition(int number) {
    return new TopicPartition("orders", number);
  }

  private static OffsetAndMetadata at(long offset) {
    return new OffsetAndMetadata(offset);
  }

  private static ConsumerRecord<byte[], byte[]> record(int partition, long offset) {
    return new ConsumerRecord<>("orders", partition, offset, new byte[] {1}, new byte[] {2});
  }

  private static final class TestTicker implements Ticker {
    private long nanos;

    void advance(Duration time) {
      nanos += time.toNanos();
    }

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public void sleep(Duration time) {
      advance(time);
    }
  }
}
