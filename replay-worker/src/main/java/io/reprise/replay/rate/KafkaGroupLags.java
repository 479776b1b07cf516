package io.reprise.replay.rate;

import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Ticker;
import io.reprise.runtime.lifecycle.ServiceScheduler;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the lags of consumer groups from Kafka, twice a second, on one thread for all shards of a
 * worker. Reads only groups that a shard has asked for in the last ten seconds. A lag counts all
 * partitions for which the group has committed offsets, up to their high watermarks: also records
 * of transactions that are still open.
 *
 * <p>Thread-safe. The creator closes this object, but not the admin client.
 */
public final class KafkaGroupLags implements GroupLags, AutoCloseable {
  private static final long EVERY_MILLIS = 500;
  private static final Duration WANTED = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(5);

  private record Reading(GroupLag lag, Deadline wantedUntil) {}

  private final Admin admin;
  private final Ticker ticker;
  private final Map<String, Reading> readings = new ConcurrentHashMap<>();
  private final ServiceScheduler thread = ServiceScheduler.ofOneThread("group-lags");

  private KafkaGroupLags(Admin admin, Ticker ticker) {
    this.admin = admin;
    this.ticker = ticker;
  }

  public static KafkaGroupLags start(Admin admin, Ticker ticker) {
    var lags = new KafkaGroupLags(admin, ticker);
    lags.thread.scheduleWithFixedDelay(
        lags::readAll, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    return lags;
  }

  @Override
  public GroupLag of(String group) {
    var reading =
        readings.compute(
            group,
            (name, before) ->
                new Reading(
                    before == null
                        ? new GroupLag.Unknown(name, "it has not been read yet")
                        : before.lag,
                    Deadline.after(WANTED, ticker)));
    return reading.lag;
  }

  private void readAll() {
    readings.values().removeIf(reading -> reading.wantedUntil.isPassed());
    for (var group : List.copyOf(readings.keySet())) {
      var lag = read(group);
      readings.computeIfPresent(group, (name, before) -> new Reading(lag, before.wantedUntil));
    }
  }

  /** Reads the committed offsets before the ends, so that the lag is not too small. */
  private GroupLag read(String group) {
    long began = ticker.nanos();
    try {
      var asked = admin.listConsumerGroupOffsets(Map.of(group, new ListConsumerGroupOffsetsSpec()));
      var committed = KafkaAnswer.of(asked.partitionsToOffsetAndMetadata(group), ANSWER);
      var wanted = new HashMap<TopicPartition, OffsetSpec>();
      committed.forEach(
          (partition, offset) -> {
            if (offset != null) {
              wanted.put(partition, OffsetSpec.latest());
            }
          });
      if (wanted.isEmpty()) {
        return new GroupLag.Unknown(group, "it has committed no offsets");
      }
      var ends = KafkaAnswer.of(admin.listOffsets(wanted).all(), ANSWER);
      return new GroupLag.Known(group, lag(committed, ends), began);
    } catch (RuntimeException e) {
      return new GroupLag.Unknown(group, "Kafka does not tell it: " + e.getMessage());
    }
  }

  private static long lag(
      Map<TopicPartition, OffsetAndMetadata> committed,
      Map<TopicPartition, ListOffsetsResultInfo> ends) {
    long lag = 0;
    for (var end : ends.entrySet()) {
      var offset = committed.get(end.getKey());
      if (offset != null) {
        lag += Math.max(0, end.getValue().offset() - offset.offset());
      }
    }
    return lag;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
