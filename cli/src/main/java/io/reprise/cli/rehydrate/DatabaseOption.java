package io.reprise.cli.rehydrate;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.context.AddressOption;
import io.reprise.cli.context.Endpoint;
import io.reprise.rehydrate.postgres.ModelRows;
import io.reprise.rehydrate.postgres.session.PostgresConfig;
import io.reprise.rehydrate.target.TargetRefusedException;
import io.reprise.rehydrate.target.TargetUnavailableException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The {@code --target} option: the database with read models, to read them. */
public final class DatabaseOption extends AddressOption {
  private static final String MODEL = "model:";
  private static final Pattern WRITTEN =
      Pattern.compile(MODEL + "(?:([^.@]+)\\.)?([^.@]+)(?:@([0-9]{1,9}))?");

  @Option(
      names = "--target",
      paramLabel = "JDBC-URL",
      description =
          "JDBC URL of the PostgreSQL database of read models (default: that of the context). User"
              + " and password come from $REPRISE_TARGET_USER and $REPRISE_TARGET_PASSWORD, then"
              + " from the context, then from $PGUSER and $PGPASSWORD.")
  private @Nullable String target;

  /** Returns whether a text names a read model, as in {@code model:users@3}. */
  public static boolean isModel(String written) {
    return written.startsWith(MODEL);
  }

  /**
   * Opens a version of a read model. The caller closes it.
   *
   * @param written {@code model:NAME}, {@code model:NAME@VERSION}, or the same with a schema in
   *     front of the name, as in {@code model:sales.users@3}
   * @throws CommandFailure if the text is not one of these, if there is no such version, or if the
   *     database cannot be reached
   */
  public ModelRows rows(String written) {
    var matcher = WRITTEN.matcher(written);
    if (!matcher.matches()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "'%s': write the name of a read model and its version, as in model:users@3"
              .formatted(written));
    }
    var schema = matcher.group(1);
    var version = matcher.group(3);
    var database = Connections.at(address(Endpoint.DATABASE, target), sources());
    try {
      var config =
          new PostgresConfig(
              database.url(),
              database.user(),
              database.password(),
              schema == null ? database.schema() : schema,
              matcher.group(2),
              database.keepOlder());
      return ModelRows.open(config, version == null ? null : Integer.valueOf(version));
    } catch (TargetRefusedException e) {
      throw new CommandFailure(ExitCode.REFUSED, String.valueOf(e.getMessage()), e);
    } catch (TargetUnavailableException e) {
      throw new CommandFailure(ExitCode.UNREACHABLE, String.valueOf(e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }
}
