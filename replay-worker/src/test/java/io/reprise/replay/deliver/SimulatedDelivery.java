package io.reprise.replay.deliver;

import io.reprise.replay.checkpoint.HoleReason;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.select.RecordSelector;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.Replay;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What {@link ShardDelivery} does between two requests to Kafka, for the simulation: the same gate,
 * selector and tally, without its clock, its reader and its transactions.
 */
public final class SimulatedDelivery {
  private final ShardPlan shard;
  private final List<ConsumerRecord<byte[], byte[]>> source;
  private final RecordSelector selector;
  private final SliceTally tally;

  /**
   * @param source the shard's partition, by offset; null where there is no record
   */
  public SimulatedDelivery(
      Plan plan,
      ShardPlan shard,
      ShardProgress claimed,
      List<ConsumerRecord<byte[], byte[]>> source) {
    this.shard = shard;
    this.source = source;
    this.selector = new RecordSelector(plan.spec().filter(), shard, plan.topicPartitions());
    this.tally = new SliceTally(claimed, HoleReason.TRANSACTION);
  }

  /** What a shard may do next. */
  public enum Verdict {
    GO,
    WAIT,
    STOP
  }

  /** The gate's answer, once the lease is held and the control state proven. */
  public static Verdict ask(Replay now, int attempt, int shard) {
    var answer = DeliveryCheck.answer(now, attempt, shard);
    if (answer instanceof DeliveryCheck.Answer.Deliver) {
      return Verdict.GO;
    }
    return answer instanceof DeliveryCheck.Answer.Wait ? Verdict.WAIT : Verdict.STOP;
  }

  /** The share that a {@link Verdict#GO} came with. */
  public static Throttle share(Replay now, int attempt, int shard) {
    return ((DeliveryCheck.Answer.Deliver) DeliveryCheck.answer(now, attempt, shard)).share();
  }

  /** Accounts for the next offsets, at most {@code most}; returns those to deliver. */
  public List<Long> take(long most) {
    long end = Math.min(shard.range().to(), tally.next() + most);
    var delivered = new ArrayList<Long>();
    for (long offset = tally.next(); offset < end; offset++) {
      var record = source.get((int) offset);
      if (record != null) {
        tally.invisibleUpTo(offset);
        take(record, delivered);
      }
    }
    tally.invisibleUpTo(end);
    return delivered;
  }

  private void take(ConsumerRecord<byte[], byte[]> record, List<Long> delivered) {
    switch (selector.select(record)) {
      case FILTERED -> tally.filtered(record.offset());
      case OTHER_SHARD -> tally.elsewhere(record.offset());
      case DELIVER -> {
        tally.delivered(record, RecordSize.of(record));
        delivered.add(record.offset());
      }
    }
  }

  /** Whether every offset of the shard is accounted for. */
  public boolean isDone() {
    return tally.next() == shard.range().to();
  }

  /** The first offset not accounted for. */
  public long next() {
    return tally.next();
  }

  /** The shard record that accounts for all that was taken. */
  public ShardProgress on(ShardProgress before, Instant now) {
    return tally.on(before, now);
  }
}
