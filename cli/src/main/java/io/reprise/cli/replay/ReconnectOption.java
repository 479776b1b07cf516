package io.reprise.cli.replay;

import io.reprise.cli.output.Output;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The {@code --reconnect-for} option: how long a command waits for workers that are away. */
final class ReconnectOption {
  @Option(
      names = "--reconnect-for",
      paramLabel = "DURATION",
      defaultValue = "10m",
      description =
          "While the progress of the replay is shown: how long to try again if no worker or no"
              + " broker answers, for example 30s or 1h (default: 10m).")
  private Duration limit = Duration.ofMinutes(10);

  Reconnection reconnection(Output output) {
    return new Reconnection(limit, output::say);
  }
}
