package io.reprise.cli.groups;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.argument.PartitionOffsets;

/** Writes the value of {@code --to-offset} into the spec of a move. */
final class MoveBound {
  private static final String FORMS =
      "give one offset, or partition=offset pairs as in 0=1500,3=20";

  private MoveBound() {}

  static void addOffset(ObjectNode spec, String written) {
    if (written.matches("\\d{1,18}")) {
      spec.put("to", Long.parseLong(written));
      return;
    }
    var pairs = spec.putObject("to");
    PartitionOffsets.parse("--to-offset", written, FORMS)
        .forEach((partition, offset) -> pairs.put(partition.toString(), offset));
  }
}
