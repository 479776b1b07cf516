package io.reprise.cli.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which a replay slows down by itself. They replace those of the spec file. */
final class AdaptiveOptions {
  @Option(
      names = "--adaptive",
      description =
          "Slow down while the target answers 429 or 5xx or takes much longer than before, and"
              + " while a broker's quota delays records. The rate rises again when the target has"
              + " recovered. --rate and --byte-rate stay the upper limits. `reprise replay"
              + " describe` shows the present rate and its cause.")
  private boolean isAdaptive;

  @Option(
      names = "--adaptive-group",
      paramLabel = "GROUP",
      description =
          "Also slow down while this live consumer group lags. Needs --max-lag. Repeat the option"
              + " for more groups.")
  private List<String> groups = List.of();

  @Option(
      names = "--max-lag",
      paramLabel = "N",
      description =
          "The most records by which each group of --adaptive-group may lag, over all its"
              + " partitions.")
  private @Nullable Long maxLag;

  @Option(
      names = "--max-latency",
      paramLabel = "DURATION",
      description =
          "Slow down while the target takes longer than this for a request, and not while it takes"
              + " five times its fastest time; or for a slice of records if it takes no requests."
              + " For example 500ms.")
  private @Nullable Duration maxLatency;

  void writeTo(ObjectNode spec) {
    if (!isAdaptive && groups.isEmpty() && maxLag == null && maxLatency == null) {
      return;
    }
    var adaptive = spec.withObject("/adaptive");
    if (!groups.isEmpty()) {
      var names = adaptive.putArray("groups");
      groups.forEach(names::add);
    }
    if (maxLag != null) {
      adaptive.put("maxLag", maxLag);
    }
    if (maxLatency != null) {
      adaptive.put("maxLatencyMillis", maxLatency.toMillis());
    }
  }

  OptionNames addTo(OptionNames names) {
    return names
        .add("adaptive.groups", "--adaptive-group", !groups.isEmpty())
        .add("adaptive.maxLag", "--max-lag", maxLag)
        .add("adaptive.maxLatencyMillis", "--max-latency", maxLatency);
  }
}
