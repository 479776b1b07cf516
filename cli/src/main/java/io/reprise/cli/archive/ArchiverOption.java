package io.reprise.cli.archive;

import io.reprise.cli.client.ArchiverClient;
import io.reprise.cli.context.AddressOption;
import io.reprise.cli.context.Endpoint;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The {@code --archiver} option: the addresses of archivers. */
final class ArchiverOption extends AddressOption {
  @Option(
      names = "--archiver",
      paramLabel = "URL,...",
      hideParamSyntax = true,
      split = ",",
      description =
          "Base URLs of archivers. The first one that answers is used (default: those of the"
              + " context).")
  private @Nullable List<URI> addresses;

  ArchiverClient client() {
    return new ArchiverClient(address(Endpoint.ARCHIVER, addresses));
  }

  @Override
  protected boolean isOfService() {
    return true;
  }
}
