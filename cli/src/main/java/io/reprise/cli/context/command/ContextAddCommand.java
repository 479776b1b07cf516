package io.reprise.cli.context.command;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.context.Context;
import io.reprise.cli.context.Contexts;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Implements {@code reprise context add}. */
@Command(
    name = "add",
    description =
        "Adds a context, or changes the given addresses of an existing one and keeps its others.")
final class ContextAddCommand extends ContextFileCommand {
  @Parameters(paramLabel = "NAME", description = "The name of the context, such as prod.")
  private String name = "";

  @Option(
      names = "--worker",
      paramLabel = "URL",
      description = "Base URLs of replay workers, separated by commas.")
  private @Nullable String worker;

  @Option(names = "--ingest", paramLabel = "URL", description = "Base URL of the ingest service.")
  private @Nullable String ingest;

  @Option(
      names = "--registry",
      paramLabel = "URL",
      description = "Base URL of the schema registry's Confluent API.")
  private @Nullable String registry;

  @Option(
      names = "--archiver",
      paramLabel = "URL",
      description = "Base URLs of archivers, separated by commas.")
  private @Nullable String archiver;

  @Option(
      names = "--compactor",
      paramLabel = "URL",
      description = "Base URLs of compactors, separated by commas.")
  private @Nullable String compactor;

  @Option(
      names = "--kafka",
      paramLabel = "BROKERS",
      description = "Bootstrap servers of the Kafka cluster, separated by commas.")
  private @Nullable String kafka;

  @Option(
      names = "--database",
      paramLabel = "JDBC-URL",
      description =
          "JDBC URL of the database of read models. Do not write the password into it: use"
              + " --database-password-file or $PGPASSWORD.")
  private @Nullable String database;

  @Option(
      names = "--database-user",
      paramLabel = "USER",
      description = "The user of the database (default: $PGUSER).")
  private @Nullable String databaseUser;

  @Option(
      names = "--database-password-file",
      paramLabel = "FILE",
      description =
          "The file whose first line is the password of that user (default: $PGPASSWORD). Only the"
              + " file's name is kept.")
  private @Nullable Path databasePasswordFile;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "The file whose first line is the token that the services ask for. Only the file's name"
              + " is kept.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description =
          "The PEM file with the certificates of the authorities to trust at the https addresses"
              + " of the services. Only the file's name is kept.")
  private @Nullable Path caFile;

  @Option(
      names = "--certificate-file",
      paramLabel = "FILE",
      description =
          "The PEM file with the client certificate that says who calls the services. Only the"
              + " file's name is kept.")
  private @Nullable Path certificateFile;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description =
          "The PEM file with the private key of the client certificate. Only the file's name is"
              + " kept.")
  private @Nullable Path keyFile;

  @Override
  protected ExitCode run() {
    var given = given();
    if (given.equals(Context.EMPTY)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "context %s gets no address: give at least one, such as --worker".formatted(name));
    }
    var before = file().read();
    boolean isNew = !before.contexts().containsKey(name);
    file()
        .write(
            before.with(
                name, before.contexts().getOrDefault(name, Context.EMPTY).changedTo(given)));
    output().say("%s context %s in %s".formatted(isNew ? "added" : "changed", name, file().path()));
    if (!name.equals(before.current())) {
      output().say("to use it without --context: reprise context use " + name);
    }
    return ExitCode.DONE;
  }

  private static @Nullable Path absolute(@Nullable Path file) {
    return file == null ? null : file.toAbsolutePath().normalize();
  }

  private Context given() {
    try {
      Contexts.requireName(name);
      return new Context(
          worker,
          ingest,
          registry,
          archiver,
          compactor,
          kafka,
          database,
          databaseUser,
          absolute(databasePasswordFile),
          absolute(tokenFile),
          absolute(caFile),
          absolute(certificateFile),
          absolute(keyFile));
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }
}
