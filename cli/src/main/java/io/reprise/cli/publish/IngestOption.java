package io.reprise.cli.publish;

import io.reprise.cli.client.IngestClient;
import io.reprise.cli.context.AddressOption;
import io.reprise.cli.context.Endpoint;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
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

  /**
   * Returns a client with limits.
   *
   * @param connectLimit how long the client makes further attempts while the service accepts no
   *     connection
   * @param onRetry called with the cause before each further attempt
   */
  IngestClient client(Duration connectLimit, Consumer<String> onRetry) {
    return new IngestClient(address(Endpoint.INGEST, address), connectLimit, onRetry);
  }

  @Override
  protected boolean isOfService() {
    return true;
  }
}
