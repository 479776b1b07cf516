package io.reprise.cli.context;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/**
 * Finds the addresses that are not given as options. The sources, the first that applies first:
 *
 * <ol>
 *   <li>the context that the option {@code --context} names
 *   <li>the variable of the address, such as {@code REPRISE_CONTEXT_WORKER}
 *   <li>the context that the variable {@code REPRISE_CONTEXT} names
 *   <li>a running {@code reprise dev}
 *   <li>the current context of the user's file
 * </ol>
 *
 * <p>A context that lacks an address is an error. To take the missing address from the next source
 * could make one command use the servers of two installations.
 *
 * <p>Thread-safe.
 *
 * @param environment the variables of the process
 * @param file the user's contexts
 * @param devs the {@code dev} processes of the user
 * @param workingDirectory the directory in which the command was called
 */
public record AddressSources(
    Map<String, String> environment, ContextFile file, RunningDevs devs, Path workingDirectory) {
  /**
   * Variables that commands of earlier versions read, and that no service reads. A command that
   * ignored them would use other servers than the user means.
   */
  private static final Map<Endpoint, String> FORMER =
      new EnumMap<>(
          Map.of(
              Endpoint.WORKER, "REPRISE_WORKER",
              Endpoint.INGEST, "REPRISE_INGEST",
              Endpoint.ARCHIVER, "REPRISE_ARCHIVER",
              Endpoint.COMPACTOR, "REPRISE_COMPACTOR"));

  /** The variable with the path of the file that holds the token to send. */
  static final String TOKEN_VARIABLE = "REPRISE_TOKEN_FILE";

  /** The variable with the path of the file that holds the authorities to trust. */
  static final String CA_VARIABLE = "REPRISE_CA_FILE";

  /** The variable with the path of the file that holds the client certificate to send. */
  static final String CERTIFICATE_VARIABLE = "REPRISE_CERTIFICATE_FILE";

  /** The variable with the path of the file that holds the key of the client certificate. */
  static final String KEY_VARIABLE = "REPRISE_KEY_FILE";

  /** Gives commands their sources. The root command implements it. */
  public interface Owner {
    AddressSources addressSources();
  }

  /**
   * A context that applies to a command.
   *
   * @param name its name; empty for a running {@code dev}
   * @param source how it is named in messages
   * @param dev the running {@code dev} whose context it is; null for a context of the file
   */
  public record Applied(String name, String source, Context context, @Nullable RunningDev dev) {}

  /** Returns the sources of this process. */
  public static AddressSources ofProcess() {
    var environment = System.getenv();
    return new AddressSources(
        environment,
        ContextFile.ofUser(environment, Path.of(System.getProperty("user.home"))),
        RunningDevs.ofUser(),
        Path.of(""));
  }

  /**
   * Returns the address of a server.
   *
   * @param context the value of {@code --context}; null without the option
   * @throws CommandFailure if no source has the address; the message says what to type
   */
  public Address address(Endpoint endpoint, @Nullable String context) {
    return find(endpoint, context)
        .orElseThrow(
            () ->
                applied(context)
                    .map(applied -> lacking(endpoint, applied))
                    .orElseGet(() -> unknown(endpoint)));
  }

  /**
   * Returns the address of a server that a command can do without; empty if no source has it.
   *
   * @param context the value of {@code --context}; null without the option
   * @throws CommandFailure if the context does not exist, or a variable has no valid address
   */
  public Optional<Address> find(Endpoint endpoint, @Nullable String context) {
    var variable = context == null ? ofVariable(endpoint) : Optional.<Address>empty();
    return variable.isPresent()
        ? variable
        : applied(context)
            .flatMap(
                applied ->
                    applied
                        .context()
                        .address(endpoint)
                        .map(
                            a ->
                                new Address(
                                    endpoint,
                                    a,
                                    applied.source(),
                                    applied.context(),
                                    files(context, applied.context()))));
  }

  /**
   * Returns the context that applies to a command; empty if there is none.
   *
   * @param context the value of {@code --context}; null without the option
   */
  public Optional<Applied> applied(@Nullable String context) {
    if (context != null) {
      return Optional.of(named(context, "--context"));
    }
    var variable = value(Endpoint.CONTEXT_VARIABLE);
    if (variable.isPresent()) {
      return Optional.of(named(variable.get(), "$" + Endpoint.CONTEXT_VARIABLE));
    }
    var dev = devs.find(workingDirectory);
    if (dev.isPresent()) {
      return dev.map(d -> new Applied("", "the running `reprise dev`", Context.of(d), d));
    }
    return Optional.ofNullable(file.read().current())
        .map(current -> named(current, "the current context in " + file.path()));
  }

  /**
   * Returns the files that {@value #TOKEN_VARIABLE}, {@value #CA_VARIABLE}, {@value
   * #CERTIFICATE_VARIABLE} and {@value #KEY_VARIABLE} name.
   */
  public SecurityFiles filesOfVariables() {
    return new SecurityFiles(
        file(TOKEN_VARIABLE), file(CA_VARIABLE), file(CERTIFICATE_VARIABLE), file(KEY_VARIABLE));
  }

  private @Nullable Path file(String variable) {
    return value(variable).map(Path::of).orElse(null);
  }

  /**
   * Returns the files for an address of a context. Token and client certificate of a context are
   * never sent to an address that is not of this context, and its authorities are trusted for no
   * other address.
   *
   * @param option the value of {@code --context}, which comes before all variables
   */
  private SecurityFiles files(@Nullable String option, Context context) {
    var variables = option == null ? filesOfVariables() : SecurityFiles.NONE;
    return variables.orElse(context.files());
  }

  private Applied named(String name, String by) {
    var contexts = file.read().contexts();
    var context = contexts.get(name);
    if (context == null) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "%s: no context '%s' is in %s: %s"
              .formatted(
                  by, name, file.path(), known(contexts.keySet().stream().sorted().toList())));
    }
    return new Applied(name, "context " + name, context, null);
  }

  private static String known(List<String> names) {
    return names.isEmpty()
        ? "add it with `reprise context add`"
        : "use one of " + String.join(", ", names);
  }

  private Optional<String> value(String variable) {
    return Optional.ofNullable(environment.get(variable)).filter(value -> !value.isBlank());
  }

  private Optional<Address> ofVariable(Endpoint endpoint) {
    var written = value(endpoint.variable());
    if (written.isEmpty()) {
      refuseFormer(endpoint);
      return Optional.empty();
    }
    var source = "$" + endpoint.variable();
    try {
      endpoint.requireValid(written.get());
    } catch (TypeConversionException e) {
      throw new CommandFailure(ExitCode.USAGE, source + ": " + e.getMessage(), e);
    }
    return Optional.of(new Address(endpoint, written.get(), source, null, filesOfVariables()));
  }

  private void refuseFormer(Endpoint endpoint) {
    var former = FORMER.get(endpoint);
    if (former != null && value(former).isPresent()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "$%s is not read any more: name the variable %s, or unset it"
              .formatted(former, endpoint.variable()));
    }
  }

  private static CommandFailure lacking(Endpoint endpoint, Applied applied) {
    return new CommandFailure(
        ExitCode.USAGE,
        "%s has no address of the %s: give %s, or add it with `reprise context add %s --%s ...`"
            .formatted(
                applied.source(),
                endpoint.title(),
                endpoint.option(),
                applied.name(),
                endpoint.key()));
  }

  private CommandFailure unknown(Endpoint endpoint) {
    return new CommandFailure(
        ExitCode.USAGE,
        "no address of the %s is known%s: give %s, start `reprise dev`, or name an installation with `reprise context add` and --context"
            .formatted(endpoint.title(), several(), endpoint.option()));
  }

  private String several() {
    int running = devs.all().size();
    return running > 1
        ? " (%d dev processes run: call the command in the directory of one of them)"
            .formatted(running)
        : "";
  }
}
