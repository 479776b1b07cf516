package io.reprise.trials.bench.archive;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.archiver.topic.ArchiveMode;
import io.reprise.archiver.topic.TopicConfig;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.kafka.time.Deadline;
import io.reprise.local.stack.Stack;
import io.reprise.runtime.json.ByteSize;
import io.reprise.trials.bench.drive.ServiceMetric;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * One run of an archiver, which archives one topic under an object name prefix. Starting a run
 * stops the archiver of the previous run. Confined to one thread.
 */
final class ArchiverRun {
  private static final Duration LIMIT = Duration.ofMinutes(20);
  // The archiver's status is polled only ten times a second: fifty polls a second took a tenth of
  // the archiver's processor time.
  private static final Duration POLL_EVERY = Duration.ofMillis(100);
  private static final long CUT_MIB = 32;
  private static final Duration CUT_AGE = Duration.ofSeconds(2);

  private final Stack stack;
  private final String topic;
  private final ServiceMetric records;

  private ArchiverRun(Stack stack, String topic) {
    this.stack = stack;
    this.topic = topic;
    this.records = ServiceMetric.of(stack.archiverUri(), "reprise_archive_records_total");
  }

  /** Starts the archiver. If a previous archiver runs, stops it first. */
  static ArchiverRun start(Stack stack, String topic, ArchiveMode mode, String prefix) {
    var config =
        new TopicConfig(
            mode, Duration.ZERO, null, ByteSize.ofMiB(CUT_MIB), CUT_AGE, null, List.of());
    var settings =
        Objects.requireNonNull(stack.settings().archive())
            .under(prefix)
            .archiving(Map.of(topic, config));
    stack.stopArchiver();
    stack.startArchiver(settings);
    return new ArchiverRun(stack, topic);
  }

  /**
   * Waits until the archiver has claimed a partition. An archiver reads nothing before its claim.
   */
  void awaitClaim() throws InterruptedException {
    awaitStatus("claimed", partitions -> partitions.anyMatch(p -> p.path("epoch").asLong() > 0));
  }

  /**
   * Waits until the archiver has committed {@code count} records. Reads the archiver's metric,
   * which costs the archiver less than status requests.
   */
  void awaitRecords(long count) throws InterruptedException {
    await("archived", () -> records.value() >= count);
  }

  /** Waits until all records of the topic have been trimmed from Kafka. */
  void awaitTrimmed() throws InterruptedException {
    awaitStatus(
        "trimmed",
        partitions ->
            partitions.allMatch(p -> p.at("/hot/from").asLong() == p.at("/hot/to").asLong()));
  }

  /** Returns the number of records that the archiver has committed. */
  double records() {
    return records.value();
  }

  /** Returns the sum of one field of the archiver's status over all partitions. */
  long sum(String field) {
    return partitions().mapToLong(p -> p.path(field).asLong()).sum();
  }

  private Stream<JsonNode> partitions() {
    var partitions = stack.archiver().status().path("partitions");
    return StreamSupport.stream(partitions.spliterator(), false);
  }

  private void awaitStatus(String what, Predicate<Stream<JsonNode>> wanted)
      throws InterruptedException {
    await(
        what,
        () -> {
          var partitions = partitions().toList();
          return !partitions.isEmpty() && wanted.test(partitions.stream());
        });
  }

  private void await(String what, BooleanSupplier wanted) throws InterruptedException {
    var deadline = Deadline.after(LIMIT);
    while (!wanted.getAsBoolean()) {
      if (deadline.isPassed()) {
        throw new CommandFailure(
            ExitCode.FAILED,
            "%s was not %s within %d s: %s"
                .formatted(topic, what, LIMIT.toSeconds(), stack.archiver().status()));
      }
      Thread.sleep(POLL_EVERY.toMillis());
    }
  }
}
