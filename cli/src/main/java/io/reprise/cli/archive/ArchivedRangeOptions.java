package io.reprise.cli.archive;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.argument.Partitions;
import io.reprise.runtime.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that select partitions and an offset range of an archived topic. */
final class ArchivedRangeOptions {
  @Option(
      names = "--topic",
      required = true,
      paramLabel = "T",
      description = "The topic whose archive is read.")
  private String topic = "";

  @Option(
      names = "--topic-id",
      paramLabel = "ID",
      description =
          "The id of the archived topic, as `archive list` shows it, for a topic that was deleted"
              + " or recreated, or is on another cluster (default: the id of the topic that has"
              + " this name now).")
  private @Nullable String topicId;

  @Option(
      names = "--partition",
      paramLabel = "P,...",
      hideParamSyntax = true,
      split = ",",
      description = "The numbers of the partitions to read, separated by commas (default: all).")
  private List<Integer> partitions = List.of();

  @Option(
      names = "--from-offset",
      paramLabel = "A",
      description = "The first offset to read (default: the first archived offset).")
  private @Nullable Long from;

  @Option(
      names = "--to-offset",
      paramLabel = "B",
      description =
          "Read only records below this offset (default: all up to the end of the archive).")
  private @Nullable Long to;

  String topic() {
    return topic;
  }

  /** Returns the selected partitions and offsets as a request body of the archiver's HTTP API. */
  ObjectNode request() {
    Partitions.requireValid("--partition", partitions);
    var request = Json.json().createObjectNode().put("topic", topic);
    partitions.forEach(request.withArray("partitions")::add);
    if (topicId != null) {
      request.put("topicId", topicId);
    }
    if (from != null) {
      request.put("from", from);
    }
    if (to != null) {
      request.put("to", to);
    }
    return request;
  }
}
