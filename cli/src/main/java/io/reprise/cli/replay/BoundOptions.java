package io.reprise.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.replay.spec.InvalidSpecException;
import io.reprise.replay.spec.RangeBound;
import io.reprise.runtime.json.Durations;
import io.reprise.runtime.json.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Converts the options for the start and the end of the replayed range to the fields {@code from}
 * and {@code to} of a replay spec.
 */
final class BoundOptions {
  private static final Pattern PAIR = Pattern.compile("(\\d{1,9})=(\\d{1,18})");

  private BoundOptions() {}

  static @Nullable JsonNode from(
      @Nullable String offset, @Nullable Instant time, @Nullable String last, boolean earliest) {
    if (last != null) {
      return time("--last", ago(last));
    }
    return earliest ? TextNode.valueOf("earliest") : offsetOrTime("--from", offset, time);
  }

  static @Nullable JsonNode to(@Nullable String offset, @Nullable Instant time, boolean latest) {
    return latest ? TextNode.valueOf("latest") : offsetOrTime("--to", offset, time);
  }

  private static @Nullable JsonNode offsetOrTime(
      String option, @Nullable String offset, @Nullable Instant time) {
    if (offset != null) {
      return offset(option + "-offset", offset);
    }
    return time == null ? null : time(option + "-time", time);
  }

  private static JsonNode time(String option, Instant time) {
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
    for (var pair : written.split(",", -1)) {
      var match = PAIR.matcher(pair.strip());
      if (!match.matches()) {
        throw new CommandFailure(
            ExitCode.USAGE,
            "%s %s: give one offset, or partition=offset pairs as in 0=1500,3=20"
                .formatted(option, written));
      }
      var partition = Integer.toString(Integer.parseInt(match.group(1)));
      if (pairs.has(partition)) {
        throw new CommandFailure(
            ExitCode.USAGE,
            "%s %s: partition %s is given twice".formatted(option, written, partition));
      }
      pairs.put(partition, Long.parseLong(match.group(2)));
    }
    return pairs;
  }

  private static Instant ago(String written) {
    try {
      return Instant.now().minus(Durations.parse(written));
    } catch (DateTimeException | ArithmeticException e) {
      throw new CommandFailure(
          ExitCode.USAGE, "--last %s: no time is that long ago".formatted(written), e);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, "--last: " + e.getMessage(), e);
    }
  }
}
