package io.reprise.cli.schemas;

import io.reprise.cli.context.Address;
import io.reprise.cli.context.AddressOption;
import io.reprise.cli.context.Endpoint;
import io.reprise.schemas.registry.SchemaRegistry;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The {@code --registry} option: the address of the schema registry. */
public final class RegistryOption extends AddressOption {
  @Option(
      names = "--registry",
      paramLabel = "URL",
      description =
          "Base URL of the schema registry's Confluent API (default: that of the context).")
  private @Nullable URI address;

  /** Returns a new client of the registry. The caller closes it. */
  public SchemaRegistry client() {
    return SchemaRegistry.at(address().url());
  }

  /**
   * Returns a new client of the registry for a command that can do without it; empty if no address
   * is known. The caller closes the client.
   */
  public Optional<SchemaRegistry> clientIfKnown() {
    return address == null
        ? sources().find(Endpoint.REGISTRY, context()).map(known -> SchemaRegistry.at(known.url()))
        : Optional.of(client());
  }

  /** Returns the address of the registry. */
  Address address() {
    return address(Endpoint.REGISTRY, address);
  }
}
