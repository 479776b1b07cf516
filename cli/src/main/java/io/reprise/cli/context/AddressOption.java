package io.reprise.cli.context;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/**
 * The options with addresses of one or more servers. A command that has such options also has the
 * option {@code --context}, which {@link #addContexts} adds.
 */
public abstract class AddressOption {
  private static final String CONTEXT = "--context";
  private static final String TOKEN_FILE = "--token-file";
  private static final String CA_FILE = "--ca-file";
  private static final String CERTIFICATE_FILE = "--certificate-file";
  private static final String KEY_FILE = "--key-file";

  @Spec(Target.MIXEE)
  private CommandSpec command;

  /** Adds {@code --context} to each command below {@code root} that takes an address. */
  public static CommandLine addContexts(CommandLine root) {
    for (var sub : root.getSubcommands().values()) {
      var spec = sub.getCommandSpec();
      boolean takesAddresses =
          spec.mixins().values().stream().anyMatch(m -> m.userObject() instanceof AddressOption);
      if (takesAddresses && spec.findOption(CONTEXT) == null) {
        spec.addOption(contextOption());
      }
      if (speaksHttp(spec) && spec.findOption(CA_FILE) == null) {
        spec.addOption(caFileOption());
      }
      if (callsService(spec) && spec.findOption(TOKEN_FILE) == null) {
        spec.addOption(tokenFileOption());
        spec.addOption(
            fileOption(
                CERTIFICATE_FILE,
                "The PEM file with the client certificate that says who calls a service (default:"
                    + " $REPRISE_CERTIFICATE_FILE, or that of the context)."));
        spec.addOption(
            fileOption(
                KEY_FILE,
                "The PEM file with the private key of the client certificate (default:"
                    + " $REPRISE_KEY_FILE, or that of the context)."));
      }
      addContexts(sub);
    }
    return root;
  }

  private static boolean speaksHttp(CommandSpec spec) {
    return spec.mixins().values().stream()
        .anyMatch(m -> m.userObject() instanceof AddressOption option && option.isOfHttpServer());
  }

  private static boolean callsService(CommandSpec spec) {
    return spec.mixins().values().stream()
        .anyMatch(m -> m.userObject() instanceof AddressOption option && option.isOfService());
  }

  /** Returns whether the option has the address of a service of Reprise, which takes tokens. */
  protected boolean isOfService() {
    return false;
  }

  /** Returns whether the option has the address of a server whose URL may be https. */
  protected boolean isOfHttpServer() {
    return isOfService();
  }

  private static OptionSpec tokenFileOption() {
    return OptionSpec.builder(TOKEN_FILE)
        .paramLabel("FILE")
        .type(Path.class)
        .description(
            "The file whose first line is the token that the service asks for (default:"
                + " $REPRISE_TOKEN_FILE, or that of the context).")
        .build();
  }

  private static OptionSpec fileOption(String name, String description) {
    return OptionSpec.builder(name)
        .paramLabel("FILE")
        .type(Path.class)
        .description(description)
        .build();
  }

  private static OptionSpec caFileOption() {
    return OptionSpec.builder(CA_FILE)
        .paramLabel("FILE")
        .type(Path.class)
        .description(
            "The PEM file with the certificates of the authorities to trust at https addresses"
                + " (default: $REPRISE_CA_FILE, or that of the context, or those that the JDK"
                + " trusts).")
        .build();
  }

  private static OptionSpec contextOption() {
    return OptionSpec.builder(CONTEXT)
        .paramLabel("NAME")
        .type(String.class)
        .description(
            "The context with the addresses that are not given as options (default: see `reprise"
                + " context show`).")
        .build();
  }

  /** Returns the address that the operator gave, or else the one of the sources. */
  protected final Address address(Endpoint endpoint, @Nullable Object given) {
    var address =
        given == null
            ? sources().address(endpoint, context())
            : Address.given(endpoint, written(given)).with(sources().filesOfVariables());
    return withOptions(address);
  }

  /** Returns an address of the sources with the files that options of the command name. */
  protected final Address withOptions(Address address) {
    var options =
        new SecurityFiles(file(TOKEN_FILE), file(CA_FILE), file(CERTIFICATE_FILE), file(KEY_FILE));
    return address.with(options.orElse(address.files()));
  }

  private @Nullable Path file(String name) {
    var option = command.findOption(name);
    return option == null ? null : option.getValue();
  }

  private static String written(Object given) {
    return given instanceof List<?> several
        ? String.join(",", several.stream().map(String::valueOf).toList())
        : given.toString();
  }

  /** Returns the value of {@code --context}; null without the option. */
  protected final @Nullable String context() {
    var option = command.findOption(CONTEXT);
    return option == null ? null : option.getValue();
  }

  /** Returns where addresses are found that are not given as options. */
  protected final AddressSources sources() {
    return of(command);
  }

  /** Returns the sources that the root of a command provides. */
  public static AddressSources of(CommandSpec command) {
    return command.root().userObject() instanceof AddressSources.Owner owner
        ? owner.addressSources()
        : AddressSources.ofProcess();
  }
}
