package io.reprise.launcher.cli;

import io.reprise.launcher.client.WorkerApi;
import java.net.URI;
import java.util.List;
import picocli.CommandLine.Option;

/** The {@code --worker} option. */
public final class Workers {
  @Option(
      names = "--worker",
      paramLabel = "URL",
      split = ",",
      defaultValue = "${env:REPRISE_WORKER:-http://127.0.0.1:19100,http://127.0.0.1:19101}",
      description =
          "replay workers, any of them answers (default: $REPRISE_WORKER, or those of `reprise dev`)")
  private List<URI> addresses = List.of();

  public WorkerApi api() {
    return new WorkerApi(addresses);
  }
}
