package io.reprise.cli.schemas;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.context.Address;
import io.reprise.cli.context.AddressOption;
import io.reprise.cli.context.Endpoint;
import io.reprise.runtime.config.ConfigException;
import io.reprise.runtime.tls.ClientTls;
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

  @Override
  protected boolean isOfHttpServer() {
    return true;
  }

  /** Returns a new client of the registry. The caller closes it. */
  public SchemaRegistry client() {
    return open(address());
  }

  private static SchemaRegistry open(Address registry) {
    try {
      var tls = ClientTls.socketFactory(registry.url(), registry.files().ca());
      return SchemaRegistry.at(registry.url(), tls);
    } catch (ConfigException e) {
      throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Returns a new client of the registry for a command that can do without it; empty if no address
   * is known. The caller closes the client.
   */
  public Optional<SchemaRegistry> clientIfKnown() {
    return address == null
        ? sources().find(Endpoint.REGISTRY, context()).map(known -> open(withOptions(known)))
        : Optional.of(client());
  }

  /** Returns the address of the registry. */
  Address address() {
    return address(Endpoint.REGISTRY, address);
  }
}
