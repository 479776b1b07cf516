package io.reprise.archiver.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.kafka.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** Shows guarantee 16 of docs/liveness.md. */
class CommittedEndsTest {
  private static final int PARTITIONS = 64;

  private final List<Set<TopicPartition>> requests = new ArrayList<>();
  private final Map<TopicPartition, CompletableFuture<Long>> answers = new HashMap<>();
  private final TestTicker ticker = new TestTicker();
  private final CommittedEnds ends = new CommittedEnds(this::send, ticker);

  @Test
  void asksForAllPartitionsInOneRequestARound() {
    // Given
    var watched = IntStream.range(0, PARTITIONS).mapToObj(p -> watch(p, 0)).toList();

    // When: every partition's archiver asks, in two rounds
    IntStream.range(0, PARTITIONS).forEach(p -> answer(p, 100 + p));
    watched.forEach(CommittedEnd::refresh);
    ticker.advance(Duration.ofMillis(200));
    IntStream.range(0, PARTITIONS).forEach(p -> answer(p, 200 + p));
    watched.forEach(CommittedEnd::refresh);

    // Then
    assertThat(requests).hasSize(2).allMatch(partitions -> partitions.size() == PARTITIONS);
    assertThat(watched.stream().map(CommittedEnd::offset))
        .containsExactlyElementsOf(IntStream.range(0, PARTITIONS).mapToObj(p -> 200L + p).toList());
  }

  @Test
  void knowsTheEndThatItWasGivenBeforeTheFirstAnswer() {
    assertThat(watch(0, 42).offset()).isEqualTo(42);
  }

  @Test
  void asksForThePartitionsThatAnswerWhileAnotherOneDoesNot() {
    // Given: partition 0 does not answer
    var silent = watch(0, 5);
    var other = watch(1, 5);
    var late = new CompletableFuture<Long>();
    answers.put(partition(0), late);
    answer(1, 10);
    other.refresh();

    // When
    ticker.advance(Duration.ofSeconds(1));
    answer(1, 20);
    other.refresh();

    // Then
    assertThat(requests).containsExactly(Set.of(partition(0), partition(1)), Set.of(partition(1)));
    assertThat(other.offset()).isEqualTo(20);
    assertThat(silent.offset()).isEqualTo(5);
    assertThat(silent.failure()).isNull();

    // When: the request ends without an answer
    late.completeExceptionally(new TimeoutException("no answer of broker 1"));

    // Then
    assertThat(silent.failure()).isEqualTo("no answer of broker 1");
    assertThat(silent.offset()).isEqualTo(5);
    assertThat(other.failure()).isNull();

    // When
    ticker.advance(Duration.ofSeconds(1));
    answer(0, 7);
    answer(1, 20);
    silent.refresh();

    // Then
    assertThat(silent.failure()).isNull();
    assertThat(silent.offset()).isEqualTo(7);
  }

  @Test
  void doesNotGoBackToAnAnswerThatIsOlderThanARead() {
    // Given
    var end = watch(0, 5);
    var asked = new CompletableFuture<Long>();
    answers.put(partition(0), asked);
    end.refresh();

    // When: a consumer sees further offsets while the request is under way
    end.reached(30);
    asked.complete(20L);

    // Then
    assertThat(end.offset()).isEqualTo(30);
  }

  @Test
  void reportsAnEndBelowWhatWasReadBecauseTheLogMayHaveBeenReplaced() {
    var end = watch(0, 5);
    end.reached(30);

    answer(0, 3);
    end.refresh();

    assertThat(end.offset()).isEqualTo(3);
  }

  @Test
  void asksNoMoreForAPartitionThatIsClosed() {
    // Given: two archivers of one partition, an old one and its successor
    var old = watch(0, 0);
    var successor = watch(0, 0);

    // When
    old.close();
    answer(0, 9);
    successor.refresh();

    // Then
    assertThat(successor.offset()).isEqualTo(9);

    // When
    successor.close();
    ticker.advance(Duration.ofSeconds(1));
    successor.refresh();

    // Then
    assertThat(requests).hasSize(1);
  }

  @Test
  void aRequestThatCannotBeSentIsAFailureOfItsPartitions() {
    // Given: the test has no answer for the partition
    var end = new CommittedEnds(partitions -> Map.of(), ticker).watch(partition(0), 1);

    // When
    end.refresh();

    // Then
    assertThat(end.failure()).isNotNull();
    assertThat(end.offset()).isEqualTo(1);
  }

  private CommittedEnd watch(int partition, long offset) {
    return ends.watch(partition(partition), offset);
  }

  private void answer(int partition, long end) {
    answers.put(partition(partition), CompletableFuture.completedFuture(end));
  }

  private Map<TopicPartition, CompletionStage<Long>> send(Set<TopicPartition> partitions) {
    requests.add(Set.copyOf(partitions));
    var sent = new HashMap<TopicPartition, CompletionStage<Long>>();
    partitions.forEach(p -> sent.put(p, answers.get(p)));
    return sent;
  }

  private static TopicPartition partition(int number) {
    return new TopicPartition("orders", number);
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
