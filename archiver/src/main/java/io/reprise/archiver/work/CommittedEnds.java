package io.reprise.archiver.work;

import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.kafka.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Knows the committed ends (last stable offsets) of the partitions that an archiver instance owns.
 * Asks Kafka for all of them in one request, when a partition's archiver needs its end and the last
 * request is 200 ms old; with more than 400 partitions it must be older, up to 1 s with 2,000. A
 * partition whose leader does not answer is left out of further requests until its request has
 * ended, so the other partitions do not wait for it.
 *
 * <p>Thread-safe; does not close the admin client.
 */
public final class CommittedEnds {
  private static final Duration SHORTEST_ROUND = Duration.ofMillis(200);

  /** Added up over all partitions, the round of many partitions is longer: 1 s for 2,000. */
  private static final Duration ROUND_PER_PARTITION = Duration.ofNanos(500_000);

  private static final Duration REQUEST_LIMIT = Duration.ofSeconds(5);

  /** How long the thread that sends a request waits for the answers. Later answers count too. */
  private static final Duration WAIT = Duration.ofMillis(50);

  private final Request request;
  private final Ticker ticker;
  private final Set<CommittedEnd> watched = ConcurrentHashMap.newKeySet();
  private long lastRoundNanos;
  private boolean asked;

  /** Asks for the committed ends of partitions, without waiting for the answers. */
  @FunctionalInterface
  interface Request {
    Map<TopicPartition, CompletionStage<Long>> send(Set<TopicPartition> partitions);
  }

  /** Creates a reader of committed ends that sends no request yet. */
  public CommittedEnds(Admin admin) {
    this(partitions -> listOffsets(admin, partitions), Ticker.SYSTEM);
  }

  CommittedEnds(Request request, Ticker ticker) {
    this.request = request;
    this.ticker = ticker;
  }

  private static Map<TopicPartition, CompletionStage<Long>> listOffsets(
      Admin admin, Set<TopicPartition> partitions) {
    var latest = partitions.stream().collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest()));
    var options =
        new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)
            .timeoutMs((int) REQUEST_LIMIT.toMillis());
    var result = admin.listOffsets(latest, options);
    var ends = new HashMap<TopicPartition, CompletionStage<Long>>();
    partitions.forEach(
        p ->
            ends.put(
                p,
                result
                    .partitionResult(p)
                    .toCompletionStage()
                    .thenApply(ListOffsetsResultInfo::offset)));
    return ends;
  }

  /**
   * Includes a partition in all requests until the returned end is closed.
   *
   * @param offset the partition's committed end, as far as it is known
   */
  CommittedEnd watch(TopicPartition partition, long offset) {
    var end = new CommittedEnd(this, partition, offset);
    watched.add(end);
    return end;
  }

  /** Leaves a partition out of all further requests. */
  void forget(CommittedEnd end) {
    watched.remove(end);
  }

  /** Sends a request if the last one is old enough, and waits for its answers for 50 ms at most. */
  void refresh() {
    var due = beginRound();
    if (due.isEmpty()) {
      return;
    }
    var byPartition = due.stream().collect(Collectors.groupingBy(CommittedEnd::partition));
    try {
      var answers = request.send(byPartition.keySet());
      awaitBriefly(
          byPartition.entrySet().stream()
              .flatMap(
                  entry ->
                      entry.getValue().stream()
                          .map(
                              end ->
                                  noted(end, Objects.requireNonNull(answers.get(entry.getKey())))))
              .toList());
    } catch (InterruptException e) {
      throw e;
    } catch (RuntimeException e) {
      due.forEach(end -> end.answered(null, e));
    }
  }

  private synchronized List<CommittedEnd> beginRound() {
    long now = ticker.nanos();
    if (asked && now - lastRoundNanos < roundNanos()) {
      return List.of();
    }
    asked = true;
    lastRoundNanos = now;
    var due = new ArrayList<CommittedEnd>();
    for (var end : watched) {
      if (end.beginRequest()) {
        due.add(end);
      }
    }
    return due;
  }

  private long roundNanos() {
    return Math.max(SHORTEST_ROUND.toNanos(), watched.size() * ROUND_PER_PARTITION.toNanos());
  }

  private static CompletableFuture<Long> noted(CommittedEnd end, CompletionStage<Long> answer) {
    return answer.whenComplete(end::answered).toCompletableFuture();
  }

  private static void awaitBriefly(Collection<CompletableFuture<Long>> answers) {
    try {
      KafkaAnswer.of(CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new)), WAIT);
    } catch (InterruptException e) {
      throw e;
    } catch (RuntimeException e) {
      // Each partition keeps its own failure, and takes an answer that arrives later.
    }
  }
}
