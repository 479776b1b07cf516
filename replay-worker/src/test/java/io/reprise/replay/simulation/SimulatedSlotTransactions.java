package io.reprise.replay.simulation;

import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.failure.UncheckedPartitionException;
import io.reprise.replay.fencing.EmptyClaim;
import io.reprise.replay.fencing.SlotTransactions;
import io.reprise.replay.journal.UncheckedPartitions;
import io.reprise.replay.simulation.Threads.Wait;
import io.reprise.replay.target.WritablePartitions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** The transactions of one slot, in the simulated cluster. */
final class SimulatedSlotTransactions implements SlotTransactions {
  private final SlotPorts ports;
  private final World world;
  private final Producer producer;
  private final Log progressLog;
  private final List<Long> slice = new ArrayList<>();
  private int partition;
  private boolean open;

  SimulatedSlotTransactions(SlotPorts ports, Producer producer, Log progressLog) {
    this.ports = ports;
    this.world = ports.world();
    this.producer = producer;
    this.progressLog = progressLog;
  }

  @Override
  public void claim(
      ShardProgress claimed, WritablePartitions writable, ConsumerGroupMetadata group) {
    this.<Void>await(
        wait ->
            producer.write(
                batch -> add(batch, claimed),
                () -> prove(group, () -> producer.commit(wait::end, wait::fail), wait),
                wait::fail));
    ports.claimed(claimed);
  }

  @Override
  public void claimEmpty(List<EmptyClaim> claims, ConsumerGroupMetadata group) {
    this.<Void>await(
        wait ->
            producer.write(
                batch ->
                    claims.forEach(
                        claim -> {
                          add(batch, claim.claimed());
                          add(batch, claim.done());
                        }),
                () -> prove(group, () -> producer.commit(wait::end, wait::fail), wait),
                wait::fail));
    world.saw(Sight.EMPTY_SHARDS_ENDED);
  }

  @Override
  public void remove(List<ShardKey> keys, ConsumerGroupMetadata group) {
    this.<Void>await(
        wait ->
            producer.write(
                batch -> keys.forEach(key -> batch.add(progressLog, key.toString(), null)),
                () -> prove(group, () -> producer.commit(wait::end, wait::fail), wait),
                wait::fail));
  }

  private void prove(ConsumerGroupMetadata group, Runnable then, Wait<Void> wait) {
    if (world.obeys(Rule.MEMBER_PROOF)) {
      producer.offset(world.broker().slotOwners, group.generationId(), 0, then, wait::fail);
    } else {
      then.run();
    }
  }

  /** Where a rule is broken, the owner does not know that it has to check partitions. */
  @Override
  public UncheckedPartitions unchecked() {
    var rule = ports.removes() ? Rule.REMOVE_ONLY_IF_CHECKED : Rule.CHECK_BEFORE_CLAIM;
    return world.obeys(rule) ? producer.unchecked() : UncheckedPartitions.NONE;
  }

  @Override
  public void check(Set<TopicPartition> partitions) {
    var broker = world.broker();
    var logs = partitions.stream().map(broker::target).collect(Collectors.toSet());
    Set<Log> unanswered = await(wait -> producer.endIn(logs, wait::end, wait::fail));
    var checked =
        partitions.stream().filter(tp -> !unanswered.contains(broker.target(tp))).toList();
    producer.leaveUnchecked(producer.unchecked().without(checked));
    if (!unanswered.isEmpty()) {
      throw new UncheckedPartitionException("a transaction may hang in " + unanswered, null);
    }
  }

  @Override
  public void begin() {
    open = true;
    slice.clear();
  }

  /** The target passes the offset in the source as the timestamp. */
  @Override
  public void send(ProducerRecord<byte[], byte[]> record) {
    if (slice.isEmpty()) {
      ports.delivers();
    }
    partition = record.partition();
    slice.add(record.timestamp());
  }

  @Override
  public void abort() {
    if (open) {
      this.<Void>await(
          wait ->
              producer.abort(
                  () -> producer.awaitEnd(this::isWritten, wait::end, wait::fail), wait::fail));
      open = false;
    }
  }

  @Override
  public void commit(ShardProgress progress) {
    if (progress.state() == ShardState.STOPPED && ports.stops()) {
      world.saw(Sight.STOPPED_FOR_ANOTHER);
    }
    if (!slice.isEmpty() && ports.has(Scenario.Trouble.REFUSED_SLICE, progress)) {
      throw new KafkaException("in an error state", new InvalidRecordException("refused"));
    }
    this.<Void>await(
        wait -> {
          if (slice.isEmpty()) {
            commitProgress(progress, wait::end, wait);
          } else {
            commitSlice(progress, wait);
          }
        });
    open = false;
  }

  private void commitSlice(ShardProgress progress, Wait<Void> wait) {
    var delivered = new Delivered(progress.shard(), partition, List.copyOf(slice));
    producer.write(
        batch -> batch.add(world.broker().target.get(partition), "slice", delivered),
        () ->
            separate(
                () ->
                    commitProgress(
                        progress,
                        () ->
                            producer.awaitEnd(
                                this::isWritten, () -> sliceEnded(progress, wait), wait::fail),
                        wait),
                wait),
        wait::fail);
  }

  /** Where the rule is broken, the slice is committed before its progress. */
  private void separate(Runnable then, Wait<Void> wait) {
    if (world.obeys(Rule.ONE_TRANSACTION)) {
      then.run();
    } else {
      producer.commit(then, wait::fail);
    }
  }

  private void commitProgress(ShardProgress progress, Runnable then, Wait<Void> wait) {
    producer.write(
        batch -> add(batch, progress), () -> producer.commit(then, wait::fail), wait::fail);
  }

  private void sliceEnded(ShardProgress progress, Wait<Void> wait) {
    if (world.obeys(Rule.AWAIT_OWN_COMMIT)) {
      ports.awaitVisible(progress, wait::end, wait::fail);
    } else {
      wait.end();
    }
  }

  private boolean isWritten(Log log) {
    return log == progressLog || log == world.broker().target.get(partition);
  }

  private void add(Producer.Batch batch, ShardProgress record) {
    batch.add(progressLog, record.shard().toString(), record);
  }

  private <T> T await(java.util.function.Consumer<Wait<T>> begin) {
    return ports.await(begin);
  }

  @Override
  public void close() {}
}
