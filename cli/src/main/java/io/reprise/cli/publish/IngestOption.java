package io.reprise.cli.publish;

import io.reprise.cli.client.IngestClient;
import io.reprise.cli.context.AddressOption;
import io.reprise.cli.context.Endpoint;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The {@code --ingest} option: the address of the ingest service. */
final class IngestOption extends AddressOption {
  @Option(
      names = "--ingest",
      paramLabel = "URL",
      description = "Base URL of the ingest service (default: that of the context).")
  private @Nullable URI address;

  IngestClient client() {
    return new IngestClient(address(Endpoint.INGEST, address));
  }
}
