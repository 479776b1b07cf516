package io.reprise.cli.snapshot;

import io.reprise.cli.client.CompactorClient;
import java.net.URI;
import java.util.List;
import picocli.CommandLine.Option;

/** Which compactors to ask. */
final class CompactorOption {
  @Option(
      names = "--compactor",
      paramLabel = "URL",
      split = ",",
      defaultValue = "${env:REPRISE_COMPACTOR:-http://127.0.0.1:19096}",
      description =
          "compactors, any of them answers (default: $REPRISE_COMPACTOR, or that of `reprise dev`)")
  private List<URI> addresses = List.of();

  CompactorClient api() {
    return new CompactorClient(addresses);
  }
}
