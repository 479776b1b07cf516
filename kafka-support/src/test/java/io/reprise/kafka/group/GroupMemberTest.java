package io.reprise.kafka.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.NetworkException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a member does with its consumer; who gets which partition is tested in GroupMemberIT. */
@Timeout(30)
class GroupMemberTest {
  private static final TopicPartition P0 = new TopicPartition("slots", 0);
  private static final TopicPartition P1 = new TopicPartition("slots", 1);

  private final AtomicInteger generation = new AtomicInteger(1);
  private final MockConsumer<byte[], byte[]> consumer =
      new MockConsumer<>("earliest") {
        @Override
        public ConsumerGroupMetadata groupMetadata() {
          return new ConsumerGroupMetadata("slots", generation.get(), "member", Optional.empty());
        }
      };
  private final RecordedWork work = new RecordedWork();
  private final CompletableFuture<RuntimeException> fatal = new CompletableFuture<>();
  private final GroupMember member =
      new GroupMember("test", consumer, Duration.ofMillis(1), work, fatal::complete);

  @BeforeEach
  void start() {
    consumer.updateBeginningOffsets(Map.of(P0, 0L, P1, 0L));
    member.subscribe(Set.of("slots"));
    member.start();
  }

  @AfterEach
  void close() {
    member.close();
  }

  @Test
  void reportsPartitionsAndTheirRecordsInOrder() throws Exception {
    inPoll(() -> consumer.rebalance(List.of(P0)));
    work.awaitEvent("assigned [slots-0]");
    inPoll(() -> consumer.addRecord(new ConsumerRecord<>("slots", 0, 0, null, new byte[0])));
    work.awaitEvent("polled 1");
    inPoll(() -> consumer.rebalance(List.of(P1)));
    work.awaitEvent("revoked [slots-0]");
    work.awaitEvent("assigned [slots-1]");
  }

  @Test
  void revocationWaitsForAnActionThatProvesMembership() throws Exception {
    inPoll(() -> consumer.rebalance(List.of(P0)));
    work.awaitEvent("assigned [slots-0]");
    var entered = new CountDownLatch(1);
    var leave = new CountDownLatch(1);
    var claim =
        CompletableFuture.supplyAsync(
            () ->
                member.whileStable(
                    metadata -> {
                      entered.countDown();
                      uninterruptibly(leave);
                      return work.revoked.isEmpty() + " " + metadata.generationId();
                    }));
    entered.await();
    var revoking = new CountDownLatch(1);
    consumer.schedulePollTask(
        () -> {
          revoking.countDown();
          consumer.rebalance(List.of());
        });
    revoking.await();
    assertThat(work.revoked).isEmpty();

    leave.countDown();

    assertThat(claim.get()).isEqualTo("true 1");
    work.awaitEvent("revoked [slots-0]");
  }

  /** A commit with older metadata would be refused until the poll ends. */
  @Test
  void givesAnActionTheMetadataOfARebalanceBeforeThePollEnds() throws Exception {
    var seen = new CompletableFuture<Integer>();
    inPoll(
        () -> {
          generation.set(7);
          consumer.rebalance(List.of(P0));
          seen.complete(member.whileStable(ConsumerGroupMetadata::generationId));
        });

    assertThat(seen.get()).isEqualTo(7);
  }

  @Test
  void pollsAgainAfterARetriableError() throws Exception {
    consumer.setPollException(new NetworkException("gone for a moment"));
    work.awaitEvent("failed NetworkException");

    inPoll(() -> consumer.rebalance(List.of(P0)));

    work.awaitEvent("assigned [slots-0]");
    assertThat(fatal).isNotDone();
  }

  @Test
  void endsWithAnyOtherErrorAndLeavesTheGroup() throws Exception {
    consumer.setPollException(new KafkaException("not authorized"));

    assertThat(fatal.get()).hasMessage("not authorized");
    work.awaitEvent("ended");
    member.close();
    assertThat(consumer.closed()).isTrue();
  }

  @Test
  void closingEndsTheWorkOnceAndIsNoError() throws Exception {
    inPoll(() -> {});

    member.close();
    member.close();

    assertThat(consumer.closed()).isTrue();
    assertThat(work.all).containsOnlyOnce("ended");
    assertThat(fatal).isNotDone();
  }

  @Test
  void closesItsConsumerWhenItWasNeverStarted() {
    var unused = new MockConsumer<byte[], byte[]>("earliest");

    new GroupMember("unused", unused, Duration.ofMillis(1), new GroupWork() {}, fatal::complete)
        .close();

    assertThat(unused.closed()).isTrue();
  }

  private void inPoll(Runnable task) throws InterruptedException {
    var done = new CountDownLatch(1);
    consumer.schedulePollTask(
        () -> {
          task.run();
          done.countDown();
        });
    done.await();
  }

  private static void uninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Remembers what was called. */
  private static final class RecordedWork implements GroupWork {
    private final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final List<String> all = new CopyOnWriteArrayList<>();
    private final List<TopicPartition> revoked = new CopyOnWriteArrayList<>();

    private void add(String event) {
      all.add(event);
      events.add(event);
    }

    private void awaitEvent(String wanted) throws InterruptedException {
      var seen = new ArrayList<String>();
      while (!seen.contains(wanted)) {
        var event = events.poll(20, TimeUnit.SECONDS);
        assertThat(event).describedAs("after %s", seen).isNotNull();
        seen.add(event);
      }
    }

    @Override
    public void assigned(Collection<TopicPartition> partitions, Consumer<byte[], byte[]> consumer) {
      if (!partitions.isEmpty()) {
        add("assigned " + partitions);
      }
    }

    @Override
    public void revoked(Collection<TopicPartition> partitions) {
      if (!partitions.isEmpty()) {
        revoked.addAll(partitions);
        add("revoked " + partitions);
      }
    }

    @Override
    public void polled(ConsumerRecords<byte[], byte[]> records, Consumer<byte[], byte[]> consumer) {
      if (!records.isEmpty()) {
        add("polled " + records.count());
      }
    }

    @Override
    public void failed(RuntimeException failure) {
      add("failed " + failure.getClass().getSimpleName());
      GroupWork.super.failed(failure);
    }

    @Override
    public void ended() {
      add("ended");
    }
  }
}
