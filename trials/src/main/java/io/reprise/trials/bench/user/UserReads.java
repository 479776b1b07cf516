package io.reprise.trials.bench.user;

import io.reprise.local.audit.AuditedRange;
import io.reprise.local.audit.CommittedReader;
import io.reprise.store.EventLog;
import io.reprise.store.KeyPartition;
import io.reprise.store.OffsetRange;
import io.reprise.store.kafka.KafkaEventLog;
import io.reprise.trials.load.TopicLoad;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Reads the events of each user of a topic once, one user after the other, by key. */
public final class UserReads {
  private static final Duration WAIT = Duration.ofSeconds(1);

  private UserReads() {}

  /**
   * Prints the duration in seconds.
   *
   * @param arguments bootstrap servers, topic, number of users, events per user
   */
  public static void main(String[] arguments) {
    var topic = arguments[1];
    int users = Integer.parseInt(arguments[2]);
    long events = Long.parseLong(arguments[3]);
    var ranges = new CommittedReader(arguments[0]).ranges(topic);
    long begun = System.nanoTime();
    try (var log = new KafkaEventLog(Map.of("bootstrap.servers", arguments[0]))) {
      for (int user = 0; user < users; user++) {
        long found = read(log, topic, TopicLoad.user(user), ranges);
        if (found != events) {
          throw new IllegalStateException(
              "user %d has %d events, but %d were read".formatted(user, events, found));
        }
      }
    }
    System.out.println((System.nanoTime() - begun) / 1e9);
  }

  private static long read(EventLog log, String topic, String user, List<AuditedRange> ranges) {
    var key = user.getBytes(StandardCharsets.UTF_8);
    var partition = ranges.get(KeyPartition.of(key, ranges.size()));
    long found = 0;
    try (var reader = log.read(topic, key, new OffsetRange(partition.from(), partition.to()))) {
      while (reader.position() < partition.to()) {
        found += reader.read(WAIT).records().size();
      }
    }
    return found;
  }
}
