package io.reprise.trials.bench.compactor;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.kafka.time.Deadline;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * Measures how fast the committed offsets of a group grow. Confined to one thread; the caller
 * closes it.
 */
final class GroupOffsetRate implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final long POLL_EVERY_MILLIS = 20;

  private final Admin admin;
  private final String group;

  GroupOffsetRate(String bootstrapServers, String group) {
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    this.group = group;
  }

  /**
   * Waits until the sum of the group's committed offsets over all partitions is at least {@code
   * to}.
   *
   * @param from the sum at which timing begins; the time before that is start-up
   * @param to the sum at which timing ends
   * @return offsets per second between {@code from} and {@code to}
   */
  double offsetsPerSecond(long from, long to) throws InterruptedException {
    var deadline = Deadline.after(LIMIT);
    long begunAt = 0;
    long begun = 0;
    for (long now = committed(); ; now = committed()) {
      if (begun == 0 && now >= from) {
        begunAt = now;
        begun = System.nanoTime();
      }
      if (now >= to) {
        return (now - begunAt) / ((System.nanoTime() - begun) / 1e9);
      }
      if (deadline.isPassed()) {
        throw new CommandFailure(
            ExitCode.FAILED,
            "group %s has committed %d of %d offsets in %d s"
                .formatted(group, now, to, LIMIT.toSeconds()));
      }
      Thread.sleep(POLL_EVERY_MILLIS);
    }
  }

  private long committed() throws InterruptedException {
    try {
      return admin
          .listConsumerGroupOffsets(group)
          .partitionsToOffsetAndMetadata()
          .get()
          .values()
          .stream()
          .filter(Objects::nonNull)
          .mapToLong(OffsetAndMetadata::offset)
          .sum();
    } catch (ExecutionException e) {
      return 0; // The group has committed nothing yet.
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
