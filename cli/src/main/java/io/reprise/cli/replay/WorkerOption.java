package io.reprise.cli.replay;

import io.reprise.cli.client.WorkerClient;
import java.net.URI;
import java.util.List;
import picocli.CommandLine.Option;

/** The {@code --worker} option: the addresses of replay workers. */
public final class WorkerOption {
  @Option(
      names = "--worker",
      paramLabel = "URL",
      split = ",",
      defaultValue = "${env:REPRISE_WORKER:-http://127.0.0.1:19100,http://127.0.0.1:19101}",
      description =
          "Base URLs of replay workers. The first one that answers is used (default:"
              + " $REPRISE_WORKER, or the workers of `reprise dev`).")
  private List<URI> addresses = List.of();

  public WorkerClient client() {
    return new WorkerClient(addresses);
  }
}
