package io.reprise.local.dev;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.replay.target.TargetConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The options of {@code dev} that add topics and targets for one start. */
final class DevOptions {
  private static final Pattern TOPIC = Pattern.compile("([^:]+)(?::([0-9]{1,4}))?");
  private static final Pattern TARGET = Pattern.compile("([^=]+)=([^=]+)");

  @Option(
      names = "--topic",
      paramLabel = "NAME[:PARTITIONS]",
      description =
          "Create this topic if it does not exist, with 8 partitions unless another number is"
              + " given. May be repeated. Put what every start shall have into dev.yaml in the"
              + " directory.")
  private List<String> topics = List.of();

  @Option(
      names = "--target",
      paramLabel = "NAME=TOPIC",
      description =
          "Give the workers this target until dev ends, and create its topic if it does not exist."
              + " May be repeated. Put what every start shall have into dev.yaml in the directory.")
  private List<String> targets = List.of();

  DevConfig addTo(DevConfig file) {
    return file.with(topics(topics), targets(targets));
  }

  static Map<String, DevConfig.Topic> topics(List<String> written) {
    var parsed = new LinkedHashMap<String, DevConfig.Topic>();
    for (var text : written) {
      var match = TOPIC.matcher(text);
      if (!match.matches()) {
        throw new CommandFailure(
            ExitCode.USAGE, "--topic '" + text + "': give NAME or NAME:PARTITIONS, as in orders:8");
      }
      var count = match.group(2) == null ? null : Integer.valueOf(match.group(2));
      try {
        parsed.put(match.group(1), new DevConfig.Topic(count, null));
      } catch (IllegalArgumentException e) {
        throw new CommandFailure(ExitCode.USAGE, "--topic '" + text + "': " + e.getMessage(), e);
      }
    }
    return parsed;
  }

  static Map<String, TargetConfig> targets(List<String> written) {
    var parsed = new LinkedHashMap<String, TargetConfig>();
    for (var text : written) {
      var match = TARGET.matcher(text);
      if (!match.matches()) {
        throw new CommandFailure(
            ExitCode.USAGE, "--target '" + text + "': give NAME=TOPIC, as in shadow=orders-shadow");
      }
      parsed.put(match.group(1), new TargetConfig.KafkaTopic(match.group(2)));
    }
    return parsed;
  }
}
