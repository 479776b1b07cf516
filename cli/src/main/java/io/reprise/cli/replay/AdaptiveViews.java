package io.reprise.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.output.Text;
import java.util.ArrayList;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Shows in tables how a replay slows down by itself. */
final class AdaptiveViews {
  private AdaptiveViews() {}

  /** Describes for what a replay slows down. Returns an empty text if it does not. */
  static String request(JsonNode adaptive) {
    if (!adaptive.isObject()) {
      return "";
    }
    var parts = new ArrayList<String>();
    parts.add("to the target");
    if (adaptive.has("maxLatencyMillis")) {
      parts.add("within " + Text.count(adaptive.path("maxLatencyMillis").asLong()) + " ms");
    }
    if (adaptive.has("maxLag")) {
      var groups =
          StreamSupport.stream(adaptive.path("groups").spliterator(), false)
              .map(JsonNode::asText)
              .collect(Collectors.joining(", "));
      parts.add(
          "lag of %s at most %s".formatted(groups, Text.count(adaptive.path("maxLag").asLong())));
    }
    return String.join("; ", parts);
  }

  /** Describes a present limit and its cause. Returns an empty text if there is none. */
  static String rate(JsonNode rate) {
    if (!rate.isObject()) {
      return "";
    }
    var limit =
        "at most %s records/s".formatted(Text.count(rate.path("recordsPerSecond").asLong()));
    return rate.has("cause")
        ? "%s since %s: %s"
            .formatted(limit, Text.time(rate.path("since")), rate.path("cause").asText())
        : limit;
  }
}
