package io.reprise.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.reprise.cli.argument.PartitionOffsets;
import io.reprise.cli.argument.TimeOptions;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.output.Output;
import io.reprise.replay.spec.InvalidSpecException;
import io.reprise.replay.spec.RangeBound;
import io.reprise.runtime.json.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Converts the options for the start and the end of the replayed range to the fields {@code from}
 * and {@code to} of a replay spec.
 *
 * @param times reads the values that are times
 * @param output receives a line with each time that was resolved
 */
record BoundOptions(TimeOptions times, Output output) {
  private static final String FORMS =
      "give one offset, or partition=offset pairs as in 0=1500,3=20";

  @Nullable JsonNode from(
      @Nullable String offset, @Nullable String time, @Nullable String last, boolean earliest) {
    if (last != null) {
      return time("--last", times.ago("--last", last, output));
    }
    return earliest ? TextNode.valueOf("earliest") : offsetOrTime("--from", offset, time);
  }

  @Nullable JsonNode to(@Nullable String offset, @Nullable String time, boolean latest) {
    return latest ? TextNode.valueOf("latest") : offsetOrTime("--to", offset, time);
  }

  private @Nullable JsonNode offsetOrTime(
      String option, @Nullable String offset, @Nullable String time) {
    if (offset != null) {
      return offset(option + "-offset", offset);
    }
    var resolved = times.time(option + "-time", time, output);
    return resolved == null ? null : time(option + "-time", resolved);
  }

  /**
   * Returns a time in the form in which a spec has it.
   *
   * @param option the option that has this value, for error messages
   * @throws CommandFailure if Kafka's timestamps cannot have this time
   */
  static JsonNode time(String option, Instant time) {
    try {
      return TextNode.valueOf(new RangeBound.AtTime(time).time().toString());
    } catch (InvalidSpecException e) {
      throw new CommandFailure(ExitCode.USAGE, option + ": " + e.getMessage(), e);
    }
  }

  private static JsonNode offset(String option, String written) {
    if (written.matches("\\d{1,18}")) {
      return LongNode.valueOf(Long.parseLong(written));
    }
    var pairs = Json.json().createObjectNode();
    PartitionOffsets.parse(option, written, FORMS)
        .forEach((partition, offset) -> pairs.put(partition.toString(), offset));
    return pairs;
  }
}
