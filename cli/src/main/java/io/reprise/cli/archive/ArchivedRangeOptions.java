package io.reprise.cli.archive;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.runtime.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that choose a part of an archive. */
final class ArchivedRangeOptions {
  @Option(names = "--topic", required = true, paramLabel = "T", description = "the archived topic")
  private String topic = "";

  @Option(
      names = "--partition",
      paramLabel = "P",
      split = ",",
      description = "partitions, comma-separated (default: all)")
  private List<Integer> partitions = List.of();

  @Option(
      names = "--from-offset",
      paramLabel = "A",
      description = "the first offset (default: the archive's start)")
  private @Nullable Long from;

  @Option(
      names = "--to-offset",
      paramLabel = "B",
      description = "the first offset behind (default: the archive's end)")
  private @Nullable Long to;

  /** As the archiver's API takes it. */
  ObjectNode request() {
    var request = Json.json().createObjectNode().put("topic", topic);
    partitions.forEach(request.withArray("partitions")::add);
    if (from != null) {
      request.put("from", from);
    }
    if (to != null) {
      request.put("to", to);
    }
    return request;
  }
}
