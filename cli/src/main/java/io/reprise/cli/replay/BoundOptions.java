package io.reprise.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.runtime.json.Durations;
import io.reprise.runtime.json.Json;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Converts the options for the start and the end of the replayed range to the fields {@code from}
 * and {@code to} of a replay spec.
 */
final class BoundOptions {
  private static final Pattern PAIR = Pattern.compile("(\\d+)=(\\d+)");

  private BoundOptions() {}

  static @Nullable JsonNode from(
      @Nullable String offset, @Nullable String time, @Nullable String last, boolean earliest) {
    if (last != null) {
      return TextNode.valueOf(ago(last).toString());
    }
    return earliest ? TextNode.valueOf("earliest") : offsetOrTime("--from-offset", offset, time);
  }

  static @Nullable JsonNode to(@Nullable String offset, @Nullable String time, boolean latest) {
    return latest ? TextNode.valueOf("latest") : offsetOrTime("--to-offset", offset, time);
  }

  private static @Nullable JsonNode offsetOrTime(
      String option, @Nullable String offset, @Nullable String time) {
    if (offset != null) {
      return offset(option, offset);
    }
    return time == null ? null : TextNode.valueOf(time);
  }

  private static JsonNode offset(String option, String written) {
    if (written.matches("\\d{1,18}")) {
      return LongNode.valueOf(Long.parseLong(written));
    }
    var pairs = Json.json().createObjectNode();
    for (var pair : written.split(",", -1)) {
      var match = PAIR.matcher(pair.strip());
      if (!match.matches()) {
        throw new CommandFailure(
            ExitCode.USAGE,
            "%s %s: give one offset, or partition=offset pairs as in 0=1500,3=20"
                .formatted(option, written));
      }
      pairs.put(match.group(1), Long.parseLong(match.group(2)));
    }
    return pairs;
  }

  private static Instant ago(String written) {
    try {
      return Instant.now().minus(Durations.parse(written));
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, "--last: " + e.getMessage(), e);
    }
  }
}
