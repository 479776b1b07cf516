package io.reprise.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The value of {@code --from-offset} or {@code --to-offset}, if it gives one offset for each named
 * partition, such as {@code 0=1500,3=20}. The checks of this class refuse a value that silently
 * leaves out partitions. Without them, an operator who names one of eight partitions would replay
 * only this partition, and could believe that the other seven are replayed from their start.
 *
 * @param option the name of the option
 * @param written the value of the option; null if the option was not given
 * @param offsets the field {@code from} or {@code to} of the spec, after the option was written to
 *     it: an object with an offset for each named partition if the option names partitions
 */
record OffsetsByPartition(String option, @Nullable String written, JsonNode offsets) {

  /** Returns whether the option was given and names partitions. */
  boolean isGiven() {
    return written != null && offsets.isObject();
  }

  /**
   * If the spec selects partitions, requires that the option gives an offset for each selected
   * partition, and for no other partition.
   *
   * @param source the field {@code source} of the spec
   */
  void requireSelection(JsonNode source) {
    var selected = selected(source);
    if (selected.isEmpty()) {
      return;
    }
    for (var partition : selected) {
      if (!offsets.has(partition)) {
        throw usage("partition %s is selected and has no offset: add %s=<offset>", partition);
      }
    }
    for (var partition : named()) {
      if (!selected.contains(partition)) {
        throw usage(
            "partition %s is not one of the selected partitions: select it, or leave out %s=<offset>",
            partition);
      }
    }
  }

  private CommandFailure usage(String reason, String partition) {
    return new CommandFailure(
        ExitCode.USAGE,
        "%s %s: %s".formatted(option, written, reason.formatted(partition, partition)));
  }

  /**
   * If the spec selects no partitions, requires that the option gives an offset for each partition
   * of the topic.
   *
   * @param source the field {@code source} of the spec
   * @param plan the plan of the spec, which says how many partitions the topic has
   */
  void requireAllPartitions(JsonNode source, JsonNode plan) {
    int partitions = plan.path("topicPartitions").asInt();
    if (!selected(source).isEmpty() || offsets.size() >= partitions) {
      return;
    }
    throw new CommandFailure(
        ExitCode.REFUSED,
        "%s %s names %d of the %d partitions of topic '%s': add --partitions %s to replay only these, or give an offset for each partition"
            .formatted(
                option,
                written,
                offsets.size(),
                partitions,
                source.path("topic").asText(),
                String.join(",", named())));
  }

  private List<String> named() {
    var partitions = new ArrayList<String>();
    offsets.fieldNames().forEachRemaining(partitions::add);
    return partitions;
  }

  private static List<String> selected(JsonNode source) {
    return StreamSupport.stream(source.path("partitions").spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }
}
