package io.reprise.cli.replay;

import io.reprise.cli.client.WorkerClient;
import io.reprise.cli.context.AddressOption;
import io.reprise.cli.context.Endpoint;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The {@code --worker} option: the addresses of replay workers. */
public final class WorkerOption extends AddressOption {
  @Option(
      names = "--worker",
      paramLabel = "URL,...",
      hideParamSyntax = true,
      split = ",",
      description =
          "Base URLs of replay workers. The first one that answers is used (default: those of the"
              + " context).")
  private @Nullable List<URI> addresses;

  public WorkerClient client() {
    return new WorkerClient(address(Endpoint.WORKER, addresses));
  }

  /** Returns a client of the workers; empty if no source has an address of them. */
  public Optional<WorkerClient> clientIfKnown() {
    boolean isKnown = addresses != null || sources().find(Endpoint.WORKER, context()).isPresent();
    return isKnown ? Optional.of(client()) : Optional.empty();
  }

  @Override
  protected boolean isOfService() {
    return true;
  }
}
