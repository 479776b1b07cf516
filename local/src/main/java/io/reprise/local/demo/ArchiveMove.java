package io.reprise.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Interruption;
import io.reprise.local.stack.Stack;
import io.reprise.runtime.json.Json;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/**
 * Demonstrates archiving. First places a legal hold on the whole log, so that Kafka keeps every
 * record until the demonstration has read the log. Then removes the hold, and waits until the
 * archiver has trimmed a part of every partition.
 */
final class ArchiveMove {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Duration INTERVAL = Duration.ofMillis(200);

  private final Stack stack;
  private final String topic;
  private final Consumer<String> narrate;
  private String hold = "";

  /**
   * How much of the topic the archiver has moved.
   *
   * @param archived number of offsets in the archive
   * @param trimmed number of offsets that Kafka no longer has
   */
  record Moved(long archived, long trimmed) {}

  ArchiveMove(Stack stack, String topic, Consumer<String> narrate) {
    this.stack = stack;
    this.topic = topic;
    this.narrate = narrate;
  }

  void hold() {
    var request =
        Json.json()
            .createObjectNode()
            .put("topic", topic)
            .put("from", 0)
            .put("reason", "the demonstration reads the log before it is trimmed");
    hold = stack.archiver().hold(request).path(0).at("/hold/id").asText();
    narrate.accept("hold %s keeps the whole log in Kafka for now".formatted(hold));
  }

  Moved release() {
    stack.archiver().unhold(topic, hold);
    narrate.accept("hold removed: the archiver moves cold records to S3");
    var deadline = Deadline.after(LIMIT);
    while (true) {
      var partitions = stack.archiver().status().path("partitions");
      if (!partitions.isEmpty() && stream(partitions).allMatch(ArchiveMove::isMoved)) {
        return moved(partitions);
      }
      if (deadline.isPassed()) {
        throw new CommandFailure(
            ExitCode.FAILED,
            "the archiver trimmed nothing within %d s: %s"
                .formatted(LIMIT.toSeconds(), partitions));
      }
      Interruption.sleep(INTERVAL);
    }
  }

  private static boolean isMoved(JsonNode partition) {
    return partition.path("lag").asLong() == 0
        && partition.at("/hot/from").asLong() > 0
        && partition.at("/hot/from").asLong() >= partition.path("nextTrim").asLong();
  }

  private Moved moved(JsonNode partitions) {
    var first = partitions.path(0);
    narrate.accept(
        "the seam of partition 0: S3 has %s..%s, Kafka %s..%s"
            .formatted(
                first.at("/archived/from"),
                first.at("/archived/to"),
                first.at("/hot/from"),
                first.at("/hot/to")));
    return new Moved(
        stream(partitions)
            .mapToLong(p -> p.at("/archived/to").asLong() - p.at("/archived/from").asLong())
            .sum(),
        stream(partitions).mapToLong(p -> p.at("/hot/from").asLong()).sum());
  }

  private static java.util.stream.Stream<JsonNode> stream(JsonNode items) {
    return StreamSupport.stream(items.spliterator(), false);
  }
}
