package io.reprise.cli.status;

import io.reprise.cli.context.Address;
import io.reprise.cli.context.AddressOption;
import io.reprise.cli.context.Endpoint;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options with the addresses of all services that tell their status. */
final class ServiceAddresses extends AddressOption {
  @Option(
      names = "--worker",
      paramLabel = "URL,...",
      hideParamSyntax = true,
      split = ",",
      description = "Base URLs of replay workers (default: those of the context).")
  private @Nullable List<URI> workers;

  @Option(
      names = "--ingest",
      paramLabel = "URL",
      description = "The base URL of an ingest service (default: that of the context).")
  private @Nullable URI ingest;

  @Option(
      names = "--archiver",
      paramLabel = "URL,...",
      hideParamSyntax = true,
      split = ",",
      description = "Base URLs of archivers (default: those of the context).")
  private @Nullable List<URI> archivers;

  @Option(
      names = "--compactor",
      paramLabel = "URL,...",
      hideParamSyntax = true,
      split = ",",
      description = "Base URLs of compactors (default: those of the context).")
  private @Nullable List<URI> compactors;

  @Override
  protected boolean isOfService() {
    return true;
  }

  /**
   * Returns one address for each instance.
   *
   * @throws io.reprise.cli.command.CommandFailure if no service has an address; the message says
   *     what to type
   */
  List<Address> instances() {
    var all = new ArrayList<Address>();
    add(Endpoint.INGEST, ingest, all);
    add(Endpoint.WORKER, workers, all);
    add(Endpoint.ARCHIVER, archivers, all);
    add(Endpoint.COMPACTOR, compactors, all);
    return all.isEmpty() ? List.of(address(Endpoint.WORKER, null)) : all;
  }

  private void add(Endpoint endpoint, @Nullable Object given, List<Address> all) {
    if (given == null && sources().find(endpoint, context()).isEmpty()) {
      return;
    }
    var address = address(endpoint, given);
    for (var url : address.urls()) {
      all.add(
          new Address(
              endpoint, url.toString(), address.source(), address.context(), address.files()));
    }
  }
}
