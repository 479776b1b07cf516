package io.reprise.cli.config;

import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Implements {@code reprise config example}. */
@Command(
    name = "example",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Prints a configuration file with every key, its meaning, its default and its environment"
          + " variable.",
      "Required keys have an example value. All other keys are comments: to set one, remove the #"
          + " in front of it and of the sections around it."
    })
final class ConfigExampleCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "SERVICE",
      description = "The reader of the file: worker, ingest, archiver, compactor or rehydrate.")
  private String service = "";

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    out.print(ConfigExample.of(ConfiguredService.named(service)));
    out.flush();
    return ExitCode.DONE.code();
  }
}
