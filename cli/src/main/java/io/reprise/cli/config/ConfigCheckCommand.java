package io.reprise.cli.config;

import io.reprise.cli.argument.TextFile;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.Version;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Implements {@code reprise config check}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Reads a configuration file as a service with the environment of this command would, and"
          + " names each fault. Nothing is started.",
      "Exits with 0 if the file is valid, and with 2 otherwise."
    })
final class ConfigCheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The YAML file to check.")
  private Path file;

  @Option(
      names = "--service",
      paramLabel = "SERVICE",
      description =
          "The reader of the file: worker, ingest, archiver, compactor or rehydrate (default: the"
              + " one that knows most of the keys).")
  private @Nullable String service;

  @Override
  public Integer call() {
    var text = TextFile.read(file);
    var reader =
        service == null ? ConfigCheck.readerOf(file, text) : ConfiguredService.named(service);
    var faults = ConfigCheck.faults(reader, file.toString(), text, System.getenv());
    if (faults.isEmpty()) {
      spec.commandLine().getOut().println(file + " is a valid configuration of " + reader.name());
      spec.commandLine().getOut().flush();
      return ExitCode.DONE.code();
    }
    faults.forEach(fault -> spec.commandLine().getErr().println("reprise: " + fault));
    spec.commandLine()
        .getErr()
        .println(
            "checked as a configuration of %s; --service selects another".formatted(reader.name()));
    return ExitCode.USAGE.code();
  }
}
