package io.reprise.cli.snapshot;

import io.reprise.cli.client.CompactorClient;
import java.net.URI;
import java.util.List;
import picocli.CommandLine.Option;

/** The {@code --compactor} option: the addresses of compactors. */
final class CompactorOption {
  @Option(
      names = "--compactor",
      paramLabel = "URL",
      split = ",",
      defaultValue = "${env:REPRISE_COMPACTOR:-http://127.0.0.1:19096}",
      description =
          "Base URLs of compactors. The first one that answers is used (default:"
              + " $REPRISE_COMPACTOR, or the compactor of `reprise dev`).")
  private List<URI> addresses = List.of();

  CompactorClient client() {
    return new CompactorClient(addresses);
  }
}
