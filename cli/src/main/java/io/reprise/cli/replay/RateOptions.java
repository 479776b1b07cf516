package io.reprise.cli.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.runtime.json.ByteSize;
import io.reprise.runtime.json.Json;
import org.jspecify.annotations.Nullable;

/** Converts {@code --rate} and {@code --byte-rate} to the throttle of a replay spec. */
final class RateOptions {
  private RateOptions() {}

  static ObjectNode throttle(@Nullable Long records, @Nullable String bytes) {
    var throttle = Json.json().createObjectNode();
    if (records != null) {
      requirePositive("--rate", records);
      throttle.put("recordsPerSecond", records);
    }
    if (bytes != null) {
      throttle.put("bytesPerSecond", bytes(bytes));
    }
    return throttle;
  }

  private static void requirePositive(String option, long rate) {
    if (rate < 1) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "%s %d: must be at least 1; to stop delivery, pause the replay".formatted(option, rate));
    }
  }

  private static long bytes(String written) {
    try {
      long bytes = ByteSize.parse(written).bytes();
      requirePositive("--byte-rate", bytes);
      return bytes;
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, "--byte-rate: " + e.getMessage(), e);
    }
  }
}
