package io.reprise.cli.snapshot;

import io.reprise.cli.client.CompactorClient;
import io.reprise.cli.context.AddressOption;
import io.reprise.cli.context.Endpoint;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The {@code --compactor} option: the addresses of compactors. */
final class CompactorOption extends AddressOption {
  @Option(
      names = "--compactor",
      paramLabel = "URL,...",
      hideParamSyntax = true,
      split = ",",
      description =
          "Base URLs of compactors. The first one that answers is used (default: those of the"
              + " context).")
  private @Nullable List<URI> addresses;

  CompactorClient client() {
    return new CompactorClient(address(Endpoint.COMPACTOR, addresses));
  }

  @Override
  protected boolean isOfService() {
    return true;
  }
}
